"""The terms of a lot are those of the round it was announced in, whatever comes before or after."""

from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from poletai.core.basics.instant import format_instant
from poletai.sealing.hpke import public_hex
from poletai.sealing.keyset import make_keyset, sign_lot_key
from poletai.sealing.lot_stages import Along, StageMove, Stages, standing_of
from poletai.sealing.lot_terms import LoggedEvent, read_lot_terms, since_announced

DEEDS = {
    "notice-published": frozenset({"announce-lots"}),
    "notice-amended": frozenset({"amend"}),
    "bids-closed": frozenset({"close-bids"}),
    "round-announced": frozenset({"announce-round"}),
}


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 1, tzinfo=UTC)


def keyset(lot: str) -> object:
    pairs = [(Ed25519PrivateKey.generate(), X25519PrivateKey.generate()) for _ in range(5)]
    keys = [sign_lot_key(identity, "p", lot, public_hex(secret)) for identity, secret in pairs]
    return msgspec.to_builtins(make_keyset("p", lot, k=3, keys=keys))


def announced(name: str, lot: str, deadline: datetime, index: int) -> LoggedEvent:
    data = {"deadline": format_instant(deadline), "lots": [{"lot": lot}]}
    return LoggedEvent(index, "", name, {**data, "keysets": {lot: keyset(lot)}})


EVENTS = (
    announced("notice-published", "1", day(20), 0),
    LoggedEvent(1, "", "notice-amended", {"deadline": format_instant(day(21))}),
    LoggedEvent(2, "", "bids-closed", {}),
    announced("round-announced", "2", day(26), 3),
    LoggedEvent(4, "", "notice-amended", {"deadline": format_instant(day(27))}),
    LoggedEvent(5, "", "bids-closed", {}),
)


@pytest.mark.parametrize(("lot", "days"), [("1", (20, 21)), ("2", (26, 27))])
def test_each_round_has_its_own_deadlines(lot: str, days: tuple[int, ...]) -> None:
    terms = read_lot_terms(EVENTS, DEEDS, lot)

    assert terms.deadlines == tuple(day(number) for number in days)
    assert terms.open_not_before == day(days[-1])
    assert terms.keyset.lot == lot


def test_a_round_that_goes_on_with_a_lot_under_its_name_counts_for_it() -> None:
    again = announced("round-announced", "1", day(24), 3)
    without_keys = {k: v for k, v in again.data.items() if k != "keysets"}
    events = (*EVENTS[:3], msgspec.structs.replace(again, data=without_keys))

    assert read_lot_terms(events, DEEDS, "1").deadlines[-1] == day(24)


def test_where_nothing_in_view_announced_a_lot_everything_in_view_counts() -> None:
    assert since_announced(EVENTS[1:3], {"notice-published"}, "1") == EVENTS[1:3]


def test_the_closing_of_an_earlier_round_closes_no_later_lot() -> None:
    closing = StageMove(
        then="bids-closed",
        does="close-bids",
        source=("receiving",),
        also=(Along(of="lot", to="closed", source=("announced",)),),
    )
    moves = (
        closing,
        StageMove(then="notice-published", does="announce-lots"),
        StageMove(then="round-announced", does="announce-round"),
    )
    stages = Stages(initial="announced", moves=moves)

    assert standing_of(stages, EVENTS[:5], "2") == {"announced"}
    assert standing_of(stages, EVENTS, "2") == {"closed"}
    assert standing_of(stages, EVENTS, "1") == {"closed"}
