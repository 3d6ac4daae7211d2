"""The recovery file of a reserve: the amount and the salt that open the hash a notice carries.

Whoever holds this file knows the reserve. It stays with its owner until bidding is over; without
it the hash opens nothing, and a lot whose reserve stays shut cannot be settled.
"""

import re
import secrets
from typing import Annotated, Final
from unicodedata import normalize

import msgspec

from poletai.core.basics.canonical import canonical, parse
from poletai.core.procedures.auctions import commitment
from poletai.sealing.errors import BadSealingInputError

KIND: Final = "poletai-reserve/v1"
_SALT_BYTES = 32
_AMOUNT = re.compile(r"0*([0-9]{1,18})(?:\.([0-9]{1,2}))?", re.ASCII)
_CURRENCY = re.compile("[A-Z]{3}")
_WHERE = "reserve file"


class Reserve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An amount, the salt it was sealed with, in hex, and the hash the two give."""

    t: str
    amount: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,18}(\.[0-9]{1,2})?$")]
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
    salt: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    reserve_hash: str


def seal_reserve(amount: str, currency: str = "CNY") -> Reserve:
    """Seal an amount with a salt drawn here; raises BadSealingInputError where it is no amount."""
    return _sealed(_plain(amount), _known(currency), secrets.token_hex(_SALT_BYTES))


def write_reserve(reserve: Reserve) -> bytes:
    """Return a reserve's file."""
    return canonical(msgspec.to_builtins(reserve)) + b"\n"


def read_reserve(data: bytes) -> Reserve:
    """Read a reserve's file; raises BadSealingInputError where it does not open its own hash."""
    try:
        found = msgspec.convert(parse(data), Reserve)
    except msgspec.DecodeError as problem:
        raise BadSealingInputError(_WHERE, str(problem)) from problem
    if found.t != KIND:
        raise BadSealingInputError(_WHERE, f"must be of kind {KIND}, not {found.t}")
    again = _sealed(found.amount, found.currency, found.salt)
    if again != found:
        message = f"its amount and salt give {again.reserve_hash}, not {found.reserve_hash}"
        raise BadSealingInputError(_WHERE, message)
    return found


def _sealed(amount: str, currency: str, salt: str) -> Reserve:
    given = {"amount": amount, "currency": currency}
    return Reserve(KIND, amount, currency, salt, commitment(salt, given))


def _plain(amount: str) -> str:
    """Write an amount in one way, 850000.00: a commitment is to the text, not to the number."""
    typed = normalize("NFKC", amount).replace(",", "").replace(" ", "")
    match = _AMOUNT.fullmatch(typed)
    if match is None or not typed.strip("0."):
        message = f"{amount!r} is no amount above 0: write 850000.00"
        raise BadSealingInputError("amount", message)
    return f"{match[1]}.{(match[2] or ''):0<2}"


def _known(currency: str) -> str:
    if _CURRENCY.fullmatch(currency) is None:
        message = f"{currency!r} is no currency: write three capital letters, CNY"
        raise BadSealingInputError("currency", message)
    return currency
