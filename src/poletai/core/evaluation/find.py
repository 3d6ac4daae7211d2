"""Methods by name: whatever file stands in `methods/` is a method."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.errors import UnknownMethodError
from poletai.core.evaluation.result import Result
from poletai.core.evaluation.terms import Offer, Terms

# By name, not by an import: a method that draws another method finds it here.
_FOLDER = "poletai.core.evaluation.methods"


class Method(Protocol):
    """What a file in `methods/` gives: its titles, the optional parts it reads, two functions."""

    TITLE: dict[str, str]
    USES: tuple[str, ...]

    def problems(self, offers: Sequence[Offer], terms: Terms) -> Sequence[Problem]:
        """Yield everything that keeps these offers from being evaluated."""
        ...

    def evaluate(self, offers: Sequence[Offer], terms: Terms) -> Result:
        """Rank offers that have no problem."""
        ...


@cache
def method_names() -> tuple[str, ...]:
    """Name every evaluation method, as terms call it."""
    folder = import_module(_FOLDER)
    return tuple(module.name.replace("_", "-") for module in iter_modules(folder.__path__))


@cache
def find_method(name: str) -> Method:
    """Return a method by its name; raises UnknownMethodError."""
    if name.replace("_", "-") not in method_names():
        raise UnknownMethodError(name, method_names())
    return cast("Method", import_module(f"{_FOLDER}.{name.replace('-', '_')}"))


def method_title(name: str) -> dict[str, str]:
    """Return the title of a method by language; raises UnknownMethodError."""
    return dict(find_method(name).TITLE)
