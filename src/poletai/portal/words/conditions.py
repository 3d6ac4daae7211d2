"""Conditions: what a refusal required, in the reader's language."""

from poletai.core.procedures.definition import Condition, Definition, Value, Values
from poletai.core.procedures.wording import said_value, wording
from poletai.portal.words.texts import in_english


def condition_sentence(definition: Definition, values: Values, condition: Condition) -> str:
    """Say a condition in the reader's language."""
    return wording(definition, condition, _language(), values)


def quantity(value: Value) -> str:
    """Write a dated value with its unit."""
    return said_value(value, _language())


def find_condition(definition: Definition, command: str, code: str, law: str) -> Condition | None:
    """Find the condition a refusal is about by its code `requires:<guard>` and its article."""
    return next(
        (
            condition
            for move in definition.moves_when(command)
            for condition in move.provided
            if f"requires:{condition.guard}" == code and condition.law == law
        ),
        None,
    )


def _language() -> str:
    return "en" if in_english() else "zh"
