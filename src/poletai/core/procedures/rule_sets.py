"""Rule sets of bidding: terms a place or a law fixes for a room, and whether a notice keeps them.

A notice names one, `{ rule-set = "shantou" }`, and says only what that leaves open; or it writes
its terms out, and they are compared.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.auctions import find_mechanism, mechanism_names
from poletai.core.procedures.definition import Definition, RuleSet

NAMED = "rule-set"
# How the room is kept is no term of the bidding.
_NO_TERMS = (NAMED, "room")


def written_out(definition: Definition, announced: Mapping[str, Any]) -> dict[str, Any]:
    """Return announced terms with those of the rule set they name, and without its name."""
    named = definition.rule_sets.get(announced.get(NAMED, ""))
    own = {name: value for name, value in announced.items() if name != NAMED}
    return own if named is None else {**named.terms, **own}


def keeps_named(definition: Definition, announced: Mapping[str, Any], sets: Iterable[str]) -> bool:
    """Say whether a notice that names a rule set names one of these and keeps to it."""
    name = announced.get(NAMED)
    return name is None or (name in sets and _keeps(definition.rule_sets[name], announced))


def keeps_one(definition: Definition, announced: Mapping[str, Any], sets: Iterable[str]) -> bool:
    """Say whether terms keep to one of these rule sets, to the one they name where they do."""
    named = announced.get(NAMED)
    told = [name for name in sets if named in (None, name)]
    return any(_keeps(definition.rule_sets[name], announced) for name in told)


def _keeps(rules: RuleSet, announced: Mapping[str, Any]) -> bool:
    """Say whether terms are those of the rule set, and besides only what it leaves open."""
    filled = rules.terms if NAMED in announced else {}
    given = {**filled, **{n: v for n, v in announced.items() if n not in _NO_TERMS}}
    if given.get("mechanism") not in mechanism_names():
        return False
    usual = _usual(given["mechanism"])
    fixed = all({**usual, **given}.get(name) == value for name, value in rules.terms.items())
    free = {*rules.terms, *rules.open}
    return fixed and all(name in free or usual.get(name) == v for name, v in given.items())


def _usual(mechanism: str) -> dict[str, Any]:
    """Return what each term of a mechanism is where nothing is said of it."""
    fields = msgspec.structs.fields(find_mechanism(mechanism).Terms)
    return {field.name: _text(field.default) for field in fields if not field.required}


def _text(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value
