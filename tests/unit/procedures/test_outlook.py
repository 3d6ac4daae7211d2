"""The outlook, the timetable and the words say what comes next and why."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from tests.support import rules

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.diagram import state_diagram
from poletai.core.procedures.explain import explain
from poletai.core.procedures.outlook import NextMove, next_moves
from poletai.core.procedures.playing import start, values_for
from poletai.core.procedures.timetable import plan, timetable
from poletai.core.procedures.verdicts import try_scenarios
from poletai.core.procedures.wording import wording

CHINA = ZoneInfo("Asia/Shanghai")
NOTICE = "a notice opens the lots for bids"


def coming(name: str, story: str, at: datetime) -> dict[tuple[str, str | None], NextMove]:
    definition, standing = rules.definition(name), rules.endings(name)[story].standing
    values = values_for(rules.library(), definition, standing, at)
    found = next_moves(definition, values, standing, at)
    return {(following.move.when, following.bid): following for following in found}


def test_a_procedure_nobody_drafted_can_only_be_drafted() -> None:
    definition = rules.definition(rules.WORKS)
    standing = start(definition).standing
    at = datetime(2026, 3, 1, tzinfo=UTC)
    values = values_for(rules.library(), definition, standing, at)

    (following,) = next_moves(definition, values, standing, at)

    assert (following.move.when, following.since, following.until) == (
        "draft-procedure",
        None,
        None,
    )
    assert timetable(definition, values, standing, at) == ()


def test_while_bids_are_received_the_deadline_bounds_what_may_happen() -> None:
    deadline = datetime(2026, 3, 25, 1, tzinfo=UTC)
    found = coming(
        rules.WORKS, "a notice opens the lots for bids", datetime(2026, 3, 3, tzinfo=UTC)
    )

    assert found["deposit-bid", None].until == deadline
    assert found["close-bids", None].since == deadline
    assert "award" not in {when for when, _ in found}


def test_a_deadline_that_has_passed_blocks_questions() -> None:
    found = coming(
        rules.WORKS, "a notice opens the lots for bids", datetime(2026, 3, 26, tzinfo=UTC)
    )

    assert [r.law for r in found["ask-question", None].blocked_by] == ["platform.rules#5"]


def test_only_the_first_candidate_may_be_awarded_and_only_after_publicity() -> None:
    story = "candidates are published past a holiday"
    found = coming(rules.WORKS, story, datetime(2026, 4, 3, tzinfo=UTC))

    assert [r.law for r in found["award", "b"].blocked_by] == ["cn.tendering-regulation#54"]
    assert [r.law for r in found["award", "a"].blocked_by][-1] == "cn.tendering-regulation#55"
    assert found["award", "b"].since == datetime(2026, 4, 7, 16, tzinfo=UTC)


def test_a_duty_whose_time_ran_out_is_late_and_not_blocked() -> None:
    found = coming(rules.WORKS, "the committee reports", datetime(2026, 5, 1, tzinfo=UTC))

    assert found["publish-candidates", None].blocked_by == ()
    assert [a.law for a in found["publish-candidates", None].late] == ["cn.tendering-regulation#54"]


def test_the_timetable_marks_what_passed_what_is_next_and_the_holidays_between() -> None:
    definition = rules.definition(rules.WORKS)
    standing = rules.endings(rules.WORKS)["candidates are published past a holiday"].standing
    at = datetime(2026, 4, 3, tzinfo=UTC)
    values = values_for(rules.library(), definition, standing, at)

    stops = {stop.name: stop for stop in timetable(definition, values, standing, at)}

    assert stops["deadline"].when == "passed"
    assert stops["publicity-until"].when == "now"
    assert [holiday.en for holiday in stops["publicity-until"].crossed] == ["Tomb-Sweeping Day"]
    assert stops["publicity-until"].lot == "1"


def test_a_limit_of_the_law_stands_on_the_timetable_once() -> None:
    definition = rules.definition(rules.PROCUREMENT)
    for story, limits in (
        ("the committee reports", ["award"]),
        ("the contract is signed at the price of the bid", []),
    ):
        standing = rules.endings(rules.PROCUREMENT)[story].standing
        values = values_for(rules.library(), definition, standing, datetime(2026, 4, 1, tzinfo=UTC))

        stops = timetable(definition, values, standing, datetime(2026, 4, 1, tzinfo=UTC))

        assert [s.name for s in stops if definition.moves_when(s.name)] == limits
        assert stops == tuple(sorted(stops, key=lambda stop: stop.at))


def test_the_earliest_dates_of_a_notice_are_counted_ahead() -> None:
    definition = rules.definition(rules.WORKS)
    values = rules.library().values(definition, date(2026, 3, 2))

    stops = {s.name: s for s in plan(definition, values, datetime(2026, 3, 2, 9, tzinfo=CHINA))}

    assert stops["documents-until"].at.date() == date(2026, 3, 9)
    assert stops["deadline"].at.date() == date(2026, 3, 23)


def test_a_date_in_a_year_nobody_knows_is_an_interval() -> None:
    definition = rules.definition(rules.WORKS)
    values = rules.library().values(definition, date(2026, 12, 2))

    stops = {s.name: s for s in plan(definition, values, datetime(2026, 12, 2, 9, tzinfo=CHINA))}

    assert stops["contract-until"].earliest < stops["contract-until"].at


@pytest.mark.parametrize("of", ["procedure", "lot", "bid"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_diagram_shows_every_state(of: str, language: str) -> None:
    definition = rules.definition(rules.WORKS)

    drawn = state_diagram(definition, of, language)

    assert drawn.startswith("stateDiagram-v2\n")
    for name, state in definition.machines[of].state.items():
        said = getattr(state.title, language)
        assert f'state "{said}" as {name.replace("-", "_")}' in drawn


def test_an_explanation_lists_what_rests_on_each_article_and_where_nothing_does() -> None:
    library, definition = rules.library(), rules.definition(rules.WORKS)

    found = explain(library, definition, try_scenarios(library, definition))

    by_law = {explained.article.law: explained for explained in found.articles}
    days = by_law["cn.tendering-law#24"]
    assert [(r.kind, r.move) for r in days.resting] == [
        ("value", ""),
        ("condition", "publish-notice"),
    ]
    assert "nineteen days are too short to prepare a bid" in days.scenarios
    assert (days.met > 0, days.unmet > 0) == (True, True)
    assert by_law["cn.tendering-law#45"].met > 0
    assert by_law["cn.tendering-law#34"].scenarios == ()
    assert "cn.tendering-law#22" in {article.law for article in found.idle}
    kinds = {r.kind for explained in found.articles for r in explained.resting}
    assert kinds == {"value", "condition", "instant", "move", "debt"}


def test_every_condition_can_be_said_in_both_languages() -> None:
    for name in rules.DEFINITIONS:
        definition = rules.definition(name)
        values = rules.library().values(definition, date(2026, 3, 2))
        for move in definition.moves:
            for condition in move.provided:
                for language in ("zh", "en"):
                    for known in (values, None):
                        said = wording(definition, condition, language, known)
                        assert said
                        assert "{" not in said


def test_a_sentence_has_titles_and_values_in_words() -> None:
    definition = rules.definition(rules.WORKS)
    values = rules.library().values(definition, date(2026, 3, 2))
    (notice,) = definition.moves_when("publish-notice")
    sentences = [wording(definition, c, "en", values) for c in notice.provided]

    assert "Deadline for bids lies at least 20 days after Documents available from" in sentences
    assert "Bid security is at most 2 % of Estimated price" in sentences


def test_a_value_not_in_force_yet_is_called_by_its_title() -> None:
    definition = rules.definition(rules.WORKS)
    values = rules.library().values(definition, date(2026, 3, 2))
    nothing = msgspec.structs.replace(values, parameters={})
    (notice,) = definition.moves_when("publish-notice")

    said = wording(definition, notice.provided[1], "zh", nothing)

    assert said == "投标截止时间 距 文件获取开始 不少于 投标文件编制时间"


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        # Twenty days from the notice to the listing, ten of listing.
        ("cn.land.listing", "listing-from", "2026-03-22T16:00:00Z"),
        ("cn.land.listing", "listing-until", "2026-04-01T16:00:00Z"),
        ("cn.land.tender", "deadline", "2026-03-22T16:00:00Z"),
        # A sale of seven days and five more to apply; the invitation then leaves twenty.
        ("cn.works.prequalification", "applications-until", "2026-03-15T16:00:00Z"),
        ("cn.works.prequalification", "deadline", "2026-04-06T16:00:00Z"),
        ("ua.below-threshold", "deadline", "2026-03-10T22:00:00Z"),
    ],
)
def test_a_plan_leaves_the_time_each_notice_has_to(kind: str, name: str, expected: str) -> None:
    definition = rules.definition(kind)
    notice = datetime(2026, 3, 2, 1, tzinfo=UTC)
    values = rules.library().values(definition, notice.date())

    stops = {stop.name: stop for stop in plan(definition, values, notice)}

    assert format_instant(stops[name].at) == expected
