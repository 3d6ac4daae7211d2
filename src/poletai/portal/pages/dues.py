"""Who owes what today: the deposits and bonds of one procedure, for its parties."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from poletai.core.procedures.dues import Owed
from poletai.exchange.read_models.dues import OwnDue, procedure_dues
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.read_models.standings import trade_of
from poletai.portal.frame import show, the_house
from poletai.portal.people import actors
from poletai.portal.reading import read_procedure
from poletai.portal.showing.dues import DueRow, due_rows
from poletai.portal.words.texts import title_of


@dataclass(frozen=True, slots=True)
class DuesPage:
    """What the page shows: every sum, the first due first."""

    view: ProcedureView
    title: str
    rows: tuple[DueRow, ...]


@login_required
@require_safe
def dues_page(request: HttpRequest, procedure: str) -> HttpResponse:
    """Show what is owed in a procedure as far as its reader may know."""
    view = read_procedure(request, procedure)
    trade = trade_of(the_house(), procedure)
    found: dict[tuple[str, ...], OwnDue] = {}
    for actor in actors(request):
        known = procedure_dues(the_house(), trade, actor)
        found |= {_key(due.owed): due for due in known}
    rows = due_rows(the_house().library, found.values())
    page = DuesPage(view, title_of(view.title, view.title_en), rows)
    return show(request, "dues", page, section="notices")


def _key(owed: Owed) -> tuple[str, ...]:
    """Tell sums apart, so that who reads in two roles reads each of them once."""
    return owed.lot, owed.bid, owed.bidder, owed.by, owed.title.en, owed.law
