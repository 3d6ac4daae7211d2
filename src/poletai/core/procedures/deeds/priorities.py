"""Deeds of rights to buy first: holders told of a result, and one of them waiving."""

from poletai.core.procedures.deeds.deed import Deed
from poletai.core.procedures.priorities import HOLDERS, WAIVED
from poletai.core.procedures.standing import Event, Standing, put_lot, with_facts


def _tell(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    return put_lot(standing, with_facts(lot, {HOLDERS: event.data[HOLDERS], WAIVED: []}))


def _waive(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    waived = [*lot.facts.get(WAIVED, ()), event.data["holder"]["id"]]
    return put_lot(standing, with_facts(lot, {WAIVED: waived}))


DEEDS = (Deed("tell-holders", folds=_tell), Deed("waive-priority", folds=_waive))
