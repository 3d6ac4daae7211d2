"""A crane listed to be sold live: who applies, who is admitted, when its bidding ends."""

from datetime import datetime, timedelta
from typing import Any

from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.room_keeper import RoomKeeper

from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.procedures.auctions import commitment
from poletai.exchange.actors import Actor
from poletai.exchange.models import LiveRoom
from poletai.exchange.services import open_rooms

ASSET = "cn.equity.asset-transfer"
OWNER = Actor("principal", PRINCIPAL)
SALT = "5a" * 32
ASCENDING = {"mechanism": "ascending", "window": 300}


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def operator(world: ExchangeWorld) -> Actor:
    return Actor("operator", world.house.origin)


def listed_live(
    world: ExchangeWorld,
    auction: dict[str, Any] | None = None,
    *,
    definition: str = ASSET,
    reserve: str = "",
    lot: dict[str, Any] | None = None,
    **instants: datetime,
) -> str:
    """Announce one lot; its listing begins in an hour and lasts six weeks."""
    procedure = world.draft(definition)
    world.wait(hours=1)
    sums = {n: money("800000.00") for n in ("value", "start", "appraisal")}
    one = {"lot": "1", "title": "A crane", "step": money("10000.00"), **sums}
    sealed = {"reserve_hash": commitment(SALT, money(reserve))} if reserve else {}
    fields = {
        "listing_from": world.now + timedelta(hours=1),
        "applications_until": world.now + timedelta(days=40),
        "listing_until": world.now + timedelta(days=41),
        **instants,
    }
    told = {name: format_instant(at) for name, at in fields.items()}
    world.moves(
        OWNER,
        procedure,
        "publish-notice",
        **told,
        auction=auction or ASCENDING,
        lots=[{**one, **sealed, **(lot or {})}],
        documents=[{"title": "Terms", "sha256": "0" * 64, "len": 1}],
        security=money("20000.00"),
    )
    return procedure


def admit(world: ExchangeWorld, procedure: str, firm: str, plate: str = "") -> None:
    """Let a firm apply and admit it, with a plate of its own where one is given."""
    world.organisation(firm)
    world.moves(Actor("bidder", firm), procedure, "apply")
    given = {"plate": plate} if plate else {}
    paid = {"paid": money("20000.00"), **given}
    world.moves(operator(world), procedure, "admit-applicant", applicant=firm, **paid)


def opened(world: ExchangeWorld, procedure: str, lot: str = "1") -> LiveRoom:
    """Let the worker open the room of a lot, at the time it is due."""
    row = LiveRoom.objects.get(procedure=procedure, lot=lot, over=False)
    world.now = max(world.now, row.opens_at)
    assert open_rooms.open_rooms() == 1
    row.refresh_from_db()
    return row


def keeper(world: ExchangeWorld, row: LiveRoom) -> RoomKeeper:
    """Keep an open room by hand, taken a second after it was opened."""
    kept = RoomKeeper(world.dsn, world.house.store, row.stream)
    world.wait(seconds=1)
    kept.take(world.now)
    return kept


def end_of(world: ExchangeWorld, procedure: str) -> datetime:
    """Return when the listing ends."""
    return parse_instant(world.facts(procedure)["listing-until"])
