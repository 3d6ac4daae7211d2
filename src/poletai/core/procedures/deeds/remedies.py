"""Deeds of remedies: trades and lots suspended and resumed, decisions carried out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.procedures.clocks import folded, pauses_in, resumed_clocks
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed
from poletai.core.procedures.standing import (
    Event,
    LotStanding,
    RemedyStanding,
    Standing,
    put_lot,
    with_facts,
)

_UNTIL = "suspension-until"


def cause_of(data: Data) -> str:
    """Name what a suspension rests on: a remedy by its id, else an order on a lot or on all."""
    lot = data.get("lot")
    return str(data.get("remedy") or ("procedure" if lot is None else f"lot:{lot}"))


def _suspend(standing: Standing, event: Event) -> Standing:
    named = {name: event.data[name] for name in ("lot", "remedy") if name in event.data}
    until = {"until": event.data["suspension-until"]} if "suspension-until" in event.data else {}
    begun = {"since": format_instant(event.at), **named, **until}
    suspensions = {**standing.facts.get("suspensions", {}), cause_of(event.data): begun}
    return _timed(with_facts(standing, {"suspensions": suspensions}), event.data.get("lot"))


def _timed(standing: Standing, lot: str | None) -> Standing:
    """Keep the end of the suspension that ends first, for the clock to look at."""
    # A command on the procedure may name a lot nobody announced; it is recorded as it was given.
    subject: LotStanding | Standing = standing.lots.get(lot or "", standing)
    if _UNTIL not in subject.facts:
        return standing
    begun = standing.facts["suspensions"].values()
    ends = [one["until"] for one in begun if one.get("lot") == lot and "until" in one]
    earliest = {_UNTIL: min(ends, default=None)}
    if isinstance(subject, LotStanding):
        return put_lot(standing, with_facts(subject, earliest))
    return with_facts(subject, earliest)


def _resume(standing: Standing, event: Event) -> Standing:
    return _ended(standing, event, [cause_of(event.data)])


def _lapse(standing: Standing, event: Event) -> Standing:
    return _ended(standing, event, lapsed(standing, event.data.get("lot"), event.at))


def _ended(standing: Standing, event: Event, causes: Sequence[str]) -> Standing:
    known = standing.facts["suspensions"]
    pauses = [*standing.facts.get("pauses", ()), *_pauses(known, causes, event.at)]
    left = {cause: begun for cause, begun in known.items() if cause not in causes}
    for lot in event.data.get("clocks", {}):
        anew = with_facts(standing.lots[lot], folded(event.data, lot))
        standing = put_lot(standing, anew)
    ended = with_facts(standing, {"suspensions": left, "pauses": pauses})
    return _timed(ended, event.data.get("lot"))


def lapsed(standing: Standing, lot: str | None, at: datetime) -> tuple[str, ...]:
    """List the causes of the suspensions of a lot, or of all, whose time is over by `at`."""
    return tuple(
        cause
        for cause, begun in standing.facts.get("suspensions", {}).items()
        if begun.get("lot") == lot and "until" in begun and parse_instant(begun["until"]) <= at
    )


def _pauses(known: Data, causes: Sequence[str], at: datetime) -> list[dict[str, str]]:
    """Return the pauses that end with these suspensions: none lasts past its own time."""
    moment = format_instant(at)
    return [
        {
            "since": known[cause]["since"],
            "until": min(known[cause].get("until", moment), moment),
            **({"lot": known[cause]["lot"]} if "lot" in known[cause] else {}),
        }
        for cause in causes
    ]


def _after_resuming(context: Context) -> Data:
    named = {"lot": context.command.lot, "remedy": context.command.fields.get("remedy")}
    return _clocks(context, [cause_of(named)])


def _after_lapsing(context: Context) -> Data:
    return _clocks(context, lapsed(context.standing, context.command.lot, context.at))


def _clocks(context: Context, causes: Sequence[str]) -> Data:
    """Count the pausing time limits of every lot that goes on anew."""
    ended = _pauses(context.standing.facts["suspensions"], causes, context.at)
    facts = {"pauses": [*context.standing.facts.get("pauses", ()), *ended]}
    named = context.command.lot
    anew = {
        lot.lot: resumed_clocks(context, lot, pauses_in(facts, lot.lot))
        for lot in context.standing.lots.values()
        if named is None or lot.lot == named
    }
    found = {lot: instants for lot, instants in anew.items() if instants}
    return {"clocks": found} if found else {}


def _after_examination(context: Context) -> Data:
    """Count the pausing time limits of a remedy anew, without the time of its examination."""
    remedy = context.subject
    if not isinstance(remedy, RemedyStanding):
        return {}
    facts = {"pauses": examined(remedy, format_instant(context.at))}
    anew = resumed_clocks(context, remedy, pauses_in(facts))
    return {"clocks": {remedy.remedy: anew}} if anew else {}


def examined(remedy: RemedyStanding, until: str) -> list[dict[str, str]]:
    """Return the examinations of a remedy, the one that ends now among them."""
    return [
        *remedy.facts.get("pauses", ()),
        {"since": remedy.facts["examined-since"], "until": until},
    ]


def orders_open(context: Context, consequence: str) -> tuple[str, ...]:
    """List the remedies decided with this consequence for the lot, not carried out yet."""
    lot = context.lot
    done = () if lot is None else lot.facts.get("carried-out", ())
    return tuple(
        remedy.remedy
        for remedy in context.tally.remedies
        if remedy.facts.get("consequence") == consequence
        and "decided" in remedy.facts
        and remedy.remedy not in done
        and remedy.facts.get("lot") in (None, context.command.lot)
    )


def _orders(context: Context) -> Data:
    ordered = [c.arguments["consequence"] for c in context.move.provided if c.guard == "ordered"]
    return {"carries-out": sorted(r for each in ordered for r in orders_open(context, each))}


def _carried_out(standing: Standing, event: Event) -> Standing:
    lot = standing.lots[event.data["lot"]]
    done = [*lot.facts.get("carried-out", ()), *event.data["carries-out"]]
    return put_lot(standing, with_facts(lot, {"carried-out": done}))


def _evaluated_again(standing: Standing, event: Event) -> Standing:
    standing = _carried_out(standing, event)
    lot = standing.lots[event.data["lot"]]
    # Marks and ranking of an evaluation that was set aside count for nothing.
    void: dict[str, Any] = {"scores": {}, "ranking": []}
    return put_lot(standing, with_facts(lot, void))


DEEDS = (
    Deed("raise-remedy"),
    Deed("answer-remedy"),
    Deed("complain"),
    Deed("decide-remedy"),
    Deed("carry-out", adds=_orders, folds=_carried_out),
    Deed("evaluate-again", adds=_orders, folds=_evaluated_again),
    Deed("suspend", folds=_suspend),
    Deed("resume", adds=_after_resuming, folds=_resume),
    Deed("lapse", adds=_after_lapsing, folds=_lapse),
    Deed("begin-examination"),
    Deed("end-examination", adds=_after_examination),
)
