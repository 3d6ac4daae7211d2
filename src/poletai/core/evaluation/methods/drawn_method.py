"""Drawn method (PM-9, 随机抽取): one of several published methods, drawn at the opening.

The draw itself is made and proved elsewhere (see `docs/spec/draws.md`); here its outcome applies.
"""

from collections.abc import Iterator, Sequence

import msgspec

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.benchmarks import declared
from poletai.core.evaluation.find import find_method, method_names
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "随机抽取评标方法", "en": "Drawn method"}
USES = ("benchmark", "bonuses")
_OWN_NAME = "drawn-method"


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield what is wrong with the draw, or else what the drawn method finds wrong.

    Before there are offers nothing is drawn: then every published method is asked.
    """
    published = declared(terms).methods
    unknown = [name for name in published if name not in method_names() or name == _OWN_NAME]
    if unknown or not published or len(set(published)) < len(published):
        message = f"publish known methods, each once; unknown here: {', '.join(unknown) or 'none'}"
        yield Problem(code="published-methods", where="terms.benchmark.methods", message=message)
    elif not offers:
        for name in published:
            yield from find_method(name).problems(offers, _drawn(name, terms))
    elif (drawn := terms.drawn_text("method")) is None or drawn not in published:
        message = f"{drawn!r} was not published: draw one of {', '.join(published)}"
        yield Problem(code="not-drawn", where="terms.draw.method", message=message)
    else:
        yield from find_method(drawn).problems(offers, _drawn(drawn, terms))


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the method drawn; the first step says which it was."""
    if not offers:
        return Result(terms.method, (), ())
    drawn = str(terms.drawn_text("method"))
    published = ", ".join(declared(terms).methods)
    formula = "drawn from the published methods"
    first = Step("method", None, formula, {"published": published}, drawn)
    result = find_method(drawn).evaluate(offers, _drawn(drawn, terms))
    return msgspec.structs.replace(result, method=terms.method, steps=(first, *result.steps))


def _drawn(method: str, terms: Terms) -> Terms:
    return msgspec.structs.replace(terms, method=method)
