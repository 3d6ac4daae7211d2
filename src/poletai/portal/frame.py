"""The frame of every page: who reads it, the server's clock, the log's head, the demo's banner."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poletai.exchange.house import House, house
from poletai.exchange.read_models.public_log import log_head
from poletai.portal.people import actor_as

_DEMO = "demo."


def the_house() -> House:
    """Return the exchange that all pages show."""
    return house()


def show(
    request: HttpRequest, template: str, page: Any = None, *, section: str = "", status: int = 200
) -> HttpResponse:
    """Answer with a page; its template finds the page's own context under `page`."""
    exchange = the_house()
    context = {
        "page": page,
        "section": section,
        "now": exchange.clock(),
        "checkpoint": log_head(),
        "custodian": actor_as(request, "custodian") is not None,
        "demo": exchange.origin.startswith(_DEMO),
    }
    response = render(request, f"pages/{template}.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
