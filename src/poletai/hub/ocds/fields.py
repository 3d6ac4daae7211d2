"""Fields of OCDS objects that many objects share: no field is ever present and empty."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from poletai.core.basics.instant import format_instant
from poletai.hub.ocds.view import Party, ProcedureView

Json = dict[str, Any]


def present(fields: Mapping[str, Any]) -> Json:
    """Return the fields that say something: OCDS takes an absent field for unknown."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def amount(view: ProcedureView, value: Decimal | None) -> Json | None:
    """Return a value object; the amount stays a Decimal and is written as an exact number."""
    return None if value is None else {"amount": value, "currency": view.currency}


def moment(at: datetime | None) -> str | None:
    """Return an instant as OCDS wants it."""
    return None if at is None else format_instant(at)


def period(start: datetime | None, end: datetime | None) -> Json:
    """Return a period object, with as many ends as are known."""
    return present({"startDate": moment(start), "endDate": moment(end)})


def reference(party: Party) -> Json:
    """Return a reference to an entry of the release's parties."""
    return {"id": party.id, "name": party.name}
