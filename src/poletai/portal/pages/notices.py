"""The list of notices: filtered by chips and words, its state in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from poletai.exchange.errors import ProblemsError
from poletai.exchange.read_models.procedures import Filters, ProcedureLine, list_procedures
from poletai.exchange.read_models.stages import stage_counts
from poletai.portal.frame import show, the_house
from poletai.portal.words.texts import CATEGORIES, PHASES, Word, said, title_of, word

_SHOWN_PHASES = tuple(phase for phase in PHASES if phase != "draft")


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of a filter: where it leads, how many there are, whether it is on."""

    label: str
    url: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as the list shows it."""

    id: str
    title: str
    kind: str
    reference: str
    principal: str
    phase: str
    announced_at: datetime | None
    deadline: datetime | None
    estimate: str | None


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """The list with its filters; `total` counts all that match the words and the category."""

    rows: tuple[NoticeRow, ...]
    filters: Filters
    phases: tuple[Chip, ...]
    categories: tuple[Chip, ...]
    orders: tuple[Chip, ...]
    total: int
    clear: str
    next: str


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show notices as the address asks for them; what cannot be read there asks for nothing."""
    filters = _filters(request)
    try:
        found = list_procedures(filters)
    except ProblemsError:
        filters = Filters()
        found = list_procedures(filters)
    page = NoticesPage(
        rows=tuple(notice_row(line) for line in found.items),
        filters=filters,
        phases=_phase_chips(filters),
        categories=_chips(filters, "category", CATEGORIES, stage_counts(filters, "category")),
        orders=_order_chips(filters),
        total=sum(stage_counts(filters, "phase").values()),
        clear=_address(Filters()),
        next=_address(filters, after=found.next) if found.next else "",
    )
    return show(request, "notices", page, section="notices")


def notice_row(line: ProcedureLine) -> NoticeRow:
    """Write one line of a list in the reader's language."""
    definitions = the_house().library.definitions
    definition = definitions.get(line.definition)
    return NoticeRow(
        id=line.id,
        title=title_of(line.title, line.title_en),
        kind=said(definition.title) if definition is not None else line.definition,
        reference=line.reference,
        principal=title_of(line.principal["name"], line.principal["name_en"]),
        phase=line.state if line.state in {"failed", "cancelled"} else line.phase,
        announced_at=line.announced_at,
        deadline=line.deadline,
        estimate=line.estimate,
    )


def _filters(request: HttpRequest) -> Filters:
    asked = request.GET
    return Filters(
        q=asked.get("q", "").strip()[:200],
        phase=asked.get("phase", ""),
        category=asked.get("category", ""),
        after=asked.get("after", ""),
        order="deadline" if asked.get("order") == "deadline" else "newest",
    )


def _phase_chips(filters: Filters) -> tuple[Chip, ...]:
    words = {name: PHASES[name] for name in _SHOWN_PHASES}
    return _chips(filters, "phase", words, stage_counts(filters, "phase"))


def _chips(
    filters: Filters, name: str, words: Mapping[str, Word], counts: Mapping[str, int]
) -> tuple[Chip, ...]:
    """Make the chips of one filter; one that is on leads back to without it."""
    now = getattr(filters, name)
    return tuple(
        Chip(
            label=word(words, value),
            url=_address(filters, **{name: "" if value == now else value}),
            count=counts.get(value, 0),
            on=value == now,
        )
        for value in words
        if counts.get(value) or value == now
    )


def _order_chips(filters: Filters) -> tuple[Chip, ...]:
    from_words = {"newest": _("Newest first"), "deadline": _("Deadline first")}
    return tuple(
        Chip(str(label), _address(filters, order=order), 0, on=filters.order == order)
        for order, label in from_words.items()
    )


def _address(filters: Filters, **changed: str) -> str:
    known = {name: getattr(filters, name) for name in ("q", "phase", "category", "order")}
    asked = {**known, **changed}
    query = {name: value for name, value in asked.items() if value and value != "newest"}
    return f"?{urlencode(query)}" if query else "?"
