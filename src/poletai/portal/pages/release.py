"""The custodian's page: lots that wait for shares, who has answered, and releases made offline."""

import json
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from poletai.core.basics.problem import Problem, Refusal
from poletai.exchange.errors import ExchangeError
from poletai.exchange.read_models.waiting_lots import WaitingLot, waiting_lots
from poletai.exchange.services.close_lot import release_shares
from poletai.portal.frame import show, the_house
from poletai.portal.people import actor_as
from poletai.portal.words.texts import title_of

_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Waiting:
    """One lot that waits, under the title its reader knows."""

    lot: WaitingLot
    title: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """What the custodian's page shows."""

    waiting: tuple[Waiting, ...]
    problems: tuple[Problem, ...]
    address: str


@login_required
def release(request: HttpRequest) -> HttpResponse:
    """Show the lots that wait for shares; take a release that was made offline."""
    if actor_as(request, "custodian", "operator") is None:
        raise PermissionDenied
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = _brought(request)
        if not problems:
            messages.success(request, _("The release was checked and is in the record."))
            return redirect("release")
    lots = (Waiting(lot, title_of(lot.title, lot.title_en)) for lot in waiting_lots(the_house()))
    address = request.build_absolute_uri("/").rstrip("/")
    page = ReleasePage(tuple(lots), problems, address)
    return show(request, "release", page, section="release", status=422 if problems else 200)


def _brought(request: HttpRequest) -> tuple[Problem, ...]:
    """Take the file somebody brought; returns what is wrong with it."""
    file = request.FILES.get("file")
    if file is None or not file.size or file.size > _LARGEST:
        return (_problem("release-file", _("Choose the file that the command wrote.")),)
    try:
        brought = json.loads(file.read())
        answer = release_shares(the_house(), str(brought["procedure"]), brought)
    except (ValueError, KeyError, TypeError, IndexError):
        return (_problem("release-file", _("This file is not a release of shares.")),)
    except ExchangeError as wrong:
        return (_problem(wrong.code, str(wrong)),)
    return (_problem(answer.code, answer.reason),) if isinstance(answer, Refusal) else ()


def _problem(code: str, message: str) -> Problem:
    return Problem(code=code, where="file", message=message)
