"""Own procedures: those that concern an actor in their role, the latest change first."""

from django.db.models import Q, QuerySet

from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.models import Procedure
from poletai.exchange.permissions import tied
from poletai.exchange.read_models.procedures import ProcedureLine, line_of
from poletai.exchange.trades import load_trade

_MOST = 200
_SHOWN = 50


def own_procedures(house: House, actor: Actor) -> tuple[ProcedureLine, ...]:
    """List at most fifty procedures an actor has something to do with, drafts of their own too."""
    rows = _rows(actor).order_by("-changed_at").select_related("principal", "agency")
    found = (row for row in rows[:_MOST] if tied(load_trade(house, row), actor))
    return tuple(line_of(row) for row, _ in zip(found, range(_SHOWN), strict=False))


def _rows(actor: Actor) -> QuerySet[Procedure]:
    if actor.role in ("principal", "agency"):
        return Procedure.objects.filter(**{f"{actor.role}_id": actor.organisation})
    rows = Procedure.objects.all() if actor.role in ("operator", "regulator") else _announced()
    # Whoever marks or opens bids has nothing to do before they close.
    early = Q(phase__in=("draft", "open")) if actor.role == "evaluator" else Q(pk=None)
    return rows.exclude(early)


def _announced() -> QuerySet[Procedure]:
    return Procedure.objects.exclude(announced_at=None)
