"""Hearings: what a committee and one bidder have told each other about a bid so far."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.deeds.hearings import DEEDS
from poletai.portal.forms.about import About
from poletai.portal.templatetags.look import day_and_time
from poletai.portal.words.texts import CHOICES, Word, word

_HEARINGS: Final = frozenset(deed.name for deed in DEEDS)
_TOLD: Final = (
    "explain-because",
    "explain-doubt",
    "explain-until",
    "price-explanation",
    "explanation-outcome",
    "explanation-opinion",
)
_PRICES: Final[Mapping[str, Word]] = {
    "corrected-price": _("Corrected price"),
    "confirmed-price": _("Confirmed price"),
}


def told_so_far(about: About) -> tuple[tuple[str, str], ...]:
    """List what is known of the hearing a move belongs to, title by title."""
    lot = about.standing.lots.get(about.lot or "")
    bid = None if lot is None else lot.bids.get(about.bid or "")
    if bid is None or about.move.does not in _HEARINGS:
        return ()
    told = [(str(about.label(n).title), _said(n, bid.facts[n])) for n in _TOLD if n in bid.facts]
    prices = [
        (str(title), str(bid.facts[name]["amount"]))
        for name, title in _PRICES.items()
        if name in bid.facts
    ]
    return (*told, *prices)


def _said(name: str, value: Any) -> str:
    return (
        day_and_time(parse_instant(value)) if name == "explain-until" else word(CHOICES, str(value))
    )
