"""The library: all definitions, articles and calendars of a rulebook, read and checked."""

import hashlib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from poletai.core.basics.calendar import Calendar, read_calendar
from poletai.core.basics.errors import BadCalendarError
from poletai.core.basics.problem import Problem
from poletai.core.procedures.assembly.layers import EXTENDS, file_of, is_chapter, stack
from poletai.core.procedures.assembly.whole import assemble
from poletai.core.procedures.checks import check_definition
from poletai.core.procedures.definition import Definition, Values
from poletai.core.procedures.errors import UnknownDefinitionError
from poletai.core.procedures.reading import document_bytes, read_definition
from poletai.core.procedures.sources import Article, read_sources
from poletai.core.procedures.values import values_bytes, values_on

CALENDAR, SOURCES, SCENARIOS = "calendar.toml", "sources.toml", ".scenarios.toml"
PLANNING = "planning.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What a rulebook says, as frozen values; files are named as the rulebook names them."""

    definitions: Mapping[str, Definition]
    articles: Mapping[str, Article]
    calendars: Mapping[str, Calendar]
    files: Mapping[str, bytes]
    # What each overlay among the definitions extends.
    bases: Mapping[str, str]

    def definition(self, name: str) -> Definition:
        """Return a definition by name; raises UnknownDefinitionError, which is a KeyError."""
        if name not in self.definitions:
            raise UnknownDefinitionError(name, tuple(self.definitions))
        return self.definitions[name]

    def values(self, definition: Definition, day: date) -> Values:
        """Return the values a definition has on a day, with the calendar they are counted in."""
        calendar = self.calendars[_home(definition.jurisdiction, self.calendars)]
        pinned = hashlib.sha256(self.calendar_bytes(definition.jurisdiction)).hexdigest()
        return values_on(definition, day, calendar, pinned)

    def local_day(self, definition: Definition, moment: datetime) -> date:
        """Return the day an instant falls on where the definition is law."""
        return moment.astimezone(self.zone(definition)).date()

    def zone(self, definition: Definition) -> tzinfo:
        """Return the time zone where the definition is law."""
        return self.calendars[_home(definition.jurisdiction, self.calendars)].zone

    def article(self, law: str) -> Article:
        """Return an article by its citation; raises KeyError where no source has it."""
        return self.articles[law]

    def definition_bytes(self, name: str) -> bytes:
        """Return the bytes a notice pins a definition by: canonical JSON of its whole document."""
        return document_bytes(file_of(name), self.files)

    def values_bytes(self, values: Values) -> bytes:
        """Return the bytes a notice pins its values by."""
        return values_bytes(values.on, values.parameters)

    def calendar_bytes(self, jurisdiction: str) -> bytes:
        """Return the bytes a notice pins a calendar by: the file as it stands."""
        return self.files[f"{_home(jurisdiction, self.calendars)}/{CALENDAR}"]

    def story_sources(self, name: str) -> tuple[tuple[str, bytes], ...]:
        """Return the files that tell a definition's stories, chapters first and its own last."""
        file = file_of(name)
        layers = stack(file, self.files[file], self.files).layers
        files = (layer.file.removesuffix(".toml") + SCENARIOS for layer in layers)
        return tuple((file, self.files[file]) for file in files if file in self.files)

    def here(self, name: str) -> Mapping[str, str]:
        """Return the articles a definition names for the citations its chapters leave open."""
        return assemble(file_of(name), self.files).here


def _home(jurisdiction: str, calendars: Collection[str]) -> str:
    """Return whose calendar counts: a province's own, or that of the country before the hyphen."""
    return jurisdiction if jurisdiction in calendars else jurisdiction.partition("-")[0]


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
    bases: dict[str, str] = {}
    for file, base in _in_order(files):
        # What extends something broken is left out: the problems are told where they stand.
        if base is not None and file_of(base) in files and base not in sound:
            continue
        definition, wrong = _definition(file, files, articles, calendars, today)
        problems += wrong
        if definition is not None and not any(p.force == "error" for p in wrong):
            sound[definition.name] = definition
            bases |= {} if base is None else {definition.name: base}
    library = Library(
        definitions=sound, articles=articles, calendars=calendars, files=files, bases=bases
    )
    # What is wrong in a chapter is said once, however many definitions name it.
    return library, tuple(dict.fromkeys(problems))


def _definition(
    file: str,
    files: Mapping[str, bytes],
    articles: Mapping[str, Article],
    calendars: Mapping[str, Calendar],
    today: date | None,
) -> tuple[Definition | None, tuple[Problem, ...]]:
    definition, problems, places = read_definition(file, files)
    if definition is None:
        return None, problems
    home = _home(definition.jurisdiction, calendars)
    misplaced = (
        (file_of(definition.name) != file, f"is named {definition.name!r}: rename one of the two"),
        (home not in calendars, "has no calendar.toml beside it"),
    )
    return definition, (
        *(Problem(code="rulebook.misplaced", where=file, message=m) for bad, m in misplaced if bad),
        *check_definition(definition, places, articles, today),
    )


def _in_order(files: Mapping[str, bytes]) -> list[tuple[str, str | None]]:
    """List the files of definitions with what each extends: those that extend nothing first."""
    found = [
        (file, _extended(data))
        for file, data in files.items()
        if not file.endswith((CALENDAR, SOURCES, SCENARIOS, PLANNING)) and not is_chapter(file)
    ]
    return sorted(found, key=lambda each: each[1] is not None)


def _extended(data: bytes) -> str | None:
    try:
        extended = tomllib.loads(data.decode()).get(EXTENDS)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None
    return None if extended is None else str(extended)


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
