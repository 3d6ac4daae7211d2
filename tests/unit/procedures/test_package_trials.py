"""Items of a lot sold apart or together in a trade: announced, settled, awarded and signed."""

import dataclasses

import msgspec
from tests.support import trials
from tests.support.auction_trials import SETTLED, UNIFORM, context, end, holds, lot_of

from poletai.core.procedures.auctions import opened_lines
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.folding import evolve
from poletai.core.procedures.short_auctions import record
from poletai.core.procedures.standing import BidStanding, Event, put_lot
from poletai.core.procedures.verdicts import try_scenarios

PACKAGES = "cn.trial.packages"
NORTH = {"price": {"amount": "30000.00", "currency": "CNY"}, "items": ["north"]}


def test_the_stories_of_packages_reach_everything_and_are_true() -> None:
    verdict = try_scenarios(trials.library(), trials.definition(PACKAGES))

    assert [problem.message for problem in verdict.problems] == []


def test_every_winner_stands_with_its_items_and_what_it_pays_for_them() -> None:
    lot = lot_of(SETTLED, PACKAGES)

    assert lot.bids["a"].facts["won"] == NORTH
    assert lot.bids["b"].facts["award-price"] == {"amount": "18000.00", "currency": "CNY"}
    assert lot.bids["c"].facts["content"]["price"]["items"] == ["north", "south"]
    assert "settled-price" not in lot.facts


def test_the_event_tells_the_proof_and_folds_the_same() -> None:
    (event,) = end(SETTLED, PACKAGES).events
    before = end("bidding is over", PACKAGES).standing

    rules = [step["rule"] for step in event.data["settlement"]["steps"]]
    assert rules[5:8] == ["auction.allocation", "auction.second-solver", "auction.reserve"]
    assert evolve(trials.definition(PACKAGES), before, event) == end(SETTLED, PACKAGES).standing


def test_winners_are_awarded_and_sign_for_their_items() -> None:
    facts = lot_of("the contract is signed at the price of the bid", PACKAGES).facts

    told = [(a["bidder"], a["price"]["amount"], a["items"]) for a in facts["awards"]]
    assert told == [("a", "30000.00", ["north"]), ("b", "18000.00", ["south"])]
    assert [c["bid"] for c in facts["contracts"]] == ["a", "b"]


def test_items_come_from_the_lot_unless_the_terms_name_them() -> None:
    story = "the listing ends"

    def runs(lots: list[dict[str, object]], **auction: object) -> bool:
        fields = {"auction": {"mechanism": "combinatorial", **auction}, "lots": lots}
        asks = {"auction": "auction", "lots": "lots"}
        return holds("auction-can-run", context(story, fields, asks, PACKAGES))

    assert runs([{"lot": "1", "items": ["north"]}])
    assert runs([{"lot": "1"}], items=["north", "south"])
    assert not runs([{"lot": "1"}])


def test_a_story_tells_what_a_bid_is_for() -> None:
    (line,) = record(["2026-03-02T10:00:00Z: a 28.00 for north+south"], lambda _: None)  # type: ignore[arg-type,return-value]

    assert (line["amount"], line["items"]) == ("28.00", ["north", "south"])


# Packages in sealed bids.


def opened(bid: str, leaf: int, *packages: dict[str, object]) -> BidStanding:
    content = {"price": {"price": {"amount": "1.00"}, "packages": list(packages)}}
    return BidStanding(bid=bid, state="opened", facts={"leaf": leaf, "content": content})


def package(amount: str, *items: str) -> dict[str, object]:
    return {"items": list(items), "price": {"amount": amount, "currency": "CNY"}}


def test_an_opened_bid_is_a_line_for_each_of_its_packages() -> None:
    seen = context("the listing ends", {}, {}, PACKAGES)
    bids = [
        opened("a", 7, package("40000.00", "north"), package("50000.00", "north", "south")),
        opened("b", 8, package("28000.00", "south")),
        opened("c", 9, {"items": "north"}),
    ]

    told = [(x["bidder"], x["number"], x["amount"], x["items"]) for x in opened_lines(seen, bids)]

    assert told == [
        ("a", 7000, "40000.00", ["north"]),
        ("a", 7001, "50000.00", ["north", "south"]),
        ("b", 8000, "28000.00", ["south"]),
    ]


def with_bids(*bids: BidStanding) -> Context:
    """Return an opened lot of a north and a south with these bids alone."""
    auction = {"mechanism": "combinatorial", "items": ["north", "south"]}
    seen = context("bids are opened", {"auction": auction}, {"auction": "auction"}, UNIFORM)
    assert seen.lot is not None
    lot = msgspec.structs.replace(seen.lot, bids={bid.bid: bid for bid in bids})
    return dataclasses.replace(seen, standing=put_lot(seen.standing, lot), subject=lot)


A = opened("a", 7, package("40000.00", "north"), package("50000.00", "north", "south"))
B = opened("b", 8, package("28000.00", "south"))


def test_opened_packages_settle_where_every_bid_has_one() -> None:
    assert holds("opened-bids-settle", with_bids(A, B))
    assert not holds("opened-bids-settle", with_bids(A, opened("b", 8)))


def test_opened_packages_are_won_by_item_and_what_was_opened_stays() -> None:
    seen = with_bids(A, B)
    told = DEEDS["settle-sealed"].adds(seen)
    event = Event(name="e", of="lot", at=seen.at, role="o", actor="o", data={"lot": "1", **told})

    bids = DEEDS["settle-sealed"].folds(seen.standing, event).lots["1"].bids

    assert [bids[bid].facts["won"]["items"] for bid in "ab"] == [["north"], ["south"]]
    assert bids["b"].facts["award-price"] == {"amount": "10000.00", "currency": "CNY"}
    assert bids["a"].facts["content"] == A.facts["content"]
