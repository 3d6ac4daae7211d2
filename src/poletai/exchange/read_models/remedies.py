"""Remedies as one reader may see them: when each was raised, answered, decided, and by whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.remedies import replay_remedy
from poletai.core.procedures.standing import RemedyStanding, Tally
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.read_models.event_lines import EventLine
from poletai.exchange.remedies import PARTIES, TOLD, remedies_of, remedy_streams
from poletai.exchange.trades import Trade, core_events, raw_connection
from poletai.exchange.visibility import role_in
from poletai.exchange.writing import disclosed_places
from poletai.ledger.store import read
from poletai.ledger.stored import StoredEvent


@dataclass(frozen=True, slots=True)
class RemedyView:
    """One objection or complaint; `party` and `points` are empty for who may not know them."""

    remedy: str
    state: str
    facts: Mapping[str, Any]
    party: str
    points: Sequence[str]
    events: tuple[EventLine, ...]
    own: bool


def remedy_views(
    house: House, trade: Trade, actors: Sequence[Actor], stored: Sequence[StoredEvent]
) -> tuple[RemedyView, ...]:
    """Return a procedure's remedies, the latest first, as the actors a reader may be see them.

    `stored` are the procedure's own events: they say what was disclosed meanwhile.
    """
    if "remedy" not in trade.definition.machines:
        return ()
    disclosed = disclosed_places(stored)
    views = [_view(house, trade, actors, s, disclosed) for s in remedy_streams(trade.id)]
    return tuple(sorted(views, key=lambda view: view.events[0].at, reverse=True))


def tally_for(house: House, trade: Trade, actor: Actor | None) -> Tally:
    """Return the remedies an actor's next moves are judged on: a bidder's are its own alone."""
    if "remedy" not in trade.definition.machines:
        return Tally()
    remedies = remedies_of(house, trade.definition, trade.id)
    if actor is not None and actor.role == "bidder":
        remedies = tuple(r for r in remedies if r.facts.get("party") == actor.identity)
    if actor is not None and actor.role == "regulator":
        named = ("", actor.identity)
        remedies = tuple(r for r in remedies if r.facts.get("authority", "") in named)
    return Tally(remedies=remedies)


def _view(
    house: House,
    trade: Trade,
    actors: Sequence[Actor],
    stream: str,
    disclosed: frozenset[tuple[str, int]],
) -> RemedyView:
    stored = read(raw_connection(), house.store, stream)
    remedy = replay_remedy(trade.definition, stream, core_events(trade.definition, stored))
    own = any(a.role == "bidder" and a.identity == remedy.facts.get("party") for a in actors)
    inside = own or any(role_in(trade, actor) in PARTIES for actor in actors)
    told = inside or (stream, 0) in disclosed
    return RemedyView(
        remedy=stream,
        state=remedy.state,
        facts=_facts(remedy, told=told),
        party=str(remedy.facts.get("party", "")) if told else "",
        points=remedy.facts.get("points", ()) if told else (),
        events=tuple(_lines(stored, disclosed, inside=inside)),
        own=own,
    )


def _facts(remedy: RemedyStanding, *, told: bool) -> dict[str, Any]:
    if told:
        return dict(remedy.facts)
    return {name: remedy.facts[name] for name in TOLD if name in remedy.facts}


def _lines(
    stored: Sequence[StoredEvent], disclosed: frozenset[tuple[str, int]], *, inside: bool
) -> Iterator[EventLine]:
    for event in stored:
        told = inside or (event.stream, event.position) in disclosed
        data = event.data if told else event.body
        by = {**event.envelope["by"], **(data.get("by") or {})}
        at = parse_instant(event.envelope["at"])
        yield EventLine(event.index, event.name, at, by["role"], by["id"], data)
