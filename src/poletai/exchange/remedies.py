"""Remedies of a procedure: objections and complaints, each in a stream of its own."""

import secrets
from collections.abc import Mapping
from typing import Any

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.remedies import SEEN, replay_remedy
from poletai.core.procedures.standing import Decision, RemedyStanding
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.models import RemedyLink
from poletai.exchange.trades import Trade, core_events, raw_connection
from poletai.exchange.visibility import role_in
from poletai.exchange.writing import new_event
from poletai.ledger.store import append, read, stream_length
from poletai.ledger.stored import StoredEvent

# Who reads what an objection says, and who raised it, before the trade has ended.
PARTIES = ("principal", "agency", "regulator")
# What everybody reads of a remedy: the moments of its course and who decides it by when.
TOLD = (*SEEN, "answer-until", "decision-until", "authority", "also-with", "outcome")


def remedy_streams(procedure: str) -> list[str]:
    """List the streams of a procedure's remedies, in the order of their ids."""
    links = RemedyLink.objects.filter(procedure=procedure).order_by("stream")
    return list(links.values_list("stream", flat=True))


def remedies_of(house: House, definition: Definition, procedure: str) -> tuple[RemedyStanding, ...]:
    """Return where every remedy of a procedure stands."""
    return tuple(
        replay_remedy(
            definition,
            stream,
            core_events(definition, read(raw_connection(), house.store, stream)),
        )
        for stream in remedy_streams(procedure)
    )


def new_remedy_id(definition: Definition, move: str) -> str | None:
    """Draw the id of a remedy that a move raises; None for every other move."""
    raises = any(m.does == "raise-remedy" for m in definition.moves_when(move))
    return secrets.token_hex(16) if raises else None


def append_remedy(house: House, trade: Trade, decision: Decision) -> list[StoredEvent]:
    """Append an event of a remedy to its own stream, beginning the stream where it is new."""
    stream = str(decision.event.data["remedy"])
    length = stream_length(raw_connection(), stream)
    if not length:
        RemedyLink.objects.create(stream=stream, procedure=trade.id)
    event = new_event(decision.event, decision.move, stream, "remedy")
    return append(raw_connection(), house.store, [event], {stream: length})


def remedies_view(house: House, trade: Trade, actor: Actor | None) -> list[dict[str, Any]]:
    """Return what an actor may see of a procedure's remedies: everybody that and when they are.

    Who raised one, and in which words, is for the parties, the regulator and whoever raised it.
    """
    return [
        _seen(trade, remedy, actor) for remedy in remedies_of(house, trade.definition, trade.id)
    ]


def _seen(trade: Trade, remedy: RemedyStanding, actor: Actor | None) -> dict[str, Any]:
    shown = {"remedy": remedy.remedy, "state": remedy.state}
    facts: Mapping[str, Any] = remedy.facts
    inside = actor is not None and (
        role_in(trade, actor) in PARTIES or facts.get("party") == actor.identity
    )
    names = (*TOLD, "party", "points") if inside else TOLD
    return {**shown, **{name: facts[name] for name in names if name in facts}}
