"""Deeds of the open phase: lots announced, notices amended, questions asked and answered."""

from typing import Any

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed
from poletai.core.procedures.standing import Event, LotStanding, Standing, with_facts


def pins_of(context: Context) -> dict[str, str]:
    """Return the hashes of the law as it is when a notice appears."""
    values = context.values
    return {
        "definition": context.definition.sha256,
        "values": values.sha256,
        "calendar": values.calendar_sha256,
        "on": values.on.isoformat(),
    }


def _pins(context: Context) -> Data:
    return {"pins": pins_of(context), "lot-state": context.definition.machines["lot"].initial}


def _announce(standing: Standing, event: Event) -> Standing:
    data = event.data
    lots = {
        lot["lot"]: LotStanding(lot=lot["lot"], state=data["lot-state"], facts=lot)
        for lot in data["lots"]
    }
    kept = {name: data[name] for name in ("terms", "documents", "keysets", "pins") if name in data}
    return with_facts(msgspec.structs.replace(standing, lots=lots), kept)


def _amend(standing: Standing, event: Event) -> Standing:
    new: list[Any] = list(event.data.get("documents", ()))
    old: list[Any] = list(standing.facts.get("documents", ()))
    return with_facts(standing, {"documents": [*old, *new]})


def _number(context: Context) -> Data:
    return {"question": len(context.standing.facts.get("questions", ())) + 1}


def _ask(standing: Standing, event: Event) -> Standing:
    asked = {
        "question": event.data["question"],
        "text": event.data["text"],
        "at": format_instant(event.at),
    }
    return with_facts(standing, {"questions": [*standing.facts.get("questions", ()), asked]})


def _answer(standing: Standing, event: Event) -> Standing:
    answer = {"answer": event.data["text"], "answered": format_instant(event.at)}
    questions = [
        {**q, **answer} if q["question"] == event.data["question"] else q
        for q in standing.facts["questions"]
    ]
    return _amend(with_facts(standing, {"questions": questions}), event)


DEEDS = (
    Deed("announce-lots", adds=_pins, folds=_announce),
    Deed("amend", folds=_amend),
    Deed("ask", adds=_number, folds=_ask),
    Deed("answer", folds=_answer),
)
