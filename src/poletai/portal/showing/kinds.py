"""Kinds of trade as the rulebook lists them: by category, found by words and by whose law it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.library import Library
from poletai.portal.words.texts import CATEGORIES, JURISDICTIONS, said, word


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of trade in the list."""

    name: str
    title: str
    home: str
    base: str
    moves: int
    conditions: int


@dataclass(frozen=True, slots=True)
class Category:
    """Kinds of trade that belong together."""

    name: str
    title: str
    kinds: tuple[Kind, ...]


def kinds_by_category(library: Library, words: str, home: str) -> tuple[Category, ...]:
    """List the kinds that fit the words and are law in a place, category by category."""
    fitting = [
        definition
        for definition in library.definitions.values()
        if home in ("", definition.jurisdiction) and _fits(definition, words)
    ]
    ranked = list(CATEGORIES)
    names = sorted(
        {definition.category for definition in fitting},
        key=lambda name: (ranked.index(name) if name in ranked else len(ranked), name),
    )
    return tuple(
        Category(name, word(CATEGORIES, name), _kinds(library, fitting, name)) for name in names
    )


def homes(library: Library) -> tuple[str, ...]:
    """List whose law the kinds are, the country before its provinces."""
    return tuple(dict.fromkeys(sorted(d.jurisdiction for d in library.definitions.values())))


def _fits(definition: Definition, words: str) -> bool:
    text = " ".join((definition.name, definition.title.zh, definition.title.en)).casefold()
    return all(one in text for one in words.casefold().split())


def _kinds(library: Library, found: Iterable[Definition], category: str) -> tuple[Kind, ...]:
    return tuple(
        _kind(library, definition)
        for definition in sorted(found, key=lambda one: (one.jurisdiction, one.name))
        if definition.category == category
    )


def _kind(library: Library, definition: Definition) -> Kind:
    base = library.bases.get(definition.name)
    return Kind(
        name=definition.name,
        title=said(definition.title),
        home=word(JURISDICTIONS, definition.jurisdiction),
        base="" if base is None else said(library.definition(base).title),
        moves=len(definition.moves),
        conditions=sum(len(move.provided) for move in definition.moves),
    )
