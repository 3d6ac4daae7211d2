"""Arithmetic: the steps of an evaluation as a reader can follow them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poletai.portal.words.texts import Word, word

NAMES: Final[Mapping[str, Word]] = {
    "evaluation-price": gettext_lazy("Evaluation price"),
    "score": gettext_lazy("Score"),
    "price-score": gettext_lazy("Score of the price"),
    "place": gettext_lazy("Place"),
}


def shown_steps(steps: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, str], ...]:
    """Write steps of a ranking for the table that folds them out."""
    return tuple(_shown(step) for step in steps)


def _shown(step: Mapping[str, Any]) -> Mapping[str, str]:
    inputs = ", ".join(f"{name} = {value}" for name, value in step.get("inputs", {}).items())
    places = step.get("rounding")
    rounding = "" if places is None else _("rounded half up to %(n)s places") % {"n": places}
    formula = step["formula"] + (f"  [{inputs}]" if inputs else "")
    return {
        "name": word(NAMES, step["name"]),
        "formula": formula,
        "value": str(step["value"]),
        "rounding": rounding,
    }
