"""The working calendar: which days are worked and which are holidays, year by known year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import msgspec

from poletai.core.basics.errors import BadCalendarError, UnknownYearError

_SATURDAY = 5


class Holiday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A holiday by name, from its first day to its last, both included."""

    zh: str
    en: str
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield every day of the holiday in order."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)


class Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """One known year: its holidays, the rest days worked in exchange, and the notice behind it."""

    year: int
    basis: str
    working_days: int
    holidays: tuple[Holiday, ...]
    make_up: tuple[date, ...]


class UnknownYears(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What is taken for granted about a year whose holidays are not published yet."""

    longest_rest: int
    weekdays_off: int


class Counting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How the law of a place counts periods of days.

    `rolls`: one that ends on a rest day ends on the next working day. `full_days`: a deadline that
    leaves n days comes after n whole days, not on the n-th. `from_midnight`: what must happen n
    days before a deadline is counted back from the midnight its day began with.
    """

    rolls: bool = True
    full_days: bool = False
    from_midnight: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    name: str
    title: dict[str, str]
    zone: str
    verified_on: date
    unknown_years: UnknownYears
    year: tuple[Year, ...]
    counting: Counting = Counting()


@dataclass(frozen=True, slots=True)
class Calendar:
    """A working calendar with its time zone; `working` holds each known year's working days.

    Working days stand as proleptic Gregorian ordinals in rising order, so that a period is a
    search in a tuple.
    """

    name: str
    zone: ZoneInfo
    unknown: UnknownYears
    holidays: tuple[Holiday, ...]
    working: Mapping[int, tuple[int, ...]]
    counting: Counting

    @property
    def years(self) -> tuple[int, ...]:
        """The years this calendar knows, in order."""
        return tuple(self.working)

    def is_working_day(self, day: date) -> bool:
        """Say whether a day is worked; raises UnknownYearError where its year is not known."""
        if day.year not in self.working:
            raise UnknownYearError(day.year, self.years)
        return day.toordinal() in self.working[day.year]


def read_calendar(data: bytes) -> Calendar:
    """Read the bytes of a calendar.toml; raises BadCalendarError with everything wrong in it."""
    try:
        file = msgspec.toml.decode(data, type=_File)
        zone = ZoneInfo(file.zone)
    except (msgspec.ValidationError, msgspec.DecodeError, KeyError, ValueError) as problem:
        raise BadCalendarError((str(problem),)) from problem
    if problems := tuple(_problems(file)):
        raise BadCalendarError(problems)
    years = sorted(file.year, key=lambda year: year.year)
    return Calendar(
        name=file.name,
        zone=zone,
        unknown=file.unknown_years,
        holidays=tuple(
            sorted((h for year in years for h in year.holidays), key=lambda holiday: holiday.first)
        ),
        working=MappingProxyType({year.year: _working_days(year) for year in years}),
        counting=file.counting,
    )


def _working_days(year: Year) -> tuple[int, ...]:
    """List the working days of a year: weekdays and make-up days that are not holidays."""
    free = {day for holiday in year.holidays for day in holiday.days()}
    first = date(year.year, 1, 1).toordinal()
    days = (date.fromordinal(n) for n in range(first, date(year.year + 1, 1, 1).toordinal()))
    return tuple(
        day.toordinal()
        for day in days
        if day not in free and (day.weekday() < _SATURDAY or day in year.make_up)
    )


def _problems(file: _File) -> Iterator[str]:
    numbers = [year.year for year in file.year]
    yield from (f"the year {n} stands twice" for n in sorted(set(numbers)) if numbers.count(n) > 1)
    if min(file.unknown_years.longest_rest, file.unknown_years.weekdays_off) < 0:
        yield "unknown-years: a number of days cannot be negative"
    for year in file.year:
        yield from (f"{year.year}: {problem}" for problem in _year_problems(year))


def _year_problems(year: Year) -> Iterator[str]:
    for holiday in year.holidays:
        if not date(year.year, 1, 1) <= holiday.first <= holiday.last <= date(year.year, 12, 31):
            yield f"{holiday.zh} must begin before it ends, both within the year"
    free = [day for holiday in year.holidays for day in holiday.days()]
    yield from (f"{day} is in two holidays" for day in sorted(set(free)) if free.count(day) > 1)
    for day in year.make_up:
        if day.weekday() < _SATURDAY or day in free or day.year != year.year:
            yield f"{day} cannot be a make-up day: take a weekend day of the year, not a holiday"
    if (count := len(_working_days(year))) != year.working_days:
        yield f"the days give {count} working days, the file says {year.working_days}"
