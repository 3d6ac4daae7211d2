"""Deeds of remedies: trades and lots suspended and resumed, decisions carried out."""

from typing import Any

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed
from poletai.core.procedures.standing import Event, Standing, put_lot, with_facts


def cause_of(data: Data) -> str:
    """Name what a suspension rests on: a remedy by its id, else an order on a lot or on all."""
    lot = data.get("lot")
    return str(data.get("remedy") or ("procedure" if lot is None else f"lot:{lot}"))


def _suspend(standing: Standing, event: Event) -> Standing:
    named = {name: event.data[name] for name in ("lot", "remedy") if name in event.data}
    until = {"until": event.data["suspension-until"]} if "suspension-until" in event.data else {}
    begun = {"since": format_instant(event.at), **named, **until}
    suspensions = {**standing.facts.get("suspensions", {}), cause_of(event.data): begun}
    return with_facts(standing, {"suspensions": suspensions})


def _resume(standing: Standing, event: Event) -> Standing:
    ended = cause_of(event.data)
    known = standing.facts["suspensions"].items()
    return with_facts(standing, {"suspensions": {c: s for c, s in known if c != ended}})


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
    Deed("resume", folds=_resume),
)
