"""Group commit: what all rooms of this process have decided, made durable in one statement."""

from collections.abc import Iterable

from poletai.core.rooms import RoomEvent
from poletai.ledger.envelope import NewEvent
from poletai.ledger.held import Drafted, Head, append_held, draft_held
from poletai.ledger.lease import Async
from poletai.ledger.orders import answer_orders
from poletai.ledger.store import Store
from poletai.live.keeper import Keeper

KIND = "room"


async def commit(conn: Async, store: Store, keepers: Iterable[Keeper]) -> None:
    """Write what these rooms have decided and have them answer; those that were fenced are lost.

    Raises psycopg.Error where nobody can tell whether it was written.
    """
    batches: dict[str, tuple[int, tuple[Drafted, ...]]] = {}
    heads: list[tuple[Keeper, Head]] = []
    for keeper in keepers:
        events = [_new(keeper.id, event) for event in keeper.depart().events]
        drafted, head = draft_held(store, keeper.head, events)
        batches[keeper.id] = (keeper.epoch, drafted)
        heads.append((keeper, head))
    fenced = await _write(conn, batches, [keeper for keeper, _ in heads])
    for keeper, head in heads:
        if keeper.id in fenced:
            keeper.lost()
        else:
            keeper.landed(head)


async def _write(
    conn: Async, batches: dict[str, tuple[int, tuple[Drafted, ...]]], keepers: list[Keeper]
) -> set[str]:
    """Append, and where orders were carried out say so in the same transaction."""
    if not any(keeper.flying.orders for keeper in keepers):
        return await append_held(conn, batches)
    async with conn.transaction():
        fenced = await append_held(conn, batches)
        for keeper in keepers:
            if keeper.id not in fenced:
                await answer_orders(conn, keeper.flying.orders)
    return fenced


def _new(stream: str, event: RoomEvent) -> NewEvent:
    return NewEvent(
        stream,
        KIND,
        event.name,
        event.at,
        event.by,
        event.data,
        event.private,
        event.confidential,
    )
