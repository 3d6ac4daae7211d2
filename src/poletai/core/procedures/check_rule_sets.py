"""Checks of the rule sets of bidding: terms that read, terms left open that exist, none unused."""

from collections.abc import Iterator

from poletai.core.auctions import fields_of
from poletai.core.procedures.auction_shapes import wrong_auction
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.lines import Path

Found = Iterator[tuple[Path, str, str]]


def check(definition: Definition) -> Found:
    """Yield what is wrong with the rule sets: path, code and message."""
    used = frozenset(_used(definition))
    for name, rules in definition.rule_sets.items():
        path: Path = ("rule-set", name)
        wrong = wrong_auction(rules.terms)
        if wrong is not None:
            yield path, "rulebook.rule-set", f"{name}: {wrong}"
            continue
        for term in rules.open:
            if term not in fields_of(rules.terms["mechanism"]):
                yield path, "rulebook.rule-set", f"{name}: there is no term {term!r} to leave open"
        if name not in used:
            yield path, "rulebook.unused", f"no condition asks for the rule set {name}"


def _used(definition: Definition) -> Iterator[str]:
    """Yield the rule sets that conditions name; what is no list of them is a problem elsewhere."""
    for move in definition.moves:
        for condition in move.provided:
            takes = GUARDS[condition.guard].takes if condition.guard in GUARDS else {}
            named = [v for n, v in condition.arguments.items() if takes.get(n) == "rule-sets"]
            yield from (str(one) for given in named if isinstance(given, list) for one in given)
