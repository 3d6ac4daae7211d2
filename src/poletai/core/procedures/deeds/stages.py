"""Deeds of bids opened in stages: who goes on after the first, and the next part opened."""

from collections.abc import Mapping
from typing import Any

import msgspec

from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.bids import verdicts
from poletai.core.procedures.deeds.deed import Data, Deed, Selections
from poletai.core.procedures.stages import opens
from poletai.core.procedures.standing import Event, Standing, put_bid, put_lot, with_facts
from poletai.core.procedures.technical import results_of


def _results(context: Context) -> Data:
    """Name the bids that go on and, with the reason, those that do not."""
    taken = {also.where: also.source for also in context.move.also}
    results = results_of(context, context.bids_in(taken.get("admitted", ())))
    short = [{"bid": bid, "reason": reason} for bid, reason in sorted(results.items()) if reason]
    return {
        "admitted": sorted(bid for bid, reason in results.items() if not reason),
        "fell-short": short,
    }


def _admit(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    for one in event.data["fell-short"]:
        bid = with_facts(lot.bids[one["bid"]], {"fell-short": one["reason"]})
        lot = put_bid(lot, bid)
    return put_lot(standing, with_facts(lot, {"admitted": event.data["admitted"]}))


def _who(data: Data) -> Selections:
    short = tuple(one["bid"] for one in data["fell-short"])
    return {"admitted": tuple(data["admitted"]), "fell-short": short}


def _open_next(standing: Standing, event: Event) -> Standing:
    """Put what this part says beside what the parts opened before it said."""
    lot = standing.lots[event.data["lot"]]
    opened = {
        opening["bid"]: with_facts(
            lot.bids[opening["bid"]], _found(lot.bids[opening["bid"]].facts, opening)
        )
        for opening in event.data["openings"]
    }
    return put_lot(standing, msgspec.structs.replace(lot, bids={**lot.bids, **opened}))


def _found(known: Mapping[str, Any], opening: Mapping[str, Any]) -> Mapping[str, Any]:
    if not opens(opening):
        return {"bidder": opening.get("bidder", "")}
    new = {name: part["content"] for name, part in opening.get("parts", {}).items()}
    return {
        "verdict": opening["verdict"],
        "bidder": opening.get("bidder") or known.get("bidder", ""),
        "content": {**known.get("content", {}), **new},
    }


DEEDS = (
    Deed(
        "admit-bids",
        adds=_results,
        folds=_admit,
        selects=_who,
        selections=("admitted", "fell-short"),
    ),
    Deed(
        "open-next-part",
        folds=_open_next,
        selects=verdicts,
        selections=("opened", "unopenable"),
    ),
)
