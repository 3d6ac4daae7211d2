"""Deeds of further rounds: new lots announced later, whose bidders come from lots before them."""

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed
from poletai.core.procedures.deeds.notices import pins_of
from poletai.core.procedures.standing import Event, LotStanding, Standing, put_lot, with_facts

_FIRST = 1


def _announced(context: Context) -> Data:
    """Say which round it is; the law stays the one the notice pinned, and is named again."""
    facts = context.standing.facts
    before = {} if "deadline" not in facts else {"earlier-deadline": facts["deadline"]}
    return {
        **before,
        "round": facts.get("round", _FIRST) + 1,
        "pins": facts.get("pins") or pins_of(context),
        "lot-state": context.definition.machines["lot"].initial,
    }


def _with_own_deadlines(standing: Standing, deadline: str | None) -> Standing:
    """Let lots of the rounds before keep the deadline they had, now that another one counts."""
    for lot in standing.lots.values():
        if deadline is not None and "deadline" not in lot.facts:
            standing = put_lot(standing, with_facts(lot, {"deadline": deadline}))
    return standing


def _announce(standing: Standing, event: Event) -> Standing:
    data, facts = event.data, standing.facts
    standing = _with_own_deadlines(standing, data.get("earlier-deadline"))
    for lot in data["lots"]:
        standing = put_lot(
            standing, LotStanding(lot=lot["lot"], state=data["lot-state"], facts=lot)
        )
    found = {
        "round": data["round"],
        "round-since": format_instant(event.at),
        "pins": data["pins"],
        "keysets": {**facts.get("keysets", {}), **data.get("keysets", {})},
        "documents": [*facts.get("documents", ()), *data.get("documents", ())],
    }
    terms = {"terms": data["terms"]} if "terms" in data else {}
    return with_facts(standing, {**found, **terms})


DEEDS = (Deed("announce-round", adds=_announced, folds=_announce),)
