"""Bidders of one lot under one responsible person, or one of which controls another (TR34).

Only what stood on the day of the deadline counts, and only what is direct: two firms that a third
one controls are not named by the article.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from poletai.core.procedures.findings.finding import Case, Found, Kind
from poletai.core.procedures.findings.gathered import gathered
from poletai.core.procedures.registers import Relation

_PERSON = "responsible-person"


def _find(case: Case) -> Found:
    standing = [each for each in case.registers.relations if each.in_force(case.day)]
    led = [each for each in standing if each.kind == _PERSON]
    tied = [each for each in standing if each.kind != _PERSON]
    return gathered((*_under_one_person(case, led), *_tied(case, tied)))


def _under_one_person(
    case: Case, led: list[Relation]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    by_person: dict[str, list[Relation]] = defaultdict(list)
    for relation in led:
        by_person[relation.other].append(relation)
    for relations in by_person.values():
        found = [(relation, _bids(case, relation.one)) for relation in relations]
        bids = {bid for _, own in found for bid in own}
        if len(bids) > 1 and len([1 for _, own in found if own]) > 1:
            for relation in (relation for relation, own in found if own):
                yield tuple(sorted(bids)), _evidence(relation)


def _tied(case: Case, tied: list[Relation]) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    for relation in tied:
        one, other = _bids(case, relation.one), _bids(case, relation.other)
        bids = one | other
        if one and other and len(bids) > 1:
            yield tuple(sorted(bids)), _evidence(relation)


def _bids(case: Case, body: str) -> set[str]:
    return {party.bid for party in case.parties if {body, body.upper()} & party.names}


def _evidence(relation: Relation) -> Mapping[str, str]:
    return {
        "relation": relation.kind,
        "one": relation.one,
        "other": relation.other,
        "source": relation.source,
        "recorded": relation.recorded.isoformat(),
    }


KIND = Kind("related-bidders", _find)
