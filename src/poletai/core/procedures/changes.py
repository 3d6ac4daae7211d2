"""Changes of the law between two days, as they touch one definition."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from poletai.core.procedures.checks import citations
from poletai.core.procedures.definition import Condition, Definition, Move, Text, Value
from poletai.core.procedures.library import Library
from poletai.core.procedures.values import value_on
from poletai.core.procedures.wording import said_value, wording

What = Literal["value", "move", "condition", "source"]
How = Literal["began", "ended", "changed"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is otherwise on the later day: `on` is the day it became so.

    `before` and `after` are a value in words; a rule or a source that begins or ends has neither.
    """

    what: What
    how: How
    on: date
    title: Text
    law: str
    before: Text | None = None
    after: Text | None = None


def changes(
    library: Library, definition: Definition, before: date, after: date
) -> tuple[Change, ...]:
    """List what is otherwise for a notice of the later day than for one of the earlier, in order.

    Read backwards, from a later day to an earlier one, nothing has changed.
    """
    found = [
        *_values(definition, before, after),
        *_rules(definition, before, after),
        *_sources(library, definition, before, after),
    ]
    return tuple(sorted(found, key=lambda change: change.on))


def _values(definition: Definition, before: date, after: date) -> Iterator[Change]:
    for name, parameter in definition.parameters.items():
        days = sorted({dated.since for dated in parameter.value})
        old = value_on(parameter, before)
        for day in (day for day in days if before < day <= after):
            new = value_on(parameter, day)
            if new is not None and new != old:
                yield _value(definition, name, day, old, new)
                old = new


def _value(definition: Definition, name: str, on: date, old: Value | None, new: Value) -> Change:
    return Change(
        what="value",
        how="began" if old is None else "changed",
        on=on,
        title=definition.parameters[name].title,
        law=new.law,
        before=None if old is None else _said(old),
        after=_said(new),
    )


def _said(value: Value) -> Text:
    return Text(zh=said_value(value, "zh"), en=said_value(value, "en"))


def _rules(definition: Definition, before: date, after: date) -> Iterator[Change]:
    for move in definition.moves:
        yield from _turns("move", move, move.title, before, after)
        for condition in move.provided:
            zh, en = (wording(definition, condition, language) for language in ("zh", "en"))
            title = Text(zh=f"{move.title.zh}：{zh}", en=f"{move.title.en}: {en}")
            yield from _turns("condition", condition, title, before, after)


def _turns(
    what: What, rule: Move | Condition, title: Text, before: date, after: date
) -> Iterator[Change]:
    if rule.since is not None and before < rule.since <= after:
        yield Change(what=what, how="began", on=rule.since, title=title, law=rule.law)
    if rule.ceases is not None and before < rule.ceases <= after:
        yield Change(what=what, how="ended", on=rule.ceases, title=title, law=rule.law)


def _sources(
    library: Library, definition: Definition, before: date, after: date
) -> Iterator[Change]:
    cited = dict.fromkeys(law for _, law in citations(definition))
    seen: set[str] = set()
    for law in cited:
        source, article = law.partition("#")[0], library.article(law)
        if source in seen:
            continue
        seen.add(source)
        if before < article.since <= after:
            yield Change(
                what="source", how="began", on=article.since, title=article.title, law=source
            )
        if article.ceases is not None and before < article.ceases <= after:
            yield Change(
                what="source", how="ended", on=article.ceases, title=article.title, law=source
            )
