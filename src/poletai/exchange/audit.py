"""The audit of refusals: private, capped, and never in the log."""

from typing import Any

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.standing import Command
from poletai.exchange.house import House
from poletai.exchange.models import RefusedCommand

_MOST = 100_000
_TIDY_EVERY = 1000


def note(house: House, procedure: str, command: Command, refusal: Refusal) -> None:
    """Note that a command was refused: which, in which role and why, but not by whom."""
    noted = RefusedCommand.objects.create(
        at=house.clock(),
        procedure=procedure,
        # What is asked for is anybody's text, and the database takes no NUL.
        command=command.name[:60].replace("\x00", ""),
        role=command.role,
        code=refusal.code,
        law=refusal.law,
    )
    if noted.pk % _TIDY_EVERY == 0:
        RefusedCommand.objects.filter(pk__lte=noted.pk - _MOST).delete()


def latest_refusals(procedure: str = "", most: int = 200) -> list[dict[str, Any]]:
    """List the latest refusals, of one procedure or of all, the newest first."""
    rows = RefusedCommand.objects.filter(**({"procedure": procedure} if procedure else {}))
    fields = ("at", "procedure", "command", "role", "code", "law")
    return list(rows.order_by("-pk").values(*fields)[:most])
