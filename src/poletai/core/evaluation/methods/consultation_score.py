"""Consultation score (竞争性磋商综合评分): scores of last quotations, ties parted as its rules say.

Equal scores go by the lower last quotation, then by the better technical points: the documents name
the criteria that are technical, they cannot choose another order.
"""

from collections.abc import Iterator, Sequence

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, mark_problems, weight_problems
from poletai.core.evaluation.result import Result
from poletai.core.evaluation.scored import scored_by_lowest
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "竞争性磋商综合评分法", "en": "Consultation score"}
USES: tuple[str, ...] = ()
_FIRST, _SECOND = "lower-price", "higher:"


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being scored under a consultation."""
    yield from common_problems(offers, terms)
    yield from weight_problems(terms)
    yield from mark_problems(offers, terms)
    first, second, *_ = (*terms.ties, "", "")
    if first != _FIRST or not second.startswith(_SECOND):
        message = "ties go by lower-price, then by higher:<technical criteria>: declare these first"
        yield Problem(code="ties-of-consultation", where="terms.ties", message=message)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by score, then last quotation, then technical points."""
    return scored_by_lowest(offers, terms)
