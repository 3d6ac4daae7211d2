"""A form field as templates show it: one input, or a group of rows of inputs."""

from dataclasses import dataclass, field

from poletai.portal.words.fields import Label

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `widget` names its input; a group has `rows` instead of a value."""

    name: str
    widget: str
    label: Label
    required: bool = True
    value: str = ""
    choices: Choices = ()
    rows: tuple["Row", ...] = ()
    kept: tuple["Kept", ...] = ()
    minimum: str = ""
    note: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group, with its number as people count."""

    number: int
    fields: tuple[Field, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document kept with this form: its title, length, hash, and the whole as JSON."""

    title: str
    len: int
    sha256: str
    json: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a group of rows: its key, the type of its value, whether it may be empty."""

    key: str
    kind: str
    required: bool = True
    choices: Choices = field(default=())
    # What its label is found by, where that is not the key.
    words: str = ""
