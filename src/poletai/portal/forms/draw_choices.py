"""Choices about draws and reports: which draw is meant, which report is signed, which mark."""

from typing import Final

from poletai.portal.forms.about import About
from poletai.portal.forms.field import Choices

# Guard -> what a draw must not have come to for it to be meant.
_PASSED: Final = {
    "draw-is-open": frozenset({"closed", "void"}),
    "draw-is-closed": frozenset({"result", "void"}),
    "draw-is-pending": frozenset({"result", "void"}),
}


def draw_choices(about: About, name: str) -> Choices:
    """Return what a field about a draw or a report may be; none where it is about neither."""
    for guard, passed in _PASSED.items():
        if about.guard_argument(guard, "draw") == name:
            draws = about.standing.facts.get("draws", {}).items()
            return tuple((key, key) for key, known in draws if not known.keys() & passed)
    lot = about.standing.lots.get(about.lot or "")
    if about.guard_argument("report-is", "signed") == name and lot is not None:
        sha256 = str(lot.facts.get("report-sha256", ""))
        return ((sha256, f"{sha256[:16]}…"),) if sha256 else ()
    if about.guard_argument("mark-deviates", "deviation") == name:
        criteria = about.standing.facts.get("terms", {}).get("criteria", ())
        return tuple(
            (f"{bid.bid}/{one['name']}", f"{about.bid_name(bid)} · {one['title']}")
            for bid in about.open_bids
            for one in criteria
        )
    return ()
