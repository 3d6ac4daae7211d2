"""An entry of the bid form: one input, a group of them, or rows; its limits are the schema's."""

from dataclasses import dataclass

from msgspec import inspect

from poletai.core.procedures.bidding.parts import PARTS
from poletai.portal.forms.field import Choices
from poletai.portal.words.fields import Label
from poletai.portal.words.texts import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one key of a part is typed into: `path` says where it stands, `key` what it is called.

    A `group` holds entries of its own; of `rows` each is sealed as one of a list, and more are
    added from the same entries where it `grows`.
    """

    path: str
    key: str
    widget: str
    label: Label
    required: bool = False
    pattern: str = ""
    value: str = ""
    note: Word = ""
    choices: Choices = ()
    entries: tuple["Entry", ...] = ()
    grows: bool = False
    folded: bool = False

    @property
    def anchor(self) -> str:
        """The id of its input, where it stands once on the page."""
        return "bid_" + self.path.replace(".", "_")


def pattern_of(part: str, path: str) -> str:
    """Return the pattern a text has to match, found by following a path through the schema."""
    kind: inspect.Type = inspect.type_info(PARTS[part])
    for key in path.split("."):
        kind = _inner(kind, key)
    kind = _inner(kind, "amount") if _is_money(kind) else _single(kind)
    found = kind.pattern if isinstance(kind, inspect.StrType) else None
    return (found or "").removeprefix("^").removesuffix("$")


def _inner(kind: inspect.Type, key: str) -> inspect.Type:
    """Return the type under a key; raises KeyError where the shape has no such key."""
    kind = _single(kind)
    if isinstance(kind, inspect.DictType):
        return kind.value_type
    if not isinstance(kind, inspect.StructType):
        raise KeyError(key)
    return {field.encode_name: field.type for field in kind.fields}[key]


def _single(kind: inspect.Type) -> inspect.Type:
    """Look through what is optional and what is many to the type of one."""
    if isinstance(kind, inspect.UnionType):
        (kind,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
    if isinstance(kind, inspect.ListType | inspect.VarTupleType):
        return _single(kind.item_type)
    return kind


def _is_money(kind: inspect.Type) -> bool:
    kind = _single(kind)
    names = [f.name for f in kind.fields] if isinstance(kind, inspect.StructType) else []
    return names == ["amount", "currency"]
