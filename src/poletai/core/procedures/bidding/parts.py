"""The parts of a bid: everything the price part and the technical part may say, written once.

Forms, the command line's check and the published schema are made from these shapes. An opened bid
is read by them too, key by key: what nobody asked for is passed over there, and never a crash.
"""

from typing import Annotated

import msgspec

from poletai.core.procedures.shapes import DecimalText, DocumentShape, Key, MoneyShape, Words

Quantity = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,18}(\.[0-9]{1,12})?$")]


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member of a consortium: a body of this exchange, or one known by its credit code."""

    organisation: str = ""
    uscc: str = ""
    name: str = ""
    share: DecimalText | None = None


class Consortium(msgspec.Struct, frozen=True, kw_only=True):
    """A consortium as its bid names it: who leads, who belongs, and the joint agreement."""

    lead: Words
    members: tuple[Member, ...]
    agreement: DocumentShape | None = None


class Claim(msgspec.Struct, frozen=True):
    """A claim beside the price: what is claimed, and the statement that says so."""

    name: str
    statement: DocumentShape


class SheetLine(msgspec.Struct, frozen=True):
    """One line of the detail: what is priced, for how much a unit, and how many units."""

    name: Words
    unit_price: DecimalText
    quantity: DecimalText


class Sheet(msgspec.Struct, frozen=True):
    """The detail beside the price read out: `words` and `detail` are the amounts they come to."""

    words: DecimalText | None = None
    detail: DecimalText | None = None
    lines: tuple[SheetLine, ...] = ()


class Energy(msgspec.Struct, frozen=True):
    """An energy service: savings of each period, the contractor's share, and for how long."""

    savings: list[DecimalText]
    share: DecimalText
    years: int
    days: int = 0


class Quoted(msgspec.Struct, frozen=True):
    """What the evaluation reads of a price part; without all of it there is no offer."""

    price: MoneyShape
    declares: list[Key] = []
    brand: str = ""
    features: dict[Key, DecimalText] = {}
    costs: dict[Key, DecimalText] = {}
    departures: dict[Key, DecimalText] = {}
    energy: Energy | None = None


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A bid on several items of a lot together: all of them for this price, or none."""

    items: Annotated[tuple[Words, ...], msgspec.Meta(min_length=1)]
    price: MoneyShape


class PricePart(Quoted, frozen=True, kw_only=True):
    """The price part of a bid: the price, and all that stands beside it.

    Of a bid on `packages` of items the price is the highest of theirs.
    """

    quantity: Quantity | None = None
    packages: Annotated[tuple[Package, ...], msgspec.Meta(max_length=1000)] = ()
    model: str = ""
    consortium: Consortium | None = None
    claims: tuple[Claim, ...] = ()
    sheet: Sheet | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a bid says to one criterion: in words, and by documents."""

    criterion: Key
    statement: str = ""
    documents: tuple[DocumentShape, ...] = ()


class TechPart(msgspec.Struct, frozen=True, kw_only=True):
    """The technical part of a bid: its plan, and an answer to each criterion."""

    plan: str = ""
    answers: tuple[Answer, ...] = ()
    consortium: Consortium | None = None


PARTS: dict[str, type[msgspec.Struct]] = {"price": PricePart, "tech": TechPart}
