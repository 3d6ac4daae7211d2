"""Names that terms declare and offers answer: each answered once by every bid, none besides."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.terms import Offer


def answer_problems(
    bid: str, part: str, declared: Sequence[str], answered: Mapping[str, Decimal]
) -> Iterator[Problem]:
    """Yield the names a bid does not answer, and those nobody asked for."""
    for name in sorted(set(declared) ^ set(answered)):
        what = "nothing is said of this" if name in declared else "nobody asked for this"
        message = f"{what}: every bid answers {', '.join(declared) or 'nothing'}"
        yield Problem(code="answer-mismatch", where=f"offers.{bid}.{part}.{name}", message=message)


def name_problems(part: str, names: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with the names the terms declare: none at all, or one twice."""
    if not names or len(set(names)) < len(names):
        message = f"name at least one of {part}, and each once"
        yield Problem(code="names-unsound", where=f"terms.{part}", message=message)


def negative_problems(offers: Sequence[Offer], part: str) -> Iterator[Problem]:
    """Yield the answers of a part, `costs` or `departures`, that are below zero."""
    for offer in offers:
        answered = offer.costs if part == "costs" else offer.departures
        for name, figure in sorted(answered.items()):
            if figure < 0:
                where = f"offers.{offer.bid}.{part}.{name}"
                message = f"{figure} is below zero: a better bid says so in its price"
                yield Problem(code="answer-negative", where=where, message=message)
