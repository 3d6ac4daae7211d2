"""The home page: what is open now, what was decided lately, and how many trades stand where."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from poletai.exchange.read_models.procedures import Filters, list_procedures
from poletai.exchange.read_models.stages import stage_counts
from poletai.portal.frame import show
from poletai.portal.pages.notices import NoticeRow, notice_row
from poletai.portal.showing.charts import Chart, count_chart
from poletai.portal.words.texts import PHASES, word

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows."""

    open: tuple[NoticeRow, ...]
    latest: tuple[NoticeRow, ...]
    total: int
    taking: int
    chart: Chart | None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page."""
    counts = stage_counts(Filters(), "phase")
    taking = list_procedures(Filters(phase="open", order="deadline", limit=_SHOWN))
    latest = list_procedures(Filters(limit=_SHOWN))
    page = Home(
        open=tuple(notice_row(line) for line in taking.items),
        latest=tuple(notice_row(line) for line in latest.items),
        total=sum(counts.values()),
        taking=counts.get("open", 0),
        chart=_chart(dict(counts)),
    )
    return show(request, "home", page, section="home")


def _chart(counts: dict[str, int]) -> Chart | None:
    shown = [(word(PHASES, phase), counts[phase]) for phase in PHASES if phase in counts]
    if not shown:
        return None
    under_way = sum(counts.values()) - counts.get("ended", 0)
    sentence = _("%(total)s procedures have been announced here; %(under_way)s are under way.") % {
        "total": sum(counts.values()),
        "under_way": under_way,
    }
    return count_chart("stages", shown, sentence)
