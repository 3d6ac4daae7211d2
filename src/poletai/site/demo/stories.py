"""Stories: how each trade of the demonstration goes, drawn from one seed so that all are alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from poletai.site.demo.province import BIDDERS, PROJECTS, Project

SEED = 20260302
BEGIN = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
END = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
# How far a story goes, in the order of the law.
STAGES = ("draft", "open", "closed", "scored", "publicity", "awarded", "contracted", "published")


@dataclass(frozen=True, slots=True)
class Story:
    """One trade to be played: what, when, who bids what for each lot, and where it stops."""

    number: int
    project: Project
    announced: datetime
    offers: tuple[tuple[str, str, str], ...]
    method: str
    stage: str
    ending: str = ""
    capped: bool = True

    @property
    def deadline(self) -> datetime:
        """The deadline its notice names: nine in the morning, 25 days later, never on a rest day."""
        day = self.announced + timedelta(days=25)
        while day.weekday() >= 5 or (day.month, day.day) in _HOLIDAYS:  # noqa: PLR2004 - Saturday
            day += timedelta(days=1)
        return day.replace(hour=1, minute=0, second=0, microsecond=0)


_HOLIDAYS = {(4, 6), (5, 1), (5, 4), (5, 5), (6, 19), (9, 25)}


def stories(count: int = 36) -> tuple[Story, ...]:
    """Return the trades of the demonstration in the order they begin."""
    chance = Random(SEED)  # noqa: S311 - the same province every time, nothing secret
    return tuple(_story(chance, number, count) for number in range(count))


def _story(chance: Random, number: int, count: int) -> Story:
    project = PROJECTS[number % len(PROJECTS)]
    # Four begin on each day, so that their deadlines fall together and are waited for once.
    announced = BEGIN + timedelta(days=_first_day(number, count))
    ending = {5: "too-few", 11: "cancelled", 17: "withdrawn", 23: "rejected"}.get(number % 24, "")
    stage = _stage(number, count)
    method = "comprehensive-score" if number % 3 else "lowest-evaluated-price"
    firms = {"too-few": 2, "rejected": 6}.get(ending, 3 + chance.randrange(4))
    offers = tuple(_offers(chance, project, firms))
    return Story(number + 1, project, announced, offers, method, stage, ending)


def _first_day(number: int, count: int) -> int:
    span = (END - BEGIN).days
    group = number // 4
    return _workday(group * (span // (count // 4)))


def _workday(day: int) -> int:
    moment = BEGIN + timedelta(days=day)
    while moment.weekday() >= 5 or (moment.month, moment.day) in _HOLIDAYS:  # noqa: PLR2004
        moment += timedelta(days=1)
    return (moment - BEGIN).days


def _stage(number: int, count: int) -> str:
    # Early trades are done; the last ones stand everywhere between draft and award.
    late = count - 1 - number
    if late < 2:  # noqa: PLR2004 - two drafts
        return "draft"
    return STAGES[-1] if late > 9 else STAGES[1 + (late - 2) % 7]  # noqa: PLR2004


def _offers(chance: Random, project: Project, count: int) -> Iterator[tuple[str, str, str]]:
    share = project.estimate // len(project.lots)
    for lot, _title in project.lots:
        for body in chance.sample(BIDDERS, count):
            yield lot, body.id, f"{share * chance.randrange(780, 985) // 1000}.00"
