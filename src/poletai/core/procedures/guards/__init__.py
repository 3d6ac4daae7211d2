"""Guards: the conditions a definition may name, each a typed function of a few lines."""

from collections.abc import Mapping

from poletai.core.procedures.guards import (
    amounts,
    committee,
    counts,
    dates,
    draws,
    evaluation,
    findings,
    hearings,
    low_price,
    remedies,
    reports,
    stages,
    states,
    suppliers,
)
from poletai.core.procedures.guards.guard import Guard

GUARDS: Mapping[str, Guard] = {
    guard.name: guard
    for module in (
        amounts,
        committee,
        counts,
        dates,
        evaluation,
        findings,
        hearings,
        low_price,
        remedies,
        stages,
        states,
        suppliers,
        draws,
        reports,
    )
    for guard in module.GUARDS
}

__all__ = ["GUARDS", "Guard"]
