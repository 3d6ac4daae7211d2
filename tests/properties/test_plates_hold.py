"""Plates: nobody shares one, nobody's changes when others come, and rooms have each their own."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support import trials
from tests.support.auction_trials import LIVE

from poletai.core.procedures.definition import Values
from poletai.core.procedures.standing import ApplicantStanding, Standing
from poletai.exchange.plates import plates_of
from poletai.exchange.trades import Trade
from poletai.ledger.store_key import StoreKey

HOUSE: Any = SimpleNamespace(store=SimpleNamespace(key=StoreKey(b"\x07" * 32)))
PARTIES = st.lists(st.sampled_from([f"firm-{n}" for n in range(40)]), unique=True, max_size=40)
GIVEN = st.dictionaries(
    st.sampled_from([f"firm-{n}" for n in range(40)]),
    st.sampled_from(["7", "07", "8", " 9 ", "K417", "Z001", ""]),
)


def trade(parties: list[str], plates: dict[str, str], holders: list[str]) -> Trade:
    """A trade with applicants in this order, some of them admitted with a plate."""
    applicants = {
        party: ApplicantStanding(
            applicant=party,
            state="admitted",
            facts={"applicant-admitted.at": f"2026-03-01T00:00:{place:02}Z"}
            | ({"plate": plates[party]} if party in plates else {}),
        )
        for place, party in enumerate(parties)
    }
    auction = {"mechanism": "ascending", "priority": {"holders": dict.fromkeys(holders, 1)}}
    standing = Standing(
        procedure="p", state="receiving-bids", facts={"auction": auction}, applicants=applicants
    )
    values: Any = Values
    return Trade("p", trials.definition(LIVE), values, standing)


@given(PARTIES, GIVEN, PARTIES)
def test_nobody_shares_a_plate(
    parties: list[str], given_plates: dict[str, str], holders: list[str]
) -> None:
    found = plates_of(HOUSE, trade(parties, given_plates, holders[:5]), "room")

    assert set(found) == {*parties, *holders[:5]}
    assert len(set(found.values())) == len(found)
    assert all(found.values())


@given(PARTIES, PARTIES, GIVEN)
def test_a_plate_stays_whoever_comes_later(
    first: list[str], later: list[str], given_plates: dict[str, str]
) -> None:
    both = [*first, *(party for party in later if party not in first)]
    before = plates_of(HOUSE, trade(first, given_plates, []), "room")
    after = plates_of(HOUSE, trade(both, given_plates, []), "room")

    assert {party: after[party] for party in first} == before


def test_another_room_has_other_plates() -> None:
    parties = [f"firm-{n}" for n in range(20)]
    one, other = (plates_of(HOUSE, trade(parties, {}, []), room) for room in ("r1", "r2"))

    assert sum(one[party] == other[party] for party in parties) <= 1


def test_plates_do_not_run_out() -> None:
    parties = [f"firm-{n}" for n in range(30_000)]

    assert len(set(plates_of(HOUSE, trade(parties, {}, []), "room").values())) == 30_000
