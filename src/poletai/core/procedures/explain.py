"""Explaining a definition: each article with what rests on it and the stories that try it."""

from collections.abc import Iterator
from datetime import date

import msgspec

from poletai.core.procedures.checks import citations
from poletai.core.procedures.definition import Definition, Text
from poletai.core.procedures.library import Library
from poletai.core.procedures.lines import Path
from poletai.core.procedures.sources import Article
from poletai.core.procedures.verdicts import Verdict
from poletai.core.procedures.wording import wording


class Resting(msgspec.Struct, frozen=True):
    """What rests on an article: a move, a condition, a value, an instant it fixes, a debt.

    `since` and `ceases` are the days it is law from and until, where it says so.
    """

    kind: str
    move: str
    says: Text
    since: date | None = None
    ceases: date | None = None


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """An article, what rests on it, and how often and in which stories it was met and not met."""

    article: Article
    resting: tuple[Resting, ...]
    met: int
    unmet: int
    scenarios: tuple[str, ...]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A definition explained; `idle` is the honest list of what is not automated."""

    definition: str
    extends: str | None
    differs: tuple[Text, ...]
    articles: tuple[Explained, ...]
    idle: tuple[Article, ...]


def explain(library: Library, definition: Definition, verdict: Verdict) -> Explanation:
    """Weave articles, moves and scenarios together, article by article in the order of the laws.

    `idle` has the articles of the sources this definition cites on which nothing here rests;
    `differs` the titles of what an overlay has otherwise than the definition it extends.
    """
    extends = library.bases.get(definition.name)
    cited: dict[str, list[Resting]] = {}
    for path, law in citations(definition):
        cited.setdefault(law, []).append(_resting(definition, path))
    sources = {law.partition("#")[0] for law in cited}
    tried = {count.law: count for count in verdict.articles}
    explained = [
        Explained(
            article=library.article(law),
            resting=tuple(cited[law]),
            met=tried[law].met if law in tried else 0,
            unmet=tried[law].unmet if law in tried else 0,
            scenarios=tried[law].scenarios if law in tried else (),
        )
        for law in library.articles
        if law in cited
    ]
    return Explanation(
        definition=definition.name,
        extends=extends,
        differs=() if extends is None else _differs(library.definition(extends), definition),
        articles=tuple(explained),
        idle=tuple(_idle(library, cited, sources)),
    )


def _differs(base: Definition, variant: Definition) -> tuple[Text, ...]:
    changed = [p for name, p in variant.parameters.items() if base.parameters.get(name) != p]
    return (
        *(parameter.title for parameter in changed),
        *(move.title for move in variant.moves if move not in base.moves),
    )


def _idle(
    library: Library, cited: dict[str, list[Resting]], sources: set[str]
) -> Iterator[Article]:
    for law, article in library.articles.items():
        if law not in cited and law.partition("#")[0] in sources:
            yield article


def _resting(definition: Definition, path: Path) -> Resting:
    match path:
        case ("parameter", str(name)):
            return Resting("value", "", definition.parameters[name].title)
        case ("debt", int(index)):
            return Resting("debt", "", definition.debts[index].title)
        case ("move", int(index), "provided", int(i)):
            move = definition.moves[index]
            condition = move.provided[i]
            zh, en = (wording(definition, condition, language) for language in ("zh", "en"))
            says = Text(zh=zh, en=en)
            return Resting("condition", move.when, says, condition.since, condition.ceases)
        case ("move", int(index), "fixes", str(name)):
            return Resting("instant", definition.moves[index].when, definition.fields[name])
        case _:
            move = definition.moves[int(path[1])]
            return Resting("move", move.when, move.title, move.since, move.ceases)
