"""Stories: how each trade of the demonstration goes, drawn from one seed so that all are alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from poletai.site.demo.province import BIDDERS, PROJECTS, Body, Project

SEED = 20260302
BEGIN = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
END = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
# How far a story goes, in the order of the law.
STAGES = ("draft", "open", "closed", "scored", "publicity", "awarded", "contracted", "published")
# Days before the end on which trades begin that are not over by then, by the stage they reach.
_UNFINISHED = (
    ("draft", 4, 2),
    ("open", 5, 2),
    ("open", 11, 2),
    ("open", 18, 2),
    ("closed", 27, 2),
    ("scored", 33, 2),
    ("publicity", 31, 3),
    ("awarded", 45, 3),
    ("contracted", 59, 2),
)
_ENDINGS = {5: "too-few", 7: "cancelled", 10: "withdrawn", 12: "rejected"}
_FIRMS = {"too-few": 2, "rejected": 6}
_HOLIDAYS = {(4, 6), (5, 1), (5, 4), (5, 5), (6, 19), (9, 25), *((10, day) for day in range(1, 8))}
_SATURDAY = 5


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
        """Nine in the morning, 25 days after the notice or on the next working day."""
        day = workday(self.announced + timedelta(days=25))
        return day.replace(hour=1, minute=0, second=0, microsecond=0)


def workday(moment: datetime) -> datetime:
    """Return a moment, or the same time of the next day nobody rests on."""
    while moment.weekday() >= _SATURDAY or (moment.month, moment.day) in _HOLIDAYS:
        moment += timedelta(days=1)
    return moment


def stories(count: int = 36) -> tuple[Story, ...]:
    """Return the trades of the demonstration, numbered in the order they begin."""
    chance = Random(SEED)  # noqa: S311 - the same province every time, nothing secret
    plan = sorted(_plan(count), key=lambda one: one[1])
    return tuple(_story(chance, number, *one) for number, one in enumerate(plan))


def _plan(count: int) -> Iterator[tuple[str, datetime]]:
    unfinished = sum(many for _, _, many in _UNFINISHED)
    for number in range(count - unfinished):
        # Four begin on each day, so that their deadlines fall together and are waited for once.
        yield STAGES[-1], workday(BEGIN + timedelta(days=24 * (number // 4)))
    for stage, days, many in _UNFINISHED:
        began = (END - timedelta(days=days)).replace(hour=0, minute=30)
        yield from ((stage, workday(began)) for _ in range(many))


def _story(chance: Random, number: int, stage: str, announced: datetime) -> Story:
    project = _phase_of(PROJECTS[number % len(PROJECTS)], number // len(PROJECTS))
    ending = _ENDINGS.get(number, "")
    method = "comprehensive-score" if number % 3 else "lowest-evaluated-price"
    firms = _FIRMS.get(ending, 3 + chance.randrange(4))
    # The first firm's account is the visitor's: it still has its bids to make.
    bidders = BIDDERS[1:] if stage == "open" else BIDDERS
    offers = tuple(_offers(chance, project, chance.sample(bidders, firms)))
    return Story(number + 1, project, announced, offers, method, stage, ending)


def _phase_of(project: Project, phase: int) -> Project:
    if not phase:
        return project
    return replace(
        project,
        title=f"{project.title}（{'一二三四五'[phase]}期）",
        title_en=f"{project.title_en}, phase {phase + 1}",
    )


def _offers(
    chance: Random, project: Project, bidders: Sequence[Body]
) -> Iterator[tuple[str, str, str]]:
    share = project.estimate // len(project.lots)
    for lot, _title in project.lots:
        for body in bidders:
            yield lot, body.id, f"{share * chance.randrange(780, 985) // 1000}.00"
