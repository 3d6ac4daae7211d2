"""Create a procedure: a draft under one definition, with its principal and its agency."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.standing import Command
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House
from poletai.exchange.models import Organisation, Procedure
from poletai.exchange.read_models.repeats import may_repeat
from poletai.exchange.services.make_move import Moved, make_move


def create_procedure(
    house: House,
    actor: Actor,
    definition: str,
    fields: Mapping[str, Any],
    *,
    principal: str = "",
) -> tuple[str, Moved | Refusal]:
    """Draft a procedure for a principal, which is the actor's body unless an agency names it.

    A principal may name its agency among the fields. Returns the new id with the answer; a refused
    draft leaves nothing behind. Raises KeyError for a definition the rulebook does not have, and
    ProblemsError for a party that is not registered or not the actor's to name.
    """
    kind = house.library.definition(definition)
    procedure = secrets.token_hex(16)
    owner = principal or actor.organisation
    agency = actor.organisation if actor.role == "agency" else fields.get("agency")
    parties = {"principal": owner, **({"agency": agency} if agency else {})}
    _require_parties(actor, parties)
    _require_repeatable(owner, fields.get("repeats"))
    with transaction.atomic():
        now = house.clock()
        Procedure.objects.create(
            id=procedure,
            definition=definition,
            category=kind.category,
            principal_id=owner,
            agency_id=agency,
            state=kind.machines["procedure"].initial,
            phase="draft",
            values_on=house.library.local_day(kind, now),
            changed_at=now,
        )
        draft = next(move for move in kind.moves if move.does == "draft")
        command = Command(
            name=draft.when,
            role=actor.role,
            actor=actor.identity,
            fields={**fields, **parties},
        )
        answer = make_move(house, actor, procedure, command)
        if isinstance(answer, Refusal):
            transaction.set_rollback(True)
    return procedure, answer


def _require_repeatable(owner: str, repeats: Any) -> None:
    """A draft repeats a procedure of its own principal, or none; other texts are no procedure."""
    if repeats is None or (isinstance(repeats, str) and may_repeat(owner, repeats)):
        return
    message = f"repeats: the principal has announced no procedure {repeats!r}"
    raise ProblemsError((Problem(code="repeats", where="repeats", message=message),))


def _require_parties(actor: Actor, parties: Mapping[str, Any]) -> None:
    # What is asked for is anybody's text, and the database takes no NUL.
    named = [str(one).replace("\x00", "") for one in parties.values()]
    known = set(Organisation.objects.filter(id__in=named).values_list("id", flat=True))
    complaints = [
        (role, f"{role}: {body!r} is not registered here")
        for role, body in parties.items()
        if not isinstance(body, str) or body not in known
    ]
    if actor.role == "principal" and parties["principal"] != actor.organisation:
        complaints.append(("principal", "principal: a principal drafts for its own body alone"))
    if complaints:
        raise ProblemsError(
            tuple(Problem(code="party", where=where, message=text) for where, text in complaints)
        )
