"""Evaluation of opened bids: one method a file, exact decimals, every number explained.

A method is found by its name in `methods/`: adding a file adds a method.
"""

from collections.abc import Sequence

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import number_problems, unread_problems
from poletai.core.evaluation.errors import CannotEvaluateError, UnknownMethodError
from poletai.core.evaluation.find import find_method, method_names, method_title
from poletai.core.evaluation.parts import (
    Benchmark,
    EnergyOffer,
    EnergyTerms,
    Feature,
    Quantified,
    Trim,
)
from poletai.core.evaluation.result import Placed, Result, SetAside, Step, as_json
from poletai.core.evaluation.same_brand import brand_problems, one_a_brand, taking_part
from poletai.core.evaluation.terms import Adjustment, Criterion, Offer, Terms

__all__ = [
    "Adjustment",
    "Benchmark",
    "CannotEvaluateError",
    "Criterion",
    "EnergyOffer",
    "EnergyTerms",
    "Feature",
    "Offer",
    "Placed",
    "Quantified",
    "Result",
    "SetAside",
    "Step",
    "Terms",
    "Trim",
    "UnknownMethodError",
    "as_json",
    "evaluate",
    "method_names",
    "method_title",
    "problems_of",
]


def problems_of(offers: Sequence[Offer], terms: Terms) -> tuple[Problem, ...]:
    """Say everything that keeps these offers from being evaluated; empty when they can be."""
    method = find_method(terms.method)
    if found := tuple(number_problems(offers, terms)):
        return found
    unread = unread_problems(offers, terms, method.USES)
    return (*unread, *brand_problems(offers, terms), *method.problems(offers, terms))


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the method the terms name, with the steps that explain every number.

    The order the offers come in changes nothing. Raises CannotEvaluateError with every problem
    of the offers and the terms, and UnknownMethodError.
    """
    if problems := problems_of(offers, terms):
        raise CannotEvaluateError(problems)
    in_order = sorted(offers, key=lambda offer: offer.bid)
    result = find_method(terms.method).evaluate(taking_part(in_order, terms), terms)
    return one_a_brand(result, in_order, terms)
