"""Many criteria with pass marks (多指标合格制): who fails one is set aside, the rest are scored.

A pass mark is compared with the mean mark unrounded. Bids that fail a criterion do not count for
the lowest price; those that miss the pass score did, for they were scored.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from poletai.core.basics.exact import product, quotient, total
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, mark_problems, weight_problems
from poletai.core.evaluation.ranking import without
from poletai.core.evaluation.result import Result, SetAside, Step
from poletai.core.evaluation.scored import scored_by_lowest
from poletai.core.evaluation.terms import Criterion, Offer, Terms

TITLE = {"zh": "多指标合格评分法", "en": "Criteria with pass marks"}
USES = ("pass_mark", "pass_score")
_PASSED, _FAILED = "passed", "failed"


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being marked and scored."""
    yield from common_problems(offers, terms)
    yield from weight_problems(terms)
    yield from mark_problems(offers, terms)
    for each in terms.criteria:
        if each.pass_mark is not None and not each.low <= each.pass_mark <= each.high:
            message = f"{each.pass_mark} is not between {each.low} and {each.high}"
            where = f"terms.criteria.{each.name}.pass_mark"
            yield Problem(code="pass-mark-range", where=where, message=message)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank by score the offers that pass every criterion and reach the pass score."""
    steps = [
        _pass_step(offer, criterion, criterion.pass_mark)
        for offer in offers
        for criterion in terms.criteria
        if criterion.pass_mark is not None
    ]
    failed = [step for step in steps if step.value == _FAILED]
    aside = {str(step.bid): f"below-pass-mark:{step.inputs['criterion']}" for step in failed[::-1]}
    result = scored_by_lowest([offer for offer in offers if offer.bid not in aside], terms)
    aside |= {p.bid: "below-pass-score" for p in result.ranked if not _reaches(p.score, terms)}
    return msgspec.structs.replace(
        result,
        ranked=without(result.ranked, set(aside)),
        steps=(*steps, *result.steps),
        set_aside=tuple(SetAside(bid, aside[bid]) for bid in sorted(aside)),
    )


def _reaches(score: Decimal | None, terms: Terms) -> bool:
    return terms.pass_score is None or (score is not None and score >= terms.pass_score)


def _pass_step(offer: Offer, criterion: Criterion, pass_mark: Decimal) -> Step:
    marks = offer.scores[criterion.name]
    count = Decimal(len(marks))
    passed = total(marks.values()) >= product(pass_mark, count)
    inputs: dict[str, Decimal | str] = {
        "criterion": criterion.name,
        **{f"mark:{evaluator}": marks[evaluator] for evaluator in sorted(marks)},
        "mean": quotient(total(marks.values()), count, 2),
        "pass-mark": pass_mark,
    }
    formula = "sum of marks >= evaluators x pass-mark"
    return Step("pass-mark", offer.bid, formula, inputs, _PASSED if passed else _FAILED)
