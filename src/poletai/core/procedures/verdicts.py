"""Verdicts: whether scenarios ended as they say, and what of a definition no scenario touched."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from poletai.core.basics.problem import Problem
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.library import Library
from poletai.core.procedures.playing import Play, play
from poletai.core.procedures.scenarios import Scenario
from poletai.core.procedures.standing import (
    ApplicantStanding,
    LotStanding,
    RemedyStanding,
    Standing,
)
from poletai.core.procedures.stories import read_stories


class ArticleCount(msgspec.Struct, frozen=True):
    """How often scenarios met and did not meet conditions resting on an article, and which did."""

    law: str
    met: int
    unmet: int
    scenarios: tuple[str, ...]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What playing the scenarios of a definition found."""

    definition: str
    scenarios: tuple[str, ...]
    problems: tuple[Problem, ...]
    articles: tuple[ArticleCount, ...]


def try_scenarios(library: Library, definition: Definition) -> Verdict:
    """Play the scenarios beside a definition: wrong ends, moves not reached, conditions not tried.

    A definition without scenarios has that as its one problem.
    """
    file = f"{definition.name}.scenarios"
    scenarios, problems = told(library, definition.name)
    if not scenarios and not problems:
        missing = _problem(file, "no-scenarios", "has no scenarios: write them beside it")
        return Verdict(definition=definition.name, scenarios=(), problems=(missing,), articles=())
    ends = {} if problems else play(library, definition, scenarios)
    found = (
        *problems,
        *(_problem(file, "scenario", m) for s in scenarios if ends for m in wrong(s, ends[s.name])),
        *(_untouched(definition, file, ends) if ends else ()),
    )
    names = tuple(scenario.name for scenario in scenarios)
    articles = _articles(definition, scenarios, ends) if ends else ()
    return Verdict(definition=definition.name, scenarios=names, problems=found, articles=articles)


def told(library: Library, name: str) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Read the stories of a definition: its own and those of all it is put together of."""
    return read_stories(library.story_sources(name), library.here(name))


def wrong(scenario: Scenario, end: Play) -> tuple[str, ...]:
    """List how a scenario ended otherwise than it says; nothing where it is true."""
    then, refused = scenario.then, end.refusal
    got = {
        "refused": None if refused is None else refused.law,
        "events": tuple(event.name for event in end.events),
        "advice": tuple(advice.law for advice in end.advice),
    }
    wanted = {"refused": then.refused, "events": then.events, "advice": then.advice}
    differences = [
        f"{name} should be {want!r}, is {got[name]!r}"
        for name, want in wanted.items()
        if got[name] != want and (want is not None or name == "refused")
    ]
    if refused is not None and then.refused is None:
        differences.append(f"it was refused: {refused.reason}")
    differences += _states(then.states, end)
    differences += _facts(then.facts, end)
    return tuple(f"{scenario.name}: {difference}" for difference in differences)


def _states(wanted: Mapping[str, str], end: Play) -> Iterator[str]:
    """Compare states: `procedure`, `lot.<lot>`, `bid.<lot>.<bid>`, and so of the others."""
    for name, state in wanted.items():
        of, _, remedy = name.partition(".")
        known = end.remedies.get(remedy) if of == "remedy" else None
        found = _state(name.split("."), end.standing) if known is None else known.state
        if found != state:
            yield f"{name} should be {state}, is {found}"


def _state(path: Sequence[str], standing: Standing) -> str | None:
    match path:
        case ["procedure"]:
            return standing.state
        case ["lot", lot] if lot in standing.lots:
            return standing.lots[lot].state
        case ["applicant", *party] if ".".join(party) in standing.applicants:
            return standing.applicants[".".join(party)].state
        case ["bid", lot, bid] if lot in standing.lots and bid in standing.lots[lot].bids:
            return standing.lots[lot].bids[bid].state
        case _:
            return None


def _facts(wanted: Mapping[str, object], end: Play) -> Iterator[str]:
    """Compare facts: `lot.<lot>.<fact>`, so of a remedy or applicant, or the procedure's own."""
    for name, value in wanted.items():
        found = _fact(name, end)
        if found != value:
            yield f"{name} should be {value!r}, is {found!r}"


def _fact(name: str, end: Play) -> object:
    of, _, rest = name.partition(".")
    holders: Mapping[str, Mapping[str, LotStanding | RemedyStanding | ApplicantStanding]] = {
        "lot": end.standing.lots,
        "remedy": end.remedies,
        "applicant": end.standing.applicants,
    }
    if of not in holders:
        return end.standing.facts.get(name)
    one, _, fact = rest.partition(".")
    return holders[of][one].facts.get(fact) if one in holders[of] else None


def _untouched(definition: Definition, file: str, ends: Mapping[str, Play]) -> Iterator[Problem]:
    taken = {index for end in ends.values() for index in end.taken}
    tried = {one for end in ends.values() for one in end.tried}
    for index, move in enumerate(definition.moves):
        if index not in taken:
            yield _problem(file, "move-not-reached", f"no scenario takes {move.when}: {move.then}")
        for i, condition in enumerate(move.provided):
            for held, word in ((True, "meets"), (False, "breaks")):
                if (index, i, held) not in tried:
                    said = f"{move.when}: {condition.guard} of {condition.law}"
                    yield _problem(file, "condition-not-tried", f"no scenario {word} {said}")


def _articles(
    definition: Definition, scenarios: Sequence[Scenario], ends: Mapping[str, Play]
) -> tuple[ArticleCount, ...]:
    met: dict[str, list[str]] = {}
    unmet: dict[str, list[str]] = {}
    for scenario in scenarios:
        # What the story it begins after had tried already is counted there.
        before = frozenset() if scenario.after is None else ends[scenario.after].tried
        for move, condition, held in ends[scenario.name].tried - before:
            law = definition.moves[move].provided[condition].law
            (met if held else unmet).setdefault(law, []).append(scenario.name)
    return tuple(
        _count(law, met.get(law, []), unmet.get(law, [])) for law in sorted({*met, *unmet})
    )


def _count(law: str, met: list[str], unmet: list[str]) -> ArticleCount:
    return ArticleCount(law, len(met), len(unmet), tuple(sorted({*met, *unmet})))


def _problem(where: str, code: str, message: str) -> Problem:
    return Problem(code=f"rulebook.{code}", where=where, message=message)
