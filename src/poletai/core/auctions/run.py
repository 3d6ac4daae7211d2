"""Running an auction: inputs taken one by one, or a whole record settled by folding them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.auctions.errors import CannotRunError
from poletai.core.auctions.find import find_mechanism
from poletai.core.auctions.inputs import Entry, Input, record_problems
from poletai.core.auctions.settlement import Refused, Settlement, Step
from poletai.core.auctions.terms import read_terms
from poletai.core.basics.instant import format_instant

_MOST_DIGITS = 24


def take(name: str, terms: Any, state: Any, said: Input, at: datetime) -> Any | Refused:
    """Answer an input by the mechanism's rule; time never runs back, figures are figures."""
    mechanism = find_mechanism(name)
    refused = _unsound(said, mechanism.KINDS) or _back_in_time(state.at, at)
    taken = refused or mechanism.take(terms, state, said, at)
    return taken if isinstance(taken, Refused) else msgspec.structs.replace(taken, at=at)


def settle_record(
    given: Mapping[str, Any], entries: Iterable[Entry], reserve: Decimal | None = None
) -> Settlement:
    """Settle a recorded auction: the same record gives the same winners at the same prices.

    Raises CannotRunError with every problem of the terms and the record.
    """
    terms, problems = read_terms(given)
    ordered = sorted(entries, key=lambda entry: entry.order)
    if problems := (*problems, *record_problems(ordered)):
        raise CannotRunError(problems)
    name = str(given["mechanism"])
    mechanism = find_mechanism(name)
    state, steps = mechanism.begin(terms), list[Step]()
    for entry in ordered:
        taken = take(name, terms, state, entry.input, entry.at)
        steps += _said(entry, taken)
        state = state if isinstance(taken, Refused) else taken
    settled = mechanism.settle(terms, state, reserve)
    return msgspec.structs.replace(settled, steps=(*steps, *settled.steps))


def _unsound(said: Input, kinds: tuple[str, ...]) -> Refused | None:
    if said.kind not in kinds:
        reason = f"{said.kind!r} is not said here: say one of {', '.join(kinds)}"
        return Refused("auction.kind-unknown", reason)
    for name, figure in (("amount", said.amount), ("quantity", said.quantity)):
        if figure is not None and not (
            figure.is_finite() and figure > 0 and len(f"{figure:f}") <= _MOST_DIGITS
        ):
            return Refused("auction.figure", f"{name} {figure} is not a decimal above 0")
    return None


def _back_in_time(latest: datetime | None, at: datetime) -> Refused | None:
    if latest is None or at >= latest:
        return None
    reason = f"something was taken at {format_instant(latest)} already"
    return Refused("auction.time-runs-forward", reason)


def _said(entry: Entry, taken: Any | Refused) -> tuple[Step, ...]:
    said = entry.input
    figures = {
        "kind": said.kind,
        "amount": said.amount,
        "quantity": said.quantity,
        "dimension": said.dimension or None,
        "items": ", ".join(said.items) or None,
    }
    inputs = {name: figure for name, figure in figures.items() if figure is not None}
    if isinstance(taken, Refused):
        told = {**inputs, "reason": taken.reason}
        return (Step(taken.code, "refused", said.bidder, entry.at, told),)
    return (Step("auction.accepted", "accepted", said.bidder, entry.at, inputs), *taken.notes)
