"""Phases: how far a trade, or one of its lots, has come."""

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import Standing
from poletai.core.procedures.vocabulary import PHASES

_UNDER_WAY = ("closed", "opened", "evaluated", "awarded", "contracted")


def lot_phase(definition: Definition, standing: Standing, lot: str) -> str:
    """Return the phase of one lot: its own, or the procedure's where that says more."""
    phase = definition.phase("procedure", standing.state)
    # Once a further round was announced, the lots of the rounds before keep what they reached.
    if phase in _UNDER_WAY or (phase == "open" and "round" in standing.facts):
        return definition.phase("lot", standing.lots[lot].state)
    return phase


def trade_phase(definition: Definition, standing: Standing) -> str:
    """Return the phase of the whole trade: that of its slowest lot still under way."""
    phase = definition.phase("procedure", standing.state)
    if phase not in _UNDER_WAY:
        return phase
    phases = [definition.phase("lot", lot.state) for lot in standing.lots.values()]
    live = [one for one in phases if one != "ended"]
    return min(live, key=PHASES.index, default=phase)
