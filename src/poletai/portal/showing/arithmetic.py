"""Arithmetic: the steps of an evaluation as a reader can follow them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poletai.portal.words.texts import Word, word

# What steps, and the formulas of steps, call their numbers; the longest are looked for first.
NAMES: Final[Mapping[str, Word]] = {
    "evaluation-price": gettext_lazy("Evaluation price"),
    "lowest-price": gettext_lazy("Lowest price"),
    "price-weight": gettext_lazy("Weight of the price"),
    "price-score": gettext_lazy("Score of the price"),
    "points of every criterion": gettext_lazy("points of every criterion"),
    "sum of marks": gettext_lazy("sum of marks"),
    "adjustments": gettext_lazy("deductions"),
    "adjustment": gettext_lazy("Deduction"),
    "deviations": gettext_lazy("deviations"),
    "evaluators": gettext_lazy("number of members"),
    "criterion": gettext_lazy("Criterion"),
    "weight": gettext_lazy("weight"),
    "price": gettext_lazy("bid price"),
    "share": gettext_lazy("share"),
    "score": gettext_lazy("Score"),
    "high": gettext_lazy("highest mark"),
    "name": gettext_lazy("kind"),
    "tie": gettext_lazy("Tie"),
}
_WORDS: Final = re.compile("|".join(rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in NAMES))
_BID = re.compile("[0-9a-f]{32}")


def shown_steps(
    steps: Sequence[Mapping[str, Any]], names: Mapping[str, str]
) -> tuple[Mapping[str, str], ...]:
    """Write steps of a ranking for the table that folds them out; `names` are bidders by bid."""
    return tuple(_shown(step, names) for step in steps)


def _shown(step: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, str]:
    inputs = step.get("inputs", {}).items()
    given = ", ".join(
        f"{_said(name, names)} = {_said(str(value), names)}" for name, value in inputs
    )
    places = step.get("rounding")
    rounding = "" if places is None else _("rounded half up to %(n)s places") % {"n": places}
    formula = _said(step["formula"].replace(" x ", " × "), names)
    return {
        "name": word(NAMES, step["name"]),
        "formula": f"{formula}  [{given}]" if given else formula,
        "value": _said(str(step["value"]), names),
        "rounding": rounding,
    }


def _said(text: str, names: Mapping[str, str]) -> str:
    """Put the page's words for the names in a formula, and bidders for the ids of bids."""
    told = _WORDS.sub(lambda found: str(NAMES[found[0]]), text)
    return _BID.sub(lambda found: names.get(found[0], found[0][:8]), told)
