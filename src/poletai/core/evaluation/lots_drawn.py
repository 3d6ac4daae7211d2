"""Shares drawn at the opening: one of the values published beforehand, handed in as text."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.result import Step
from poletai.core.evaluation.terms import Offer, Terms


def drawn_problems(
    offers: Sequence[Offer], terms: Terms, name: str, published: Sequence[Decimal]
) -> Iterator[Problem]:
    """Yield what is wrong where values are published: nothing drawn, or none of the values.

    Terms are checked before there are offers, and nothing is drawn before the opening.
    """
    if offers and published and _drawn(terms, name) not in published:
        values = ", ".join(f"{value:f}" for value in published)
        message = f"{terms.drawn_text(name)!r} was not published: draw one of {values}"
        yield Problem(code="not-drawn", where=f"terms.draw.{name}", message=message)


def share_step(terms: Terms, name: str, fixed: Decimal, published: Sequence[Decimal]) -> Step:
    """Return the step that gives a share: drawn from the published values, or fixed by terms."""
    if not published:
        return Step(name, None, "fixed in the documents", {}, fixed)
    values = ", ".join(f"{value:f}" for value in published)
    value = _drawn(terms, name) or Decimal(0)
    return Step(name, None, "drawn from the published values", {"published": values}, value)


def _drawn(terms: Terms, name: str) -> Decimal | None:
    try:
        return Decimal(terms.drawn_text(name) or "none")
    except InvalidOperation:
        return None
