"""From the dates a notice leads to follow the last moments of steps: counted back, or on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.support import rules

from poletai.core.procedures.definition import Definition, Values
from poletai.core.procedures.limits import limits, running
from poletai.core.procedures.timetable import Stop, plan

NOTICE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def planned(name: str) -> tuple[Definition, Values, tuple[Stop, ...]]:
    definition = rules.definition(name)
    values = rules.library().values(definition, date(2026, 3, 2))
    return definition, values, plan(definition, values, NOTICE)


def test_objections_to_the_documents_end_ten_days_before_the_deadline() -> None:
    definition, values, stops = planned(rules.WORKS)
    deadline = next(stop for stop in stops if stop.name == "deadline")
    last = next(s for s in limits(definition, values, stops) if s.name == "object-to-documents")

    assert last.law == "cn.tendering-regulation#22"
    assert deadline.at - last.at == timedelta(days=10)


def test_limits_stand_in_order_and_each_once() -> None:
    for name in rules.library().definitions:
        definition, values, stops = planned(name)
        found = limits(definition, values, stops)
        assert list(found) == sorted(found, key=lambda stop: stop.at)
        assert len({(stop.name, stop.law) for stop in found}) == len(found)


def test_a_period_after_what_ends_at_midnight_counts_from_that_day() -> None:
    definition, values, stops = planned(rules.PROCUREMENT)
    over = Stop(
        name="answer-until",
        title=definition.title,
        at=datetime(2026, 3, 9, 16, 0, tzinfo=UTC),
        earliest=datetime(2026, 3, 9, 16, 0, tzinfo=UTC),
        law="cn.procurement-law#53",
        when="ahead",
    )
    found = {s.name: s for s in limits(definition, values, (*stops, over))}

    # Fifteen working days after 9 March 2026 end with 30 March.
    assert found["file-complaint"].at == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)


def test_what_runs_from_a_step_is_told_without_a_day() -> None:
    definition, values, _ = planned(rules.PROCUREMENT)
    told = {each.move.when: each.condition.guard for each in running(definition, values)}

    assert told["submit-report"] == "within-days"
    assert "publish-notice" not in told


@pytest.mark.parametrize("name", sorted(rules.library().definitions))
def test_a_plan_follows_the_trade_and_not_the_chapters(name: str) -> None:
    _, _, stops = planned(name)
    names = [stop.name for stop in stops]
    wanted = ["deadline", "publicity-until", "contract-until", "filing-until"]

    assert [one for one in names if one in wanted] == [one for one in wanted if one in names]
