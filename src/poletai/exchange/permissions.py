"""Permissions: in which role an actor may speak about a procedure; one table, read by everyone."""

from collections.abc import Callable, Mapping

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.standing import Command
from poletai.exchange.actors import Actor
from poletai.exchange.trades import Trade

Relation = Callable[[Trade, Actor], bool]


def _is_principal(trade: Trade, actor: Actor) -> bool:
    return bool(trade.standing.facts.get("principal", actor.organisation) == actor.organisation)


def _is_agency(trade: Trade, actor: Actor) -> bool:
    facts = trade.standing.facts
    # Before the draft names its parties any agency may write it; afterwards only the one named.
    return "principal" not in facts or facts.get("agency") == actor.organisation


def _is_outsider(trade: Trade, actor: Actor) -> bool:
    own = (trade.standing.facts.get("principal"), trade.standing.facts.get("agency"))
    return actor.organisation not in own


def _is_seated(trade: Trade, actor: Actor) -> bool:
    return actor.identity in {seat["id"] for seat in trade.standing.facts.get("committee", ())}


def _holds_key(trade: Trade, actor: Actor) -> bool:
    keysets = trade.standing.facts.get("keysets", {}).values()
    return any(
        actor.identity == custodian["id"]
        for keyset in keysets
        for custodian in keyset["custodians"]
    )


def _always(_trade: Trade, _actor: Actor) -> bool:
    return True


# Role -> how its holder must be tied to this very procedure.
RELATIONS: Mapping[str, Relation] = {
    "principal": _is_principal,
    "agency": _is_agency,
    "bidder": _is_outsider,
    "evaluator": _is_seated,
    "custodian": _holds_key,
    "regulator": _always,
    "operator": _always,
}


# What else may be asked for, outside any one procedure, and who may.
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "create-procedure": ("principal", "agency"),
    "upload-document": ("principal", "agency", "evaluator"),
    "upload-payload": ("bidder",),
    "deposit-bid": ("bidder",),
    "see-own-bids": ("bidder",),
    "bring-release": ("custodian", "operator"),
    "see-experts": ("operator", "regulator"),
    "keep-experts": ("operator",),
    "see-refusals": ("regulator", "operator"),
    "manage-accounts": ("operator",),
    "keep-registers": ("operator", "regulator"),
    "enter-room": ("bidder",),
    "order-room": ("operator",),
}


def refuse_action(actor: Actor, action: str) -> Refusal | None:
    """Refuse an actor whose role the action does not belong to; None where it does."""
    allowed = ACTIONS[action]
    if actor.role in allowed:
        return None
    return Refusal(
        code="not-permitted",
        reason=f"{action} belongs to {', '.join(allowed)}, not to {actor.role}",
        law="platform.rules#14",
        move=action,
    )


def tied(trade: Trade, actor: Actor) -> bool:
    """Say whether an actor has its role in this very procedure, and not just somewhere."""
    relation = RELATIONS.get(actor.role)
    return relation is not None and relation(trade, actor)


def refuse(trade: Trade, actor: Actor, command: Command) -> Refusal | None:
    """Refuse an actor who has the role but not in this procedure; None where it has."""
    if actor.role != command.role:
        return _not_yours(command.role, command.name)
    return refuse_outsider(trade, actor, command.name)


def refuse_outsider(trade: Trade, actor: Actor, move: str) -> Refusal | None:
    """Refuse an actor who is not tied to a procedure by its role; None where it is."""
    return None if tied(trade, actor) else _not_yours(actor.role, move)


def _not_yours(role: str, move: str) -> Refusal:
    return Refusal(
        code="not-your-procedure",
        reason=f"you are not the {role} of this procedure",
        law="platform.rules#14",
        move=move,
    )
