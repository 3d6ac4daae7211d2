"""Live rooms shown: what the page's script needs to know of one lot's room."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from poletai.core.auctions import fields_of, find_mechanism, mechanism_names
from poletai.portal.words.rooms import act_of, room_words
from poletai.portal.words.texts import title_of

_ZONE = "Asia/Shanghai"
_AMOUNT = ("bid", "offer", "maximum")
# What is said at the price that is shown, which is said with it: it may have moved meanwhile.
_AT_PRICE = ("accept", "exit")
_IRREVOCABLE = ("exit", "cancel")


def mechanism_title(auction: Mapping[str, Any]) -> str:
    """Name the mechanism of a room in the reader's language."""
    name = str(auction.get("mechanism", ""))
    if name not in mechanism_names():
        return name
    title = find_mechanism(name).TITLE
    return title_of(title["zh"], title["en"])


def kinds_of(auction: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return each kind of input of a mechanism: its button, what is typed, what it asks before."""
    name = str(auction.get("mechanism", ""))
    if name not in mechanism_names():
        return {}
    terms = fields_of(name)
    return {kind: _kind(kind, terms) for kind in (*find_mechanism(name).KINDS, "maximum")}


def texts_of(auction: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """Return what every page with a room on it needs: words, money, times of day."""
    return {
        "unit": _("yuan / {unit}").format(unit=unit) if unit else _("yuan"),
        "start": str(auction.get("start", "")),
        "items": [{"name": item, "title": item} for item in auction.get("items", ())],
        "kinds": kinds_of(auction),
        "words": room_words(),
        "locale": "en-GB" if get_language() == "en" else "zh-CN",
        "zone": _ZONE,
    }


def _kind(kind: str, terms: tuple[str, ...]) -> dict[str, Any]:
    bids = kind in ("bid", "offer")
    fields = [
        *(["amount"] if kind in _AMOUNT else []),
        *(["price"] if kind in _AT_PRICE else []),
        *(["quantity"] if bids and "quantity" in terms else []),
        *(["items"] if (bids or kind == "cancel") and "items" in terms else []),
    ]
    sure = {"confirm": f"sure:{kind}"} if kind in _IRREVOCABLE else {}
    return {"label": act_of(kind), "fields": fields, **sure}
