"""Merit: what the features of a bid are worth, as the coefficient its price is divided by.

The formula is that of Prozorro, but the quotient stays a fraction: rounded to hundredths, a dearer
bid once beat a cheaper one.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from poletai.core.basics.exact import total
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.named import answer_problems, name_problems
from poletai.core.evaluation.rationals import as_text
from poletai.core.evaluation.result import Step
from poletai.core.evaluation.terms import Offer, Terms

_FORMULA = "1 + sum of features / (1 - sum of best features)"


def coefficient(offer: Offer, terms: Terms) -> tuple[Fraction, Step]:
    """Return the coefficient of a bid, at least 1, and the step to it."""
    chosen = {f"feature:{each.name}": offer.features[each.name] for each in terms.features}
    best = _best(terms)
    value = 1 + Fraction(total(chosen.values())) / (1 - Fraction(best))
    inputs: dict[str, Decimal | str] = {**chosen, "best": best}
    return value, Step("coefficient", offer.bid, _FORMULA, inputs, as_text(value))


def merit_problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield what is wrong with the features and with the options the bids chose."""
    names = [each.name for each in terms.features]
    yield from name_problems("features", names)
    for each in terms.features:
        if not each.options or min(each.options) < 0:
            yield _problem(f"terms.features.{each.name}", "give options, none of them negative")
            return
    if _best(terms) >= 1:
        yield _problem("terms.features", "the best options sum to 1 or more: keep them below")
    for offer in offers:
        yield from answer_problems(offer.bid, "features", names, offer.features)
        for each in terms.features:
            if offer.features.get(each.name, each.options[0]) not in each.options:
                where = f"offers.{offer.bid}.features.{each.name}"
                yield _problem(where, f"{offer.features[each.name]} is none of the options")


def _best(terms: Terms) -> Decimal:
    return total(max(each.options) for each in terms.features)


def _problem(where: str, message: str) -> Problem:
    return Problem(code="features-unsound", where=where, message=message)
