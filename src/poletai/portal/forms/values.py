"""Values: what a person types in one input, turned into what a command carries."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from unicodedata import normalize

from django.utils import timezone
from django.utils.translation import gettext as _

from poletai.core.basics.instant import format_instant, parse_instant


def _text(typed: str) -> str:
    return typed


def _instant(typed: str) -> str:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as problem:
        raise ValueError(_("is not a day and time: write 2026-03-21 09:00")) from problem
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.get_current_timezone())
    return format_instant(moment)


def _date(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as problem:
        raise ValueError(_("is not a day: write 2026-03-21")) from problem


def _decimal(typed: str) -> str:
    try:
        number = Decimal(normalize("NFKC", typed).replace(",", "").replace(" ", ""))
    except InvalidOperation as problem:
        raise ValueError(_("is not a number: write 1280000.00")) from problem
    if not number.is_finite():
        raise ValueError(_("is not a number: write 1280000.00"))
    return f"{number:f}"


def _money(typed: str) -> dict[str, str]:
    amount = Decimal(_decimal(typed))
    if amount < 0 or amount != round(amount, 2):
        raise ValueError(_("is not an amount in yuan and fen: write 1280000.00"))
    return {"amount": f"{amount:f}", "currency": "CNY"}


def _integer(typed: str) -> int:
    try:
        return int(normalize("NFKC", typed))
    except ValueError as problem:
        raise ValueError(_("is not a whole number")) from problem


def _flag(typed: str) -> bool:
    return typed == "on"


def _texts(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "text": _text,
    "key": _text,
    "instant": _instant,
    "date": _date,
    "decimal": _decimal,
    "share": _decimal,
    "money": _money,
    "integer": _integer,
    "flag": _flag,
    "texts": _texts,
    "forms": _texts,
}

WIDGETS: Final[Mapping[str, str]] = {
    "key": "text",
    "digest": "text",
    "reserve": "reserve",
    "instant": "datetime-local",
    "date": "date",
    "decimal": "decimal",
    "share": "decimal",
    "money": "decimal",
    "integer": "integer",
    "flag": "flag",
    "texts": "long",
    "forms": "long",
}


def local_input(instant: str | datetime) -> str:
    """Write an instant as a date-and-time input holds it, in the pages' zone."""
    moment = parse_instant(instant) if isinstance(instant, str) else instant
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
