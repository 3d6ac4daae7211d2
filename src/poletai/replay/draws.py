"""Draws again: every draw of a procedure recomputed by a stranger from its public record.

Nothing but the record, the log and the pinned definition is read: what events do is looked up in
that definition, who was drawn follows from the specification and the opened contributions.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical
from poletai.core.draws.spec import blinded
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.draws import (
    OPENED,
    candidates_drawn,
    committed,
    hash_of,
    read_spec,
    result_of,
    spec_of_people,
)
from poletai.ledger.envelope import entry_of
from poletai.ledger.policy import Policy
from poletai.ledger.source import Source
from poletai.ledger.tree import hash_leaf
from poletai.replay.openings import shown_events
from poletai.replay.pinned import read_pinned
from poletai.replay.record import Record, Shown, below, read_record
from poletai.sealing.draw_opening import ClosedDraw, open_draw
from poletai.sealing.keyset import Keyset

_ORDERS = ("order-draw", "order-values")


class DrawReport(msgspec.Struct, frozen=True, kw_only=True):
    """What recomputing one draw found; `problem` is empty where it agrees or is still under way.

    `members` says whether those seated are the drawn: "" while their names are withheld.
    """

    draw: str
    draw_hash: str
    contributions: tuple[str, ...]
    verdicts: tuple[str, ...]
    state: str
    result: Mapping[str, Any]
    members: str = ""
    problem: str = ""

    @property
    def agrees(self) -> bool:
        """Whether nothing recomputed differs from what is recorded."""
        return not self.problem


def verify_draws(
    source: Source, procedure: str, policy: Policy | None = None
) -> tuple[DrawReport, ...]:
    """Recompute every draw of a procedure from its public record.

    Raises RecordError or LedgerError where the record is not what the log holds.
    """
    record = read_record(source, procedure, policy)
    definition, _values = read_pinned(below(source, "log/"), record)
    does = {move.then: move.does for move in definition.moves}
    own = shown_events(record.events, procedure)
    names = [event.data["draw"] for event in own if does.get(event.name) in _ORDERS]
    return tuple(_Draw(record, own, does, name).report() for name in names)


def draw_openings(record: Record, definition: Definition, name: str) -> list[dict[str, Any]]:
    """Return the openings of a draw as the public shares give them, for a replay."""
    does = {move.then: move.does for move in definition.moves}
    return _Draw(record, shown_events(record.events, record.procedure), does, name).openings()


class _Draw:
    """One draw under examination; local to verify_draws, and gone with it."""

    def __init__(
        self, record: Record, own: Sequence[Shown], does: Mapping[str, str], name: str
    ) -> None:
        self.record, self.own, self.does, self.name = record, own, does, name

    def report(self) -> DrawReport:
        """Look at order, contributions, closing, openings, result and seats in turn."""
        order = next(self._of(*_ORDERS))
        drawn = next(self._of("draw"), None)
        made = list(self._of("contribute"))
        state = "drawn" if drawn else ("closed" if next(self._of("close-draw"), None) else "open")
        problem = self._problem(order, made, drawn)
        return DrawReport(
            draw=self.name,
            draw_hash=order.data["draw_hash"],
            contributions=tuple(event.by["role"] for event in made),
            verdicts=tuple(o["verdict"] for o in drawn.data["openings"]) if drawn else (),
            state="void" if next(self._of("void-draw"), None) else state,
            result=drawn.data["result"] if drawn else {},
            members="" if problem or drawn is None else self._members(drawn),
            problem=problem,
        )

    def _of(self, *deeds: str) -> Iterator[Shown]:
        return (
            event
            for event in self.own
            if self.does.get(event.name) in deeds and event.data.get("draw") == self.name
        )

    def _problem(self, order: Shown, made: Sequence[Shown], drawn: Shown | None) -> str:
        if hash_of(self._spec(order)).hex() != order.data["draw_hash"]:
            return "the specification has another hash than was logged"
        if drawn is None:
            return ""
        closing = next(self._of("close-draw"), None)
        if closing is None or any(event.index > closing.index for event in made):
            return "a contribution was logged after the draw was closed"
        return self._differs(order, made, drawn)

    def _differs(self, order: Shown, made: Sequence[Shown], drawn: Shown) -> str:
        given = drawn.data["openings"]
        if canonical(self.openings()) != canonical(given):
            return "the released shares open to other contributions than were used"
        if not all(map(partial(self._committed, order), made, given)):
            return "a contribution is not what was committed to"
        if canonical(result_of(self._spec(order), given)) != canonical(drawn.data["result"]):
            return "seed or result are others than the contributions give"
        return ""

    def _spec(self, order: Shown) -> Any:
        if "spec" in order.data:
            return read_spec(order.data["spec"])
        return spec_of_people(self.record.procedure, {"lot": "", **order.data})

    def _committed(self, order: Shown, event: Shown, opening: Mapping[str, Any]) -> bool:
        if opening["verdict"] != OPENED:
            return True
        number = opening["contributor"]
        made = committed(order.data["draw_hash"], number, opening["contribution"])
        return bool(made == event.data["contribution"]["commit"])

    def openings(self) -> list[dict[str, Any]]:
        """Open every contribution with the shares that were public when the draw was made."""
        order, closing = next(self._of(*_ORDERS)), next(self._of("close-draw"))
        drawn = next(self._of("draw"))
        keysets = next(e.data["keysets"] for e in self.own if "keysets" in e.data)
        lot = self._spec(order).lot or min(keysets)
        return open_draw(
            ClosedDraw(
                draw=self.name,
                draw_hash=order.data["draw_hash"],
                keyset=msgspec.convert(keysets[lot], Keyset),
                closing=hash_leaf(entry_of(closing.envelope, None)).hex(),
                events=tuple(event.data for event in self.own if event.index < drawn.index),
            )
        )

    def _members(self, drawn: Shown) -> str:
        """Compare who was seated with who was drawn, once their names are disclosed."""
        seated = next((e for e in self.own if self.does.get(e.name) == "seat-committee"), None)
        if seated is None or "unblinding" not in seated.data or "seats" not in drawn.data["result"]:
            return ""
        said = seated.data["unblinding"]
        right = all(blinded(bytes.fromhex(o["salt"]), o["id"]) == o["candidate"] for o in said)
        same = {o["candidate"] for o in said} == candidates_drawn(drawn.data["result"]).keys()
        return "as drawn" if right and same else "not those drawn"
