"""Deeds: the closed list of what a move may do, each named in a definition's `does`."""

from collections.abc import Mapping

from poletai.core.procedures.deeds import (
    awards,
    bids,
    draws,
    findings,
    hearings,
    notices,
    remedies,
    reports,
    stages,
)
from poletai.core.procedures.deeds.deed import Deed

_PLAIN = tuple(Deed(name) for name in ("draft", "record", "fail", "cancel", "end"))

DEEDS: Mapping[str, Deed] = {
    deed.name: deed
    for deed in (
        *notices.DEEDS,
        *bids.DEEDS,
        *stages.DEEDS,
        *findings.DEEDS,
        *hearings.DEEDS,
        *awards.DEEDS,
        *remedies.DEEDS,
        *draws.DEEDS,
        *reports.DEEDS,
        *_PLAIN,
    )
}

__all__ = ["DEEDS", "Deed"]
