"""The mapping of this source, read from mapping.toml into frozen structs and patterns."""

import re
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from poletai.hub.reading.money import Heading

_TRAILING_UNIT = re.compile(r"(?P<label>.+?)(?:\((?P<unit>[^()]*)\))?")


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of notice: its category at the source, its layout, the dates its prose gives."""

    category: str
    kind: Literal["candidates", "award"]
    layout: Literal["columns", "pairs"]
    title_end: str
    expects: tuple[str, ...]


class Ranks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How ranks are written: in a cell, in a sentence, and how an order is denied."""

    cell: str
    sentence: str
    unordered: str
    numerals: str


class NotPlain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern of prices that are no plain sum, and the finding it gives."""

    code: str
    pattern: str


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything mapping.toml says."""

    name: str
    title: str
    offset: str
    masked: str
    kinds: tuple[Kind, ...]
    labels: dict[str, tuple[str, ...]]
    headings: dict[str, Heading]
    prose: dict[str, str]
    ranks: Ranks
    not_plain: tuple[NotPlain, ...]

    def kind(self, category: str) -> Kind | None:
        """Return how notices of this category are read, None where nobody has described it."""
        return next((kind for kind in self.kinds if kind.category == category), None)

    def field(self, label: str) -> str | None:
        """Return the field a label without its unit stands for, None for any other label."""
        return next((field for field, names in self.labels.items() if label in names), None)

    def said(self, field: str, paragraphs: tuple[str, ...]) -> str | None:
        """Return what the prose says of a field, in the first paragraph that says it."""
        found = (re.search(self.prose[field], paragraph) for paragraph in paragraphs)
        return next((match[1].strip() for match in found if match), None)

    def day(self, text: str | None) -> date | None:
        """Return a day written 2025年6月18日, None where the text is no such day."""
        written = _written("{:04}-{:02}-{:02}", text, 3)
        try:
            return date.fromisoformat(written)
        except ValueError:
            return None

    def instant(self, text: str | None) -> datetime | None:
        """Return an instant written 2025年6月18日17时30分, with the offset of the source."""
        written = _written("{:04}-{:02}-{:02}T{:02}:{:02}:00", text, 5)
        try:
            return datetime.fromisoformat(written + self.offset)
        except ValueError:
            return None


@cache
def mapping() -> Mapping:
    """Return the mapping of this source; the file is read once."""
    text = resources.files(__package__).joinpath("mapping.toml").read_bytes()
    return msgspec.toml.decode(text, type=Mapping)


def split_label(text: str) -> tuple[str, str]:
    """Return a label without white space and colon, and the unit in its last brackets."""
    bare = re.sub(r"\s+", "", text).translate(str.maketrans("（）：", "():")).removesuffix(":")
    match = _TRAILING_UNIT.fullmatch(bare)
    return (match["label"], match["unit"] or "") if match else ("", "")


def _written(form: str, text: str | None, count: int) -> str:
    numbers = [int(number) for number in re.findall(r"\d+", text or "")]
    return form.format(*numbers) if len(numbers) == count else ""
