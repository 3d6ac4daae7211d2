"""Deeds of the report: deviations explained, the report put together, signed, dissented from.

The report is computed from the standing, so that every member signs the same bytes and a stranger
recomputes them.
"""

from collections.abc import Mapping
from typing import Any

from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed
from poletai.core.procedures.reports import report_of, report_sha256
from poletai.core.procedures.standing import Event, Standing, put_lot, with_facts


def _explained(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    known: Mapping[str, Any] = lot.facts.get("explanations", {})
    own = {**known.get(event.actor, {}), event.data["deviation"]: event.data["reason"]}
    return put_lot(standing, with_facts(lot, {"explanations": {**known, event.actor: own}}))


def _compiled(context: Context) -> Data:
    report = report_of(context)
    return {"report": report, "report-sha256": report_sha256(report)}


def _compile(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    found = {"report": event.data["report"], "report-sha256": event.data["report-sha256"]}
    return put_lot(standing, with_facts(lot, {**found, "signatures": {}}))


def _sign(standing: Standing, event: Event) -> Standing:
    return _signed(standing, event, {"signed": event.data["signed"]})


def _dissent(standing: Standing, event: Event) -> Standing:
    return _signed(standing, event, {"dissent": event.data["reason"]})


def _signed(standing: Standing, event: Event, how: Mapping[str, Any]) -> Standing:
    lot = standing.lots[event.data["lot"]]
    known: Mapping[str, Any] = lot.facts.get("signatures", {})
    return put_lot(standing, with_facts(lot, {"signatures": {**known, event.actor: how}}))


DEEDS = (
    Deed("explain-deviation", folds=_explained),
    Deed("compile-report", adds=_compiled, folds=_compile),
    Deed("sign-report", folds=_sign),
    Deed("dissent", folds=_dissent),
)
