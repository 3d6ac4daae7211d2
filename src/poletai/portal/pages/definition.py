"""A kind of trade: how it runs, who does what, the dates of a notice, and the law of its day."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from poletai.core.procedures.definition import Definition, Values
from poletai.core.procedures.limits import limits
from poletai.core.procedures.timetable import Stop, plan
from poletai.portal.frame import show, the_house
from poletai.portal.showing.dates import Date, shown_stops
from poletai.portal.showing.definitions import (
    ShownChange,
    ShownLimit,
    ShownMachine,
    ShownRole,
    ShownValue,
    differing_moves,
    shown_changes,
    shown_laws,
    shown_limits,
    shown_machines,
    shown_roles,
    shown_values,
)
from poletai.portal.words.laws import Cited
from poletai.portal.words.texts import CATEGORIES, JURISDICTIONS, said, word

_MORNING = time(9)
# A calendar counts from no year before and to none after these.
_YEARS = range(1950, 2151)


@dataclass(frozen=True, slots=True)
class DefinitionPage:
    """What the page of a definition shows, as it is law on the day chosen."""

    name: str
    title: str
    category: str
    sha256: str
    day: date
    wrong: bool
    base: tuple[str, str] | None
    own_moves: tuple[tuple[str, str], ...]
    stops: tuple[Date, ...]
    limits: tuple[Date, ...]
    running: tuple[ShownLimit, ...]
    machines: tuple[ShownMachine, ...]
    roles: tuple[ShownRole, ...]
    values: tuple[ShownValue, ...]
    coming: tuple[ShownChange, ...]
    articles: tuple[Cited, ...]


@require_safe
def definition_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one definition as it is law on a day, and the dates of a notice of that day."""
    house = the_house()
    library = house.library
    definition = library.definitions.get(name)
    if definition is None:
        raise Http404
    today = library.local_day(definition, house.clock())
    day, wrong = _day(request, today)
    values = library.values(definition, day)
    base = library.bases.get(name)
    stops = _stops(definition, values)
    page = DefinitionPage(
        name=name,
        title=said(definition.title),
        category=f"{word(JURISDICTIONS, definition.jurisdiction)} · "
        f"{word(CATEGORIES, definition.category)}",
        sha256=definition.sha256,
        day=day,
        wrong=wrong,
        base=None if base is None else (base, said(library.definition(base).title)),
        own_moves=differing_moves(library, definition),
        stops=shown_stops(library, stops),
        limits=shown_stops(library, limits(definition, values, stops)),
        running=tuple(shown_limits(library, definition, values)),
        machines=tuple(shown_machines(library, definition, values)),
        roles=tuple(shown_roles(definition)),
        values=tuple(shown_values(library, definition, values)),
        coming=shown_changes(library, definition, day),
        articles=shown_laws(library, definition),
    )
    return show(request, "definition", page, section="rulebook")


def _day(request: HttpRequest, today: date) -> tuple[date, bool]:
    """Read the day asked for; today, and that something was wrong, where it cannot be one."""
    asked = request.GET.get("notice", "")
    try:
        day = date.fromisoformat(asked) if asked else today
    except ValueError:
        return today, True
    return (day, False) if day.year in _YEARS else (today, True)


def _stops(definition: Definition, values: Values) -> tuple[Stop, ...]:
    """Compute the earliest dates of a notice of the day; none where a value is not law yet."""
    morning = datetime.combine(values.on, _MORNING, values.calendar.zone)
    try:
        return plan(definition, values, morning)
    except KeyError:
        return ()
