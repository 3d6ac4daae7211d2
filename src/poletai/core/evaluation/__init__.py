"""Evaluation of opened bids: one method a file, exact decimals, every number explained.

A method is found by its name in `methods/`: adding a file adds a method.
"""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from poletai.core.basics.problem import Problem
from poletai.core.evaluation import methods
from poletai.core.evaluation.checks import number_problems
from poletai.core.evaluation.errors import CannotEvaluateError, UnknownMethodError
from poletai.core.evaluation.result import Placed, Result, Step, as_json
from poletai.core.evaluation.terms import Adjustment, Criterion, Offer, Terms

__all__ = [
    "Adjustment",
    "CannotEvaluateError",
    "Criterion",
    "Offer",
    "Placed",
    "Result",
    "Step",
    "Terms",
    "UnknownMethodError",
    "as_json",
    "evaluate",
    "method_names",
    "method_title",
    "problems_of",
]


class _Method(Protocol):
    TITLE: dict[str, str]

    def problems(self, offers: Sequence[Offer], terms: Terms) -> Sequence[Problem]: ...

    def evaluate(self, offers: Sequence[Offer], terms: Terms) -> Result: ...


def method_names() -> tuple[str, ...]:
    """Name every evaluation method, as terms call it."""
    return tuple(module.name.replace("_", "-") for module in iter_modules(methods.__path__))


def method_title(name: str) -> dict[str, str]:
    """Return the title of a method by language; raises UnknownMethodError."""
    return dict(_method(name).TITLE)


def problems_of(offers: Sequence[Offer], terms: Terms) -> tuple[Problem, ...]:
    """Say everything that keeps these offers from being evaluated; empty when they can be."""
    method = _method(terms.method)
    return tuple(number_problems(offers, terms)) or tuple(method.problems(offers, terms))


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the method the terms name, with the steps that explain every number.

    The order the offers come in changes nothing. Raises CannotEvaluateError with every problem
    of the offers and the terms, and UnknownMethodError.
    """
    if problems := problems_of(offers, terms):
        raise CannotEvaluateError(problems)
    in_order = sorted(offers, key=lambda offer: offer.bid)
    return _method(terms.method).evaluate(in_order, terms)


def _method(name: str) -> _Method:
    if name.replace("_", "-") not in method_names():
        raise UnknownMethodError(name, method_names())
    return cast("_Method", import_module(f"{methods.__name__}.{name.replace('-', '_')}"))
