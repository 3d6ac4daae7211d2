"""Addresses of the API: one router a resource, documentation at /api/docs."""

from typing import Any

import msgspec
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.parser import Parser

from poletai.api import (
    accounts,
    bid_parts,
    bids,
    changes,
    definitions,
    draws,
    payloads,
    planning,
    procedures,
    registers,
    rooms,
)
from poletai.api.faults import handle_faults


class StrictParser(Parser):
    """Reads bodies as strict UTF-8 JSON: no lone surrogates, no endless nesting."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body; raises msgspec.DecodeError, which is answered with 422."""
        return msgspec.json.decode(request.body, type=dict[str, Any])


api = NinjaAPI(
    title="Poletai",
    version="1",
    description="Every command and every public read of the exchange, as JSON.",
    parser=StrictParser(),
)
for resource in (
    procedures,
    definitions,
    planning,
    draws,
    payloads,
    bid_parts,
    bids,
    changes,
    accounts,
    registers,
    rooms,
):
    api.add_router("", resource.router)
handle_faults(api)

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
