"""Guards: the conditions a definition may name, each a typed function of a few lines."""

from collections.abc import Mapping

from poletai.core.procedures.guards import (
    amounts,
    applicants,
    auctions,
    clocks,
    committee,
    counts,
    dates,
    deposits,
    draws,
    evaluation,
    findings,
    frameworks,
    hearings,
    inquiries,
    low_price,
    methods,
    priorities,
    remedies,
    reports,
    rounds,
    securities,
    stages,
    states,
    sums,
    suppliers,
)
from poletai.core.procedures.guards.guard import Guard

_MODULES = (
    amounts,
    applicants,
    auctions,
    clocks,
    committee,
    counts,
    dates,
    deposits,
    draws,
    evaluation,
    findings,
    frameworks,
    hearings,
    inquiries,
    low_price,
    methods,
    priorities,
    remedies,
    reports,
    rounds,
    securities,
    stages,
    states,
    sums,
    suppliers,
)

GUARDS: Mapping[str, Guard] = {guard.name: guard for module in _MODULES for guard in module.GUARDS}

__all__ = ["GUARDS", "Guard"]
