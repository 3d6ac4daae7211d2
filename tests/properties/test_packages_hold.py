"""What always holds of package auctions: winners and prices found again by looking at all."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.support import naive_packages as naive
from tests.support.rooms import DAY

from poletai.core.auctions import Entry, Input, Settlement, as_json, settle_record
from poletai.core.auctions.packages.budget import Budget
from poletai.core.auctions.packages.core_prices import core
from poletai.core.auctions.packages.market import Market, Package
from poletai.core.auctions.packages.pricing import priced
from poletai.core.auctions.packages.second_solver import second_worth
from poletai.core.auctions.packages.winners import choose
from poletai.core.basics.canonical import canonical

ITEMS = "nswe"
Bids = list[naive.Bid]


@st.composite
def offered(draw: st.DrawFn, *, most: int = 9, high: int = 12) -> Bids:
    """Draw bids of a few bidders on packages of up to four items, equal ones among them."""
    packages = st.sets(st.sampled_from(ITEMS), min_size=1).map(frozenset)
    keys = st.tuples(st.sampled_from("abcde"), packages)
    told = draw(st.lists(st.tuples(keys, st.integers(1, high)), max_size=most, unique_by=_key))
    return [(bidder, items, amount) for (bidder, items), amount in told]


def _key(told: tuple[tuple[str, frozenset[str]], int]) -> tuple[str, frozenset[str]]:
    return told[0]


def terms(**more: Any) -> dict[str, Any]:
    closes = (DAY + timedelta(hours=1)).isoformat()
    return {"mechanism": "combinatorial", "items": list(ITEMS), "closes": closes, **more}


def entries(bids: Bids) -> list[Entry]:
    return [
        Entry(
            DAY + timedelta(seconds=at),
            Input(bidder=bidder, amount=Decimal(amount), items=tuple(sorted(items))),
        )
        for at, (bidder, items, amount) in enumerate(bids)
    ]


def market(bids: Bids, *, exclusive: bool = True, floor: int = 0) -> Market:
    numbers: dict[str, int] = {}
    packages = tuple(
        Package(
            numbers.setdefault(bidder, len(numbers)),
            tuple(sorted(ITEMS.index(item) for item in items)),
            amount,
        )
        for bidder, items, amount in bids
    )
    return Market(bids=packages, exclusive=exclusive, floor=floor)


def paid(settled: Settlement) -> dict[str, Decimal]:
    return {quote.bidder: quote.price for quote in settled.winners}


languages = pytest.mark.parametrize("language", ["xor", "or"])


@languages
@given(bids=offered())
def test_the_winners_are_those_of_a_look_at_every_choice(language: str, bids: Bids) -> None:
    chosen, worth = naive.winners(bids, exclusive=language == "xor")
    found = choose(market(bids, exclusive=language == "xor"), Budget(60))

    assert (found.chosen, found.worth, found.proved) == (chosen, worth, True)
    assert second_worth(market(bids, exclusive=language == "xor")) == worth


@languages
@given(bids=offered(), floor=st.integers(0, 30))
def test_vcg_prices_are_what_the_others_lose(language: str, bids: Bids, floor: int) -> None:
    exclusive = language == "xor"
    found = priced(market(bids, exclusive=exclusive, floor=floor), by_core=False)
    worth = naive.winners(bids, exclusive=exclusive)[1]

    names = list(dict.fromkeys(bid[0] for bid in bids))
    if worth < floor:
        assert found.paid is None
    else:
        told = {names[bidder]: price for bidder, price in (found.paid or {}).items()}
        assert told == naive.vcg(bids, exclusive=exclusive, floor=floor)


def core_of(bids: Bids, *, exclusive: bool, floor: int = 0) -> dict[str, Fraction] | None:
    """Return the exact core prices by the bidder's name; None where the floor is not reached."""
    drawn = market(bids, exclusive=exclusive, floor=floor)
    found = priced(drawn, by_core=False)
    if found.vcg is None:
        return None
    exact = core(drawn, Budget(60), found.choice, found.vcg)
    names = list(dict.fromkeys(bid[0] for bid in bids))
    return {names[bidder]: price for bidder, price in (exact or {}).items()}


@languages
@given(bids=offered(), floor=st.integers(0, 20))
def test_no_group_of_bidders_would_pay_more_than_the_core_price(
    language: str, bids: Bids, floor: int
) -> None:
    exclusive = language == "xor"
    prices = core_of(bids, exclusive=exclusive, floor=floor)
    assume(prices is not None)

    for payers, need in naive.asked(bids, exclusive=exclusive, floor=floor):
        assert sum((prices or {})[bidder] for bidder in payers) >= need


@languages
@given(bids=offered())
def test_core_prices_are_the_least_in_all_and_of_these_the_nearest_to_vcg(
    language: str, bids: Bids
) -> None:
    exclusive = language == "xor"
    prices = core_of(bids, exclusive=exclusive) or {}
    assume(prices)
    vcg = naive.vcg(bids, exclusive=exclusive)
    bidders = list(prices)
    asked = [
        ([-1.0 if bidder in payers else 0.0 for bidder in bidders], -float(need))
        for payers, need in naive.asked(bids, exclusive=exclusive)
    ]
    chosen, _ = naive.winners(bids, exclusive=exclusive)
    most = {b: sum(bids[i][2] for i in chosen if bids[i][0] == b) for b in bidders}
    limits = {
        "A_ub": [row for row, _ in asked],
        "b_ub": [need for _, need in asked],
        "bounds": [(vcg[bidder], most[bidder]) for bidder in bidders],
    }
    whole = sum(prices.values())

    least = linprog([1.0] * len(bidders), **limits)
    assert abs(least.fun - float(whole)) < 1e-6

    # Nearest is the point from which no other of the same total lies closer to VCG's side.
    away = [float(prices[bidder] - vcg[bidder]) for bidder in bidders]
    side = linprog(away, **limits, A_eq=[[1.0] * len(bidders)], b_eq=[float(whole)])
    here = sum(a * float(prices[bidder]) for a, bidder in zip(away, bidders, strict=True))
    assert abs(side.fun - here) < 1e-6


@languages
@given(bids=offered())
def test_vcg_brings_no_more_than_the_core_and_the_core_no_more_than_the_bids(
    language: str, bids: Bids
) -> None:
    vcg = settle_record(terms(language=language), entries(bids))
    nearest = settle_record(terms(language=language, payments="core"), entries(bids))
    worth = naive.winners(bids, exclusive=language == "xor")[1]

    assert sum(paid(vcg).values()) <= sum(paid(nearest).values()) <= worth


@languages
@pytest.mark.parametrize("payments", ["vcg", "core"])
@given(bids=offered())
def test_nobody_pays_more_than_it_bid_for_what_it_got(
    language: str, payments: str, bids: Bids
) -> None:
    settled = settle_record(terms(language=language, payments=payments), entries(bids))
    chosen, _ = naive.winners(bids, exclusive=language == "xor")

    for bidder, price in paid(settled).items():
        assert 0 <= price <= sum(bids[i][2] for i in chosen if bids[i][0] == bidder)


@given(
    bids=offered(most=7),
    values=st.dictionaries(
        st.sets(st.sampled_from("ns"), min_size=1).map(frozenset), st.integers(1, 12), min_size=1
    ),
    lies=st.dictionaries(
        st.sets(st.sampled_from("ns"), min_size=1).map(frozenset), st.integers(1, 16)
    ),
)
def test_bidding_anything_but_the_truth_never_gains(
    bids: Bids, values: dict[frozenset[str], int], lies: dict[frozenset[str], int]
) -> None:
    others = [bid for bid in bids if bid[0] != "a"]

    def gain(told: dict[frozenset[str], int]) -> Decimal:
        own: Bids = [("a", items, amount) for items, amount in told.items()]
        settled = settle_record(terms(), entries([*others, *own]))
        got = [quote for quote in settled.winners if quote.bidder == "a"]
        return sum((_worth(values, quote.items) - quote.price for quote in got), Decimal(0))

    assert gain(lies) <= gain(values)


def _worth(values: dict[frozenset[str], int], items: tuple[str, ...] | None) -> int:
    return max((v for package, v in values.items() if package <= set(items or ())), default=0)


@given(bids=offered(), more=st.integers(1, 9))
def test_a_winner_that_bids_more_for_the_same_still_wins_it_at_no_higher_vcg_price(
    bids: Bids, more: int
) -> None:
    before = settle_record(terms(), entries(bids))
    assume(before.winners)
    won = before.winners[0]
    raised = [
        (
            who,
            what,
            amount + more if (who, what) == (won.bidder, frozenset(won.items or ())) else amount,
        )
        for who, what, amount in bids
    ]

    after = settle_record(terms(), entries(raised))

    told = [(quote.bidder, quote.items, quote.price) for quote in after.winners]
    assert (won.bidder, won.items, won.price) in told


@given(bids=offered())
def test_how_a_record_is_listed_changes_nothing(bids: Bids) -> None:
    told = [settle_record(terms(), listed) for listed in (entries(bids), entries(bids)[::-1])]

    assert canonical(as_json(told[0])) == canonical(as_json(told[1]))


@given(bids=offered(), starts=st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 5)))
def test_items_are_sold_once_and_bring_at_least_their_starts(
    bids: Bids, starts: dict[str, int]
) -> None:
    asked = {item: str(least) for item, least in starts.items()}
    for payments in ("vcg", "core"):
        settled = settle_record(terms(starts=asked, payments=payments), entries(bids))

        sold = [item for quote in settled.winners for item in quote.items or ()]
        assert len(set(sold)) == len(sold)
        for quote in settled.winners:
            assert quote.price >= sum(starts.get(item, 0) for item in quote.items or ())
