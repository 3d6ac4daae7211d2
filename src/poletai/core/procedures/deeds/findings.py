"""Deeds of the look through opened bids: what was found is recorded, and what was decided on it."""

from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed
from poletai.core.procedures.findings import as_json, case_of, findings, open_findings
from poletai.core.procedures.standing import Event, Standing, put_lot, with_facts


def _found(context: Context) -> Data:
    case = case_of(context, context.command.fields.get("registers", {}))
    found = () if case is None else findings(case)
    return {"findings": [as_json(each) for each in found]}


def _record(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    recorded = {"findings": event.data["findings"], "registers": event.data["registers"]}
    return put_lot(standing, with_facts(lot, recorded))


def _evidence(context: Context) -> Data:
    """Write down what the decision was made on: with other evidence it no longer stands."""
    asked = context.command.fields.get("finding-id")
    named = [each for each in open_findings(context) or () if each.id == asked]
    return {"evidence": [one for each in named for one in as_json(each)["evidence"]]}


def _decide(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    kept = {"reason": event.data["finding-reason"], "evidence": event.data["evidence"]}
    decided = {**lot.facts.get("decided-findings", {}), event.data["finding-id"]: kept}
    return put_lot(standing, with_facts(lot, {"decided-findings": decided}))


DEEDS = (
    Deed("record-findings", adds=_found, folds=_record),
    Deed("decide-finding", adds=_evidence, folds=_decide),
)
