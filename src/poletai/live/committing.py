"""Group commit: what all rooms of this process have decided, made durable in one statement."""

from collections.abc import Iterable

from poletai.ledger.held import Drafted, Head, append_held, draft_held
from poletai.ledger.lease import Async
from poletai.ledger.orders import answer_orders
from poletai.ledger.room_events import new_room_event
from poletai.ledger.store import Store
from poletai.live.batch import Batch
from poletai.live.keeper import Keeper


async def commit(conn: Async, store: Store, keepers: Iterable[Keeper]) -> None:
    """Write what these rooms have decided and have them answer; those that were fenced are lost.

    Raises psycopg.Error where nobody can tell whether it was written.
    """
    batches: dict[str, tuple[int, tuple[Drafted, ...]]] = {}
    departed: list[tuple[Keeper, Batch, Head]] = []
    for keeper in keepers:
        batch = keeper.depart()
        events = [new_room_event(keeper.id, event) for event in batch.events]
        drafted, head = draft_held(store, keeper.head, events)
        batches[keeper.id] = (keeper.epoch, drafted)
        departed.append((keeper, batch, head))
    fenced = await _write(conn, batches, [keeper for keeper, _, _ in departed])
    for keeper, batch, head in departed:
        # One that was lost meanwhile has been told; what was written it finds in its stream.
        if keeper.flying is batch:
            keeper.lost() if keeper.id in fenced else keeper.landed(head)


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
