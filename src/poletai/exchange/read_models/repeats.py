"""Repeats: the procedure a new one repeats because it came to nothing, and those that repeat it."""

from dataclasses import dataclass

from poletai.exchange.models import Procedure

_MOST = 20


@dataclass(frozen=True, slots=True)
class Kin:
    """A procedure by what a link to it says."""

    id: str
    title: str
    title_en: str


def repeated_by(procedure: str) -> tuple[Kin, ...]:
    """List the announced procedures that repeat this one, the latest first."""
    rows = Procedure.objects.filter(repeats=procedure).exclude(announced_at=None)
    return tuple(_kin(row) for row in rows.order_by("-announced_at")[:_MOST])


def repeated(row: Procedure) -> Kin | None:
    """Return the procedure this one repeats; None where it repeats none that is public."""
    found = Procedure.objects.filter(id=row.repeats).exclude(announced_at=None).first()
    return None if found is None or not row.repeats else _kin(found)


def repeatable(principal: str) -> tuple[Kin, ...]:
    """List a principal's announced procedures, the latest first: those a draft may repeat."""
    rows = Procedure.objects.filter(principal_id=principal).exclude(announced_at=None)
    return tuple(_kin(row) for row in rows.order_by("-changed_at")[: _MOST * 5])


def may_repeat(principal: str, procedure: str) -> bool:
    """Say whether a principal announced this procedure, so that its draft may repeat it."""
    rows = Procedure.objects.filter(id=procedure.replace("\x00", ""), principal_id=principal)
    return rows.exclude(announced_at=None).exists()


def _kin(row: Procedure) -> Kin:
    return Kin(row.id, row.title, row.title_en)
