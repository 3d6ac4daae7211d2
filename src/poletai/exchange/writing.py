"""Writing: from decided events to stored ones, with what a rule hides hidden and then disclosed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from poletai.core.procedures.definition import Move
from poletai.core.procedures.folding import DISCLOSED
from poletai.core.procedures.phases import lot_phase, trade_phase
from poletai.core.procedures.standing import Event, Standing
from poletai.core.procedures.vocabulary import reached
from poletai.exchange.house import House
from poletai.exchange.models import RemedyLink
from poletai.exchange.room_secrets import hidden_in_rooms
from poletai.exchange.trades import Trade, raw_connection
from poletai.ledger.envelope import NewEvent
from poletai.ledger.store import append, read_streams
from poletai.ledger.stored import StoredEvent

_BY = "by"


def new_event(event: Event, move: Move, stream: str, kind: str) -> NewEvent:
    """Split a decided event into what is public and what its move keeps private."""
    private: dict[str, Any] = {
        name: event.data[name] for name in move.private if name in event.data and name != _BY
    }
    by = {"role": event.role, "id": event.actor}
    if _BY in move.private:
        private[_BY], by = by, {"role": event.role, "id": ""}
    return NewEvent(
        stream=stream,
        kind=kind,
        name=event.name,
        at=event.at,
        by=by,
        data={name: value for name, value in event.data.items() if name not in private},
        private=private or None,
        confidential=move.confidential,
    )


def append_moves(
    house: House, trade: Trade, moved: Sequence[tuple[Event, Move]]
) -> list[StoredEvent]:
    """Append events of a procedure's own stream at the place its standing says."""
    events = [new_event(event, move, trade.id, "procedure") for event, move in moved]
    expected = {trade.id: trade.standing.length}
    return append(raw_connection(), house.store, events, expected)


def publish_pins(house: House, trade: Trade, data: Mapping[str, Any]) -> None:
    """Publish the definition, values and calendar an event pins, before it is committed."""
    if "pins" not in data:
        return
    library, values = house.library, trade.values
    house.store.blobs.put(library.definition_bytes(trade.definition.name))
    house.store.blobs.put(library.values_bytes(values))
    house.store.blobs.put(library.calendar_bytes(trade.definition.jurisdiction))


def disclosures(house: House, trade: Trade, before: Standing) -> list[StoredEvent]:
    """Append the event that names every hidden event the new phases open; often none.

    `trade` stands after the events just written, `before` is where it stood.
    """
    if _phases(trade, before) == _phases(trade, trade.standing):
        return []
    streams = [trade.id, *RemedyLink.objects.filter(procedure=trade.id).values_list(flat=True)]
    opened = [
        *_opened(trade, read_streams(raw_connection(), house.store, streams)),
        *hidden_in_rooms(house, trade),
    ]
    return disclose(house, trade, opened)


def disclose(house: House, trade: Trade, places: Sequence[dict[str, Any]]) -> list[StoredEvent]:
    """Append the event that names hidden events to be shown from now on; none for no places."""
    at = trade.standing.at
    if not places or at is None:
        return []
    event = NewEvent(
        stream=trade.id,
        kind="procedure",
        name=DISCLOSED,
        at=at,
        by={"role": "operator", "id": house.origin},
        data={"events": list(places)},
    )
    return append(raw_connection(), house.store, [event], {trade.id: trade.standing.length})


def disclosed_places(stored: Iterable[StoredEvent]) -> frozenset[tuple[str, int]]:
    """List the events (stream, position) some `disclosed` event has named."""
    return frozenset(
        (place["stream"], place["position"])
        for event in stored
        if event.name == DISCLOSED
        for place in event.data["events"]
    )


def _phases(trade: Trade, standing: Standing) -> tuple[str, ...]:
    lots = tuple(lot_phase(trade.definition, standing, lot) for lot in standing.lots)
    return (trade_phase(trade.definition, standing), *lots)


def _opened(trade: Trade, stored: Sequence[StoredEvent]) -> Iterable[dict[str, Any]]:
    done = disclosed_places(stored)
    for event in stored:
        hidden = event.confidential or event.private is not None
        if hidden and (event.stream, event.position) not in done and is_open(trade, event):
            yield {"stream": event.stream, "position": event.position}


def is_open(trade: Trade, event: StoredEvent) -> bool:
    """Say whether the phase has come until which a hidden event's move hides it."""
    until = until_of(trade, event.name)
    if until is None:
        return True
    lot = event.data.get("lot")
    if lot is not None and lot in trade.standing.lots:
        return reached(lot_phase(trade.definition, trade.standing, lot), until)
    return reached(trade_phase(trade.definition, trade.standing), until)


def until_of(trade: Trade, name: str) -> str | None:
    """Return the phase an event's move hides something until, if it does."""
    return next((move.until for move in trade.definition.moves if move.then == name), None)


def advanced(trade: Trade, standing: Standing) -> Trade:
    """Return the trade at a later standing."""
    return Trade(trade.id, trade.definition, trade.values, standing)


def bumped(trade: Trade, stored: Sequence[StoredEvent]) -> Trade:
    """Return the trade after events that move nothing but its length."""
    length = trade.standing.length + len(stored)
    return advanced(trade, msgspec.structs.replace(trade.standing, length=length))
