"""Create a procedure: a draft under one definition, with its principal and its agency."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.standing import Command
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.models import Procedure
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

    Returns the new id with the answer; a refused draft leaves nothing behind. Raises KeyError for
    a definition the rulebook does not have.
    """
    kind = house.library.definition(definition)
    procedure = secrets.token_hex(16)
    owner = principal or actor.organisation
    agency = actor.organisation if actor.role == "agency" else None
    parties = {"principal": owner, **({"agency": agency} if agency else {})}
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
