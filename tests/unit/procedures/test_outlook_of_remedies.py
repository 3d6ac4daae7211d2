"""What comes next says until when one may object; before there is a deadline it says nothing."""

from datetime import UTC, datetime

from tests.support import rules

from poletai.core.procedures.outlook import NextMove, next_moves
from poletai.core.procedures.playing import values_for
from poletai.core.procedures.standing import Standing, Tally

AT = datetime(2026, 3, 3, tzinfo=UTC)


def objection(standing: Standing) -> NextMove:
    definition = rules.definition(rules.WORKS)
    values = values_for(rules.library(), definition, standing, AT)
    found = next_moves(definition, values, standing, AT, Tally())
    return next(one for one in found if one.move.when == "object-to-documents")


def test_the_time_to_object_to_the_documents_ends_ten_days_before_the_deadline() -> None:
    story = rules.endings(rules.WORKS)["a notice opens the lots for bids"]
    deadline = datetime.fromisoformat(story.standing.facts["deadline"])

    until = objection(story.standing).until

    assert until is not None
    assert (deadline - until).days == 10


def test_without_a_deadline_nothing_says_until_when() -> None:
    assert objection(Standing(procedure="p", state="receiving-bids")).until is None
