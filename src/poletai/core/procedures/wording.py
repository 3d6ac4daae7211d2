"""Wording: a condition as the sentence a person reads, with titles for names, values in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from poletai.core.procedures.definition import Condition, Definition, Text, Value, Values
from poletai.core.procedures.findings import PREFIX
from poletai.core.procedures.guards import GUARDS

_UNITS: Mapping[str, Text] = {
    "days": Text(zh="日", en="days"),
    "working-days": Text(zh="个工作日", en="working days"),
    "months": Text(zh="个月", en="months"),
    "years": Text(zh="年", en="years"),
    "hours": Text(zh="小时", en="hours"),
    "minutes": Text(zh="分钟", en="minutes"),
    "seconds": Text(zh="秒", en="seconds"),
    "money": Text(zh="元", en="yuan"),
    "bidders": Text(zh="家", en="bidders"),
    "members": Text(zh="人", en="members"),
    "candidates": Text(zh="名", en="candidates"),
    "points": Text(zh="分", en="points"),
    "contributions": Text(zh="个", en="contributions"),
}
_ANSWERS: Mapping[str, Text] = {
    "reject": Text(zh="否决", en="rejection"),
    "decide": Text(zh="否决或说明理由后决定", en="rejection, or a reasoned decision"),
    "confirm": Text(zh="投标人确认，否则否决", en="the bidder's confirmation, else rejection"),
    "explain": Text(zh="投标人说明，不成立则否决", en="the bidder's explanation, else rejection"),
    "note": Text(zh="记录", en="for the record"),
}
_NOW = Text(zh="此刻", en="now")
_COUNT = Text(zh="{}数量", en="the number of {}")
_TIME = Text(zh="“{}”之时", en="the time of “{}”")


def wording(
    definition: Definition, condition: Condition, language: str, values: Values | None = None
) -> str:
    """Write a condition out in a language, `zh` or `en`; without values, parameters by title."""
    guard = GUARDS[condition.guard]
    said: str = getattr(guard.says, language)
    for name, argument in condition.arguments.items():
        shown = _argument(definition, guard.takes[name], argument, language, values)
        said = said.replace("{" + name + "}", shown)
    return said


def _argument(
    definition: Definition, kind: str, argument: Any, language: str, values: Values | None
) -> str:
    match kind:
        case "parameter":
            value = None if values is None else values.parameters.get(argument)
            title = definition.parameters[argument].title
            return str(getattr(title, language)) if value is None else said_value(value, language)
        case "states":
            return _joined([_state(definition, state, language) for state in argument], language)
        case "rule-sets":
            titles = [definition.rule_sets[one].title for one in argument]
            return _joined([getattr(title, language) for title in titles], language)
        case "choice":
            chosen = [argument] if isinstance(argument, str) else argument
            return _joined([_chosen(definition, one, language) for one in chosen], language)
        case _:
            return _fact(definition, argument, language)


def said_value(value: Value, language: str) -> str:
    """Write a value with its unit: 20 days, 2 %, two numbers of a range with a dash."""
    if value.unit == "answer":
        return str(getattr(_ANSWERS[str(value.value)], language))
    if value.unit == "share":
        return "–".join(_percent(part) for part in str(value.value).split(".."))
    unit = getattr(_UNITS[value.unit], language)
    return f"{value.value}{unit}" if language == "zh" else f"{value.value} {unit}"


def _percent(share: str) -> str:
    # Two thirds has no exact percentage.
    return share if "/" in share else f"{(Decimal(share) * 100).normalize():f} %"


def _joined(parts: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(parts)


def _state(definition: Definition, state: str, language: str) -> str:
    titles = [m.state[state].title for m in definition.machines.values() if state in m.state]
    return str(getattr(titles[0], language)).lower()


def _chosen(definition: Definition, one: str, language: str) -> str:
    """Say a kind of finding as its parameter is titled; other choices by name."""
    found = definition.parameters.get(f"{PREFIX}{one}")
    return one if found is None else str(getattr(found.title, language))


def _fact(definition: Definition, name: str, language: str) -> str:
    if name == "at":
        return str(getattr(_NOW, language))
    if name.endswith(".count"):
        inner = _fact(definition, name.removesuffix(".count"), language)
        return str(getattr(_COUNT, language)).format(inner)
    happened = [m.title for m in definition.moves if f"{m.then}.at" == name]
    if happened:
        return str(getattr(_TIME, language)).format(getattr(happened[0], language))
    title = definition.fields.get(name)
    return name.replace("-", " ") if title is None else str(getattr(title, language))
