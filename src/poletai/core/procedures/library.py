"""The library: all definitions, articles and calendars of a rulebook, read and checked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from poletai.core.basics.calendar import Calendar, read_calendar
from poletai.core.basics.errors import BadCalendarError
from poletai.core.basics.problem import Problem
from poletai.core.procedures.checks import check_definition
from poletai.core.procedures.definition import Definition, Values
from poletai.core.procedures.errors import UnknownDefinitionError
from poletai.core.procedures.lines import line_numbers
from poletai.core.procedures.reading import document_bytes, read_definition
from poletai.core.procedures.sources import Article, read_sources
from poletai.core.procedures.values import values_bytes, values_on

CALENDAR, SOURCES, SCENARIOS = "calendar.toml", "sources.toml", ".scenarios.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What a rulebook says, as frozen values; files are named as the rulebook names them."""

    definitions: Mapping[str, Definition]
    articles: Mapping[str, Article]
    calendars: Mapping[str, Calendar]
    files: Mapping[str, bytes]

    def definition(self, name: str) -> Definition:
        """Return a definition by name; raises UnknownDefinitionError, which is a KeyError."""
        if name not in self.definitions:
            raise UnknownDefinitionError(name, tuple(self.definitions))
        return self.definitions[name]

    def values(self, definition: Definition, day: date) -> Values:
        """Return the values a definition has on a day, with the calendar they are counted in."""
        calendar = self.calendars[definition.jurisdiction]
        pinned = hashlib.sha256(self.calendar_bytes(definition.jurisdiction)).hexdigest()
        return values_on(definition, day, calendar, pinned)

    def local_day(self, definition: Definition, moment: datetime) -> date:
        """Return the day an instant falls on where the definition is law."""
        return moment.astimezone(self.calendars[definition.jurisdiction].zone).date()

    def article(self, law: str) -> Article:
        """Return an article by its citation; raises KeyError where no source has it."""
        return self.articles[law]

    def definition_bytes(self, name: str) -> bytes:
        """Return the bytes a notice pins a definition by: canonical JSON of its document."""
        return document_bytes(self.files[file_of(name)])

    def values_bytes(self, values: Values) -> bytes:
        """Return the bytes a notice pins its values by."""
        return values_bytes(values.on, values.parameters)

    def calendar_bytes(self, jurisdiction: str) -> bytes:
        """Return the bytes a notice pins a calendar by: the file as it stands."""
        return self.files[f"{jurisdiction}/{CALENDAR}"]

    def scenarios_bytes(self, name: str) -> bytes | None:
        """Return the scenarios beside a definition; None where there are none."""
        return self.files.get(file_of(name).removesuffix(".toml") + SCENARIOS)


def file_of(name: str) -> str:
    """Return the file a definition of this name stands in: cn.works -> cn/works.toml."""
    jurisdiction, _, kind = name.partition(".")
    return f"{jurisdiction}/{kind}.toml"


def read_library(
    files: Mapping[str, bytes], today: date | None = None
) -> tuple[Library, tuple[Problem, ...]]:
    """Read and check all files of a rulebook: what is sound, and everything wrong.

    `files` maps `<jurisdiction>/<file>.toml` to bytes. A definition with an error is left out;
    warnings, such as a value nobody verified in the year before `today`, leave nothing out.
    """
    articles, problems = _articles(files)
    calendars, more = _calendars(files)
    problems += more
    sound: dict[str, Definition] = {}
    for file, data in files.items():
        if file.endswith((CALENDAR, SOURCES, SCENARIOS)):
            continue
        definition, wrong = _definition(file, data, articles, calendars, today)
        problems += wrong
        if definition is not None and not any(p.force == "error" for p in wrong):
            sound[definition.name] = definition
    library = Library(definitions=sound, articles=articles, calendars=calendars, files=files)
    return library, tuple(problems)


def _definition(
    file: str,
    data: bytes,
    articles: Mapping[str, Article],
    calendars: Mapping[str, Calendar],
    today: date | None,
) -> tuple[Definition | None, tuple[Problem, ...]]:
    definition, problems = read_definition(file, data)
    if definition is None:
        return None, problems
    misplaced = (
        (file_of(definition.name) != file, f"is named {definition.name!r}: rename one of the two"),
        (definition.jurisdiction not in calendars, "has no calendar.toml beside it"),
    )
    return definition, (
        *(Problem(code="rulebook.misplaced", where=file, message=m) for bad, m in misplaced if bad),
        *check_definition(definition, file, line_numbers(data), articles, today),
    )


def _articles(files: Mapping[str, bytes]) -> tuple[dict[str, Article], list[Problem]]:
    found: dict[str, Article] = {}
    problems: list[Problem] = []
    for file, data in files.items():
        if file.endswith(SOURCES):
            articles, wrong = read_sources(file, data)
            problems += wrong
            found |= articles
    return found, problems


def _calendars(files: Mapping[str, bytes]) -> tuple[dict[str, Calendar], list[Problem]]:
    found: dict[str, Calendar] = {}
    problems: list[Problem] = []
    for file, data in files.items():
        if file.endswith(CALENDAR):
            try:
                found[file.partition("/")[0]] = read_calendar(data)
            except BadCalendarError as problem:
                problems.append(Problem(code=problem.code, where=file, message=str(problem)))
    return found, problems
