"""Mechanisms by name: whatever file stands in `mechanisms/` is a mechanism."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from poletai.core.auctions.errors import UnknownMechanismError
from poletai.core.auctions.inputs import Input
from poletai.core.auctions.settlement import Refused, Settlement
from poletai.core.auctions.view import View
from poletai.core.basics.problem import Problem

_FOLDER = "poletai.core.auctions.mechanisms"


class Mechanism(Protocol):
    """What a file in `mechanisms/` gives: title, terms, kinds of input, and seven pure functions.

    Its states carry `at`, the instant of the last input taken, and `notes`, what that one caused.
    """

    TITLE: dict[str, str]
    KINDS: tuple[str, ...]
    Terms: type

    def problems(self, terms: Any) -> Iterable[Problem]:
        """Yield what is wrong with terms that read."""
        ...

    def begin(self, terms: Any) -> Any:
        """Return the state before anybody said anything."""
        ...

    def take(self, terms: Any, state: Any, said: Input, at: datetime) -> Any | Refused:
        """Answer an input with the state after it, or with why it is not taken."""
        ...

    def ends(self, terms: Any, state: Any) -> datetime:
        """Return the last instant at which anything can still be taken, as it stands now."""
        ...

    def settle(self, terms: Any, state: Any, reserve: Decimal | None) -> Settlement:
        """Say who won at what price, once it has ended."""
        ...

    def view(self, terms: Any, state: Any, at: datetime, bidder: str = "") -> View:
        """Return what is shown at an instant, to everyone or to one bidder; never a hidden bid."""
        ...

    def hides(self, terms: Any, state: Any, said: Input, at: datetime) -> bool:
        """Say whether an input, taken at this instant, is hidden from the others until it is over.

        Over is the auction, or the turn it was said in.
        """
        ...


@cache
def mechanism_names() -> tuple[str, ...]:
    """Name every mechanism, as terms call it."""
    folder = import_module(_FOLDER)
    return tuple(module.name.replace("_", "-") for module in iter_modules(folder.__path__))


@cache
def find_mechanism(name: str) -> Mechanism:
    """Return a mechanism by its name; raises UnknownMechanismError."""
    if name not in mechanism_names():
        raise UnknownMechanismError(name, mechanism_names())
    return cast("Mechanism", import_module(f"{_FOLDER}.{name.replace('-', '_')}"))
