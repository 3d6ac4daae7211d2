"""Live sales: lots bid for in rooms, one over and settled, one still open for the visitor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from poletai.core.basics.instant import format_instant
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.services.create_procedure import create_procedure
from poletai.exchange.services.request_move import Request
from poletai.exchange.services.settle_room import settle_room
from poletai.site.demo import hands
from poletai.site.demo.people import bidder, principal
from poletai.site.demo.rooms import await_keeper, await_room, bid_in_room
from poletai.site.demo.stories import END

KIND = "cn.equity.asset-transfer"
_OWNER = "lj-holding"
_LISTED = timedelta(days=18)
_WINDOW = 300
_AFTERWARDS = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class LiveSale:
    """One sale: what is sold, who may bid, when the listing ends, and what is bid from then."""

    title: str
    title_en: str
    start: int
    step: int
    ends: datetime
    firms: tuple[str, ...]
    bids: tuple[tuple[timedelta, str, int], ...]

    @property
    def begins(self) -> datetime:
        """When it is announced."""
        return self.ends - _LISTED

    @property
    def closes(self) -> datetime:
        """When the room has ended: no sooner than a window after the last bid."""
        last = max(self.bids[-1][0], timedelta())
        return self.ends + last + timedelta(seconds=_WINDOW + 5)


def live_sales() -> tuple[LiveSale, ...]:
    """Return the sales of the demonstration that are bid for live."""
    return (_SHOP, _CARS)


def sell(
    house: House, sale: LiveSale, number: int, told: dict[int, str]
) -> Iterator[datetime | str]:
    """Play a sale as far as time goes; `told` learns the procedure's id."""
    yield sale.begins
    procedure = told[number] = _announced(house, sale, number)
    yield sale.begins + timedelta(hours=2)
    await_keeper(house, procedure, "1")
    yield sale.begins + timedelta(days=5)
    for firm in sale.firms:
        _admitted(house, procedure, firm, sale.start // 10)
    for after, firm, amount in sale.bids:
        yield sale.ends + after
        bid_in_room(house, procedure, "1", firm, f"{amount}.00")
    yield sale.closes
    await_room(house, procedure, "1", "ended")
    operator = Actor("operator", house.origin)
    hands.must("settle-auction", settle_room(house, operator, procedure, "1", {}))
    yield from _sold(house, sale, procedure)


def _announced(house: House, sale: LiveSale, number: int) -> str:
    owner, now = principal(_OWNER), house.clock()
    fields = {"title": sale.title, "title-en": sale.title_en}
    named = {**fields, "reference": f"LJ2026-{number:03d}"}
    procedure, answer = create_procedure(house, owner, KIND, named)
    hands.must("draft", answer)
    sums = {name: _yuan(sale.start) for name in ("value", "start", "appraisal")}
    lot = {"lot": "1", "title": sale.title, "step": _yuan(sale.step), **sums}
    instants = {
        "listing-from": now + timedelta(hours=1),
        "applications-until": sale.ends - timedelta(days=1),
        "listing-until": sale.ends,
    }
    notice = {
        **{name: format_instant(at) for name, at in instants.items()},
        "auction": {"mechanism": "ascending", "window": _WINDOW, "room": {"proxy": True}},
        "lots": [lot],
        "documents": [hands.document(house, owner, procedure, "转让文件", sale.title)],
        "security": _yuan(sale.start // 10),
    }
    hands.move(house, owner, procedure, "publish-notice", fields=notice)
    return procedure


def _admitted(house: House, procedure: str, firm: str, deposit: int) -> None:
    hands.move(house, bidder(firm), procedure, "apply")
    operator = Actor("operator", house.origin)
    wanted = Request("admit-applicant", {"paid": _yuan(deposit)}, applicant=firm)
    hands.request(house, operator, procedure, wanted)


def _sold(house: House, sale: LiveSale, procedure: str) -> Iterator[datetime | str]:
    """Publish the result, and award the lot once it was published long enough."""
    owner = principal(_OWNER)
    hands.move(house, owner, procedure, "publish-result", lot="1")
    yield sale.ends + _AFTERWARDS
    winner = sale.bids[-1][1]
    hands.move(house, owner, procedure, "award", lot="1", bid=winner)


def _yuan(amount: int) -> dict[str, Any]:
    return {"amount": f"{amount}.00", "currency": "CNY"}


_MINUTES = timedelta(minutes=1)
_SHOP = LiveSale(
    title="大宁路 18 号临街商铺转让",
    title_en="Shop at 18 Daning Road",
    start=2_600_000,
    step=20_000,
    ends=datetime(2026, 8, 19, 8, 40, tzinfo=UTC),
    firms=("firm-02", "firm-04", "firm-06"),
    bids=(
        (-60 * _MINUTES, "firm-04", 2_600_000),
        (-20 * _MINUTES, "firm-02", 2_640_000),
        (-2 * _MINUTES, "firm-06", 2_700_000),
        (2 * _MINUTES, "firm-02", 2_720_000),
        (4 * _MINUTES, "firm-06", 2_800_000),
        (6 * _MINUTES, "firm-02", 2_820_000),
    ),
)
# Still listed when the visitor comes: the timed phase begins three quarters of an hour later.
_CARS = LiveSale(
    title="集团公务用车 12 辆转让",
    title_en="Twelve cars of the State Capital Group",
    start=360_000,
    step=5_000,
    ends=END + timedelta(minutes=45),
    firms=("firm-01", "firm-03", "firm-05"),
    bids=(
        (timedelta(days=-2), "firm-03", 360_000),
        (timedelta(days=-1), "firm-05", 375_000),
    ),
)
