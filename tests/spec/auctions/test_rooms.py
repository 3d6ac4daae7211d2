"""A room run input by input: what it answers, when it ends, and that the record says the same."""

from typing import Any

import msgspec
import pytest
from tests.spec.auctions.test_auction_problems import SOUND
from tests.support.rooms import moment, said, settle, text

from poletai.core.auctions import (
    Refused,
    find_mechanism,
    read_terms,
    settle_record,
    take,
)

TERMS: dict[str, Any] = {
    "mechanism": "ascending",
    "start": "1000",
    "step": "50",
    "listing_until": text("10:00"),
    "window": 240,
}
BIDS = (said("9:00", "a", "1000"), said("9:30", "b", "1050"), said("10:03", "a", "1100"))


def test_a_room_run_bid_by_bid_ends_as_its_record_is_settled() -> None:
    terms, _ = read_terms(TERMS)
    room = find_mechanism("ascending")
    state, ends = room.begin(terms), list[object]()
    for entry in BIDS:
        state = take("ascending", terms, state, entry.input, entry.at)
        ends.append(room.ends(terms, state))

    settled = settle(TERMS, *BIDS)
    assert ends == [moment("10:00"), moment("10:04"), moment("10:07")]
    assert room.settle(terms, state, None).winners == settled.winners
    assert settled.at == ends[-1]


def test_time_never_runs_back_in_a_room() -> None:
    terms, _ = read_terms(TERMS)
    state = find_mechanism("ascending").begin(terms)
    first, second = BIDS[:2]
    state = take("ascending", terms, state, second.input, second.at)
    refused = take("ascending", terms, state, first.input, first.at)

    assert isinstance(refused, Refused)
    assert refused.code == "auction.time-runs-forward"


@pytest.mark.parametrize("given", SOUND, ids=lambda t: str(t["mechanism"]))
def test_every_room_says_when_it_ends_and_is_settled_empty(given: dict[str, Any]) -> None:
    terms, _ = read_terms(given)
    room = find_mechanism(given["mechanism"])

    assert room.ends(terms, room.begin(terms)) >= moment("10:00")
    assert settle_record(given, ()).reason == "no-bid"


@pytest.mark.parametrize("given", SOUND, ids=lambda t: str(t["mechanism"]))
def test_terms_and_states_are_frozen(given: dict[str, Any]) -> None:
    terms, _ = read_terms(given)
    state = find_mechanism(given["mechanism"]).begin(terms)

    for value in (terms, state):
        assert value.__struct_config__.frozen
        assert msgspec.structs.asdict(value)


def test_a_bid_for_a_price_and_nothing_else_says_its_price() -> None:
    one_way = {
        "mechanism": "sealed-uniform",
        "start": "1",
        "quantity": "10",
        "closes": text("10:00"),
    }

    settled = settle(one_way, said("9:00", "a", quantity="5"))
    assert [step.rule for step in settled.steps][:1] == ["auction.figure"]
