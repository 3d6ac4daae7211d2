"""Typed: everything a person sent with a form, read value by value into problems or fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from poletai.core.basics.problem import Problem
from poletai.portal.forms.field import Choices
from poletai.portal.forms.values import READERS
from poletai.portal.words.fields import cell_label


@dataclass(frozen=True, slots=True)
class Typed:
    """The texts of a form by input name; `laws` are the articles a ground may name."""

    texts: Mapping[str, str]
    laws: Choices = ()

    def text(self, name: str) -> str:
        """Return what was typed into an input; empty where nothing was."""
        return str(self.texts.get(name, "")).strip()

    def read(
        self,
        where: str,
        kind: str,
        key: str,
        into: dict[str, Any],
        *,
        required: bool = True,
        words: str = "",
    ) -> list[Problem]:
        """Read one input into a field of `into`; an empty optional one leaves no field."""
        typed = self.text(where)
        if kind == "flag":
            into[key] = typed == "on"
            return []
        title = str(cell_label(words or key).title)
        if not typed:
            message = _("%(field)s is empty: fill it in") % {"field": title}
            return [Problem(code="field-missing", where=where, message=message)] if required else []
        try:
            into[key] = READERS.get(kind, READERS["text"])(typed)
        except ValueError as problem:
            return [Problem(code="field-wrong", where=where, message=f"{title} {problem}")]
        return []
