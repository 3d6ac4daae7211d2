"""Bids that contradict themselves about their price, with each correction of law (ZP-08)."""

from collections.abc import Mapping

from poletai.core.evaluation import Step
from poletai.core.procedures.findings.finding import Case, Found, Kind
from poletai.core.procedures.sheets import corrected_of


def _find(case: Case) -> Found:
    for bid in case.left:
        corrected = corrected_of(bid)
        if corrected is not None and corrected.needs_confirmation:
            yield (bid.bid,), tuple(_evidence(step) for step in corrected.steps)


def _evidence(step: Step) -> Mapping[str, str]:
    inputs = {name: str(value) for name, value in step.inputs.items()}
    return {"rule": step.formula, **inputs, "corrected": str(step.value)}


KIND = Kind("arithmetic", _find)
