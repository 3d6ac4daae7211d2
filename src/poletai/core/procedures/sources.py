"""Sources: the laws a rulebook rests on, each article in one line of our own words."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from poletai.core.basics.citation import read_citation
from poletai.core.basics.errors import NotACitationError
from poletai.core.basics.problem import Problem
from poletai.core.procedures.definition import Text


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A law by its official title, number and address, in force since a day, until it ceases."""

    title: Text
    number: str
    address: str
    since: date
    verified_on: date
    article: dict[str, Text]
    ceases: date | None = None


class Article(msgspec.Struct, frozen=True):
    """One article as a citation names it: what it says in our words, and where it stands."""

    law: str
    title: Text
    text: Text
    number: str
    address: str
    since: date
    ceases: date | None = None


def read_sources(file: str, data: bytes) -> tuple[dict[str, Article], tuple[Problem, ...]]:
    """Read the articles of a sources.toml by citation, with everything wrong in it."""
    try:
        document = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        return {}, (_problem(file, f"is not TOML: {problem}"),)
    articles: dict[str, Article] = {}
    problems = [
        _problem(file, f"{key!r} is not a key here") for key in document.keys() - {"source"}
    ]
    for name, table in document.get("source", {}).items():
        try:
            articles |= _articles(name, msgspec.convert(table, Source, strict=True))
        except (msgspec.ValidationError, NotACitationError) as problem:
            problems.append(_problem(file, f"{name}: {problem}"))
    return articles, tuple(problems)


def _articles(name: str, source: Source) -> Mapping[str, Article]:
    return {
        law: Article(
            law=str(read_citation(law)),
            title=source.title,
            text=text,
            number=source.number,
            address=source.address,
            since=source.since,
            ceases=source.ceases,
        )
        for law, text in ((f"{name}#{key}", text) for key, text in source.article.items())
    }


def _problem(file: str, message: Any) -> Problem:
    return Problem(code="rulebook.sources", where=file, message=str(message))
