"""Coverage: for each article of the sources, what in the whole rulebook rests on it."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from poletai.core.procedures.checks import citations
from poletai.core.procedures.library import Library
from poletai.core.procedures.planning.rules import Planning
from poletai.core.procedures.sources import Article


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """An article, how many rules rest on it, and the definitions they stand in.

    Rules of planning are counted too; they belong to no definition.
    """

    article: Article
    rules: int
    definitions: tuple[str, ...]


def coverage(library: Library, planning: Planning) -> tuple[Covered, ...]:
    """Count what rests on each article, in the order of the sources."""
    resting = {
        name: Counter(law for _, law in citations(definition))
        for name, definition in library.definitions.items()
    }
    planned = Counter(_planned(planning))
    return tuple(
        Covered(
            article=article,
            rules=planned[law] + sum(counts[law] for counts in resting.values()),
            definitions=tuple(name for name, counts in resting.items() if counts[law]),
        )
        for law, article in library.articles.items()
    )


def _planned(planning: Planning) -> Iterator[str]:
    yield from (row.law for row in planning.rows)
    yield from (dated.law for value in planning.values.values() for dated in value.value)
    yield from (split.law for split in planning.splittings)
