"""Notices: what another platform published about one trade, in one form for every source."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from poletai.core.basics.problem import Problem


class Finding(msgspec.Struct, frozen=True):
    """One thing a notice says that the connector did not understand, in the notice's own words.

    `code` is stable and listed in the README of the connector, `where` names the lot, the
    candidate and the field, `text` is what stands there. Nothing is guessed from such a text.
    """

    code: str
    where: str
    text: str


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One who is named for a lot: a firm, or the members of a consortium with its leader first.

    `price` is in yuan, exact, and None where the notice gives no plain sum; `rank` counts from
    1 and is None where the notice orders nobody; `raw` holds the published cells by their label.
    """

    names: tuple[str, ...]
    price: Decimal | None
    rank: int | None
    raw: dict[str, str]


class NoticeLot(msgspec.Struct, frozen=True, kw_only=True):
    """One section of the trade: its code as published, its title, and who is named for it."""

    code: str
    title: str
    candidates: tuple[Candidate, ...]


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One notice of one source; instants carry their offset, absent statements are None."""

    section_code: str
    title: str
    project: str
    region: str
    trade_class: str
    published_on: date
    lots: tuple[NoticeLot, ...]
    not_understood: tuple[Finding, ...]

    source: str
    source_id: str
    kind: Literal["candidates", "award"]
    region_name: str
    announced_on: date | None = None
    opened_at: datetime | None = None
    publicity_from: datetime | None = None
    publicity_until: datetime | None = None
    principal: str | None = None
    agency: str | None = None
    regulator: str | None = None


class Reading(msgspec.Struct, frozen=True):
    """What a file held: the notices in file order, and the records that are no notice at all."""

    notices: tuple[Notice, ...]
    problems: tuple[Problem, ...]
