"""The words of the planner: its verdicts, and what an item of a plan may still have to say."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from poletai.portal.words.texts import Word

VERDICTS: Final[Mapping[str, Word]] = {
    "required": _("One of these is required"),
    "allowed": _("Allowed"),
    "only-if": _("Allowed only if something more is so"),
    "open": _("Cannot be told yet"),
    "forbidden": _("Forbidden"),
}

FACTS: Final[Mapping[str, Word]] = {
    "public-funds": _("Budget money in the whole project"),
    "public-share": _("Investment in the whole project"),
}
