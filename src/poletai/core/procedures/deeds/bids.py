"""Deeds about bids: listed when the lot closes, opened with released shares, rejected."""

from collections.abc import Mapping
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical, digest
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed, Selections
from poletai.core.procedures.standing import (
    BidStanding,
    Event,
    LotStanding,
    Standing,
    put_bid,
    put_lot,
    with_facts,
)

_SEALING = "poletai-bid/v1/"


def _listing(context: Context) -> Data:
    facts = context.standing.facts
    keyset = canonical(facts["keysets"][context.command.lot or ""])
    return {
        "t": "lot-close",
        "keyset": digest(_SEALING, "keyset", keyset).hex(),
        "deadline": facts["deadline"],
        "bids": sorted(context.tally.deposits, key=lambda entry: entry["leaf"]),
    }


def _last_entries(entries: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    last: dict[str, Mapping[str, Any]] = {}
    for entry in entries:
        if entry["bid"] not in last or entry["seq"] > last[entry["bid"]]["seq"]:
            last[entry["bid"]] = entry
    return last


def _list(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    last = _last_entries(event.data["bids"])
    bids = {
        bid: BidStanding(
            bid=bid,
            state="withdrawn" if entry["kind"] == "withdrawal" else "deposited",
            facts={"seq": entry["seq"], "bid_hash": entry["bid_hash"], "leaf": entry["leaf"]},
        )
        for bid, entry in last.items()
    }
    return put_lot(standing, msgspec.structs.replace(lot, bids=bids))


def _release(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    releases = dict(lot.facts.get("releases", {}))
    for release in event.data["shares"]:
        done = releases.get(release["part"], ())
        releases[release["part"]] = sorted({*done, release["custodian"]})
    return put_lot(standing, with_facts(lot, {"releases": releases}))


def _open(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    opened = {opening["bid"]: _opened(lot, opening) for opening in event.data["openings"]}
    return put_lot(standing, msgspec.structs.replace(lot, bids={**lot.bids, **opened}))


def _opened(lot: LotStanding, opening: Mapping[str, Any]) -> BidStanding:
    contents = {name: part["content"] for name, part in opening.get("parts", {}).items()}
    found = {
        "verdict": opening["verdict"],
        "bidder": opening.get("bidder", ""),
        "content": contents,
    }
    return with_facts(lot.bids[opening["bid"]], found)


def verdicts(data: Data) -> Selections:
    """Select the bids an opening opened, and those it could not."""
    opened = tuple(o["bid"] for o in data["openings"] if o["verdict"] == "opened")
    shut = tuple(o["bid"] for o in data["openings"] if o["verdict"] != "opened")
    return {"opened": opened, "unopenable": shut}


def _rejected(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    bid = with_facts(lot.bids[event.data["bid"]], {"grounds": event.data["grounds"]})
    return put_lot(standing, put_bid(lot, bid))


DEEDS = (
    Deed("deposit-bid"),
    Deed("withdraw-bid"),
    Deed("close-bids"),
    Deed("list-bids", adds=_listing, folds=_list),
    Deed("release-shares", folds=_release),
    Deed("publish-key"),
    Deed("open-part", folds=_open, selects=verdicts, selections=("opened", "unopenable")),
    Deed("reject-bid", folds=_rejected),
)
