"""Deeds of draws: ordered, contributed to, closed, opened and drawn; seats vacated and filled."""

from collections.abc import Mapping
from typing import Any

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed
from poletai.core.procedures.draws import (
    candidates_drawn,
    hash_of,
    read_spec,
    result_of,
    spec_of_people,
    spec_of_values,
)
from poletai.core.procedures.standing import Event, Standing, put_lot, with_facts


def _order(context: Context) -> Data:
    fields = {**context.command.fields, "lot": context.command.lot or ""}
    return {"draw_hash": hash_of(spec_of_people(context.standing.procedure, fields)).hex()}


def _order_values(context: Context) -> Data:
    terms = context.standing.facts["terms"]
    lot, bids = context.command.lot or "", context.bids_in(("opened",))
    spec = spec_of_values(context.standing.procedure, lot, terms, bids)
    return {"spec": msgspec.to_builtins(spec), "draw_hash": hash_of(spec).hex()}


def _ordered(standing: Standing, event: Event) -> Standing:
    data = {**event.data, "lot": event.data.get("lot", "")}
    spec = data.get("spec") or msgspec.to_builtins(spec_of_people(standing.procedure, data))
    begun = {"spec": spec, "draw_hash": data["draw_hash"], "contributions": []}
    return _put(standing, event, begun)


def _contributed(standing: Standing, event: Event) -> Standing:
    known = _draw(standing, event)
    by = {"role": event.role} | ({} if event.role == "bidder" else {"id": event.actor})
    one = {**by, "commit": event.data["contribution"]["commit"]}
    return _put(standing, event, {**known, "contributions": [*known["contributions"], one]})


def _closed(standing: Standing, event: Event) -> Standing:
    return _put(standing, event, {**_draw(standing, event), "closed": format_instant(event.at)})


def _released(standing: Standing, event: Event) -> Standing:
    known = _draw(standing, event)
    given = sorted({*known.get("released", ()), event.data["release"]["custodian"]})
    return _put(standing, event, {**known, "released": given})


def _drawn_now(context: Context) -> Data:
    fields = context.command.fields
    spec = read_spec(context.standing.facts["draws"][fields["draw"]]["spec"])
    return {"result": result_of(spec, fields["openings"])}


def _drawn(standing: Standing, event: Event) -> Standing:
    known, result = _draw(standing, event), event.data["result"]
    standing = _put(standing, event, {**known, "result": result})
    if "drawn" not in result:
        return with_facts(standing, {"seating": event.data["draw"]})
    lot = standing.lots[known["spec"]["lot"]]
    found = {"drawn": {**lot.facts.get("drawn", {}), **result["drawn"]}}
    return put_lot(standing, with_facts(lot, found))


def _void(standing: Standing, event: Event) -> Standing:
    return _put(standing, event, {**_draw(standing, event), "void": event.data["reason"]})


def _draw(standing: Standing, event: Event) -> Mapping[str, Any]:
    known: Mapping[str, Any] = standing.facts["draws"][event.data["draw"]]
    return known


def _put(standing: Standing, event: Event, known: Mapping[str, Any]) -> Standing:
    draws = {**standing.facts.get("draws", {}), event.data["draw"]: known}
    return with_facts(standing, {"draws": draws})


def _name(standing: Standing, event: Event) -> Standing:
    return with_facts(standing, {"representatives": event.data["representatives"]})


def _seat(standing: Standing, event: Event) -> Standing:
    """Seat the committee, and keep who sits for which candidate of the draw."""
    seats = candidates_drawn(standing.facts["draws"][standing.facts["seating"]]["result"])
    who = {one["id"]: one["candidate"] for one in event.data["unblinding"]}
    called = {one: {"candidate": c, "group": seats[c]} for one, c in who.items()}
    anew: dict[str, Any] = {"vacant": [], "interests": {}}
    return with_facts(standing, {"committee": event.data["committee"], "called": called, **anew})


def _vacate(standing: Standing, event: Event) -> Standing:
    facts = standing.facts
    kept = [seat for seat in facts["committee"] if seat["id"] != event.actor]
    group = facts.get("called", {}).get(event.actor, {}).get("group")
    vacant = [*facts.get("vacant", ()), *(() if group is None else (group,))]
    return with_facts(standing, {"committee": kept, "vacant": vacant})


def _declare(standing: Standing, event: Event) -> Standing:
    said = {"conflict": event.data["conflict"], "reason": event.data.get("reason", "")}
    declared = {**standing.facts.get("interests", {}), event.actor: said}
    standing = with_facts(standing, {"interests": declared})
    return _vacate(standing, event) if event.data["conflict"] else standing


def _fill(standing: Standing, event: Event) -> Standing:
    """Seat the next alternate in the first seat that fell vacant."""
    facts = standing.facts
    group, *left = facts["vacant"]
    who = {
        one["id"]: {"candidate": one["candidate"], "group": group}
        for one in event.data["unblinding"]
    }
    seated = [*facts["committee"], *event.data["committee"]]
    called = {**facts["called"], **who}
    return with_facts(standing, {"committee": seated, "vacant": left, "called": called})


DEEDS = (
    Deed("order-draw", adds=_order, folds=_ordered),
    Deed("order-values", adds=_order_values, folds=_ordered),
    Deed("contribute", folds=_contributed),
    Deed("close-draw", folds=_closed),
    Deed("reveal-contribution"),
    Deed("release-draw-shares", folds=_released),
    Deed("draw", adds=_drawn_now, folds=_drawn),
    Deed("void-draw", folds=_void),
    Deed("name-representatives", folds=_name),
    Deed("seat-committee", folds=_seat),
    Deed("decline-seat", folds=_vacate),
    Deed("declare-interest", folds=_declare),
    Deed("seat-alternate", folds=_fill),
)
