"""Dates: the stops of a procedure's timetable, with their articles and the holidays they cross."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from poletai.core.procedures.library import Library
from poletai.core.procedures.timetable import Stop
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.portal.templatetags.look import day_and_time
from poletai.portal.words.laws import cite
from poletai.portal.words.texts import in_english, said


@dataclass(frozen=True, slots=True)
class Date:
    """What the timetable component takes."""

    title: str
    state: str
    at: datetime
    law: str
    crossed: tuple[str, ...]
    note: str


def shown_dates(library: Library, view: ProcedureView) -> tuple[Date, ...]:
    """Show every date of a procedure, those of a lot under its number where there are several."""
    several = len(view.trade.standing.lots) > 1
    # What a trade that has ended left undone is no longer due.
    stops = [stop for stop in view.stops if view.phase != "ended" or stop.when == "passed"]
    return tuple(_shown(library, stop, several=several) for stop in stops)


def shown_stops(library: Library, stops: tuple[Stop, ...]) -> tuple[Date, ...]:
    """Show the stops of a timetable that is only planned."""
    return tuple(_shown(library, stop, several=False) for stop in stops)


def _shown(library: Library, stop: Stop, *, several: bool) -> Date:
    title = said(stop.title)
    if several and stop.lot is not None:
        title = _("%(title)s, lot %(lot)s") % {"title": title, "lot": stop.lot}
    crossed = tuple(holiday.en if in_english() else holiday.zh for holiday in stop.crossed)
    note = ""
    if stop.earliest != stop.at:
        note = _("Not certain: at the earliest %(day)s") % {"day": day_and_time(stop.earliest)}
    return Date(title, stop.when, stop.at, str(cite(library, stop.law)), crossed, note)
