"""Deeds: the closed list of what a move may do, each named in a definition's `does`."""

from collections.abc import Mapping

from poletai.core.procedures.deeds import (
    applicants,
    auctions,
    awards,
    bids,
    draws,
    findings,
    frameworks,
    hearings,
    markdowns,
    nominations,
    notices,
    priorities,
    remedies,
    reports,
    rounds,
    stages,
)
from poletai.core.procedures.deeds.deed import Deed

_PLAIN = tuple(Deed(name) for name in ("draft", "record", "fail", "cancel", "end"))
_MODULES = (
    notices,
    priorities,
    rounds,
    applicants,
    bids,
    stages,
    findings,
    hearings,
    auctions,
    markdowns,
    awards,
    nominations,
    frameworks,
    remedies,
    draws,
    reports,
)

DEEDS: Mapping[str, Deed] = {
    deed.name: deed for deed in (*(one for m in _MODULES for one in m.DEEDS), *_PLAIN)
}

__all__ = ["DEEDS", "Deed"]
