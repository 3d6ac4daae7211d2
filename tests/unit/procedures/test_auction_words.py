"""How auctions are written: announced terms, lines of a record, short forms of stories."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.support.auction_trials import settle_again

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.auctions import commitment
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.core.procedures.short_auctions import record
from poletai.core.procedures.short_forms import expand, sample_hash

# How terms and records are written.


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"mechanism": "ascending", "window": 240}, None),
        ("ascending", "is no mechanism"),
        ({"mechanism": "lottery"}, "is no mechanism"),
        ({"mechanism": "ascending", "window": "240"}, "Expected `int"),
        ({"mechanism": "ascending", "windows": 240}, "unknown field"),
    ],
)
def test_announced_terms_are_read_strictly(value: Any, problem: str | None) -> None:
    said = FIELD_TYPES["auction"].check(value)

    assert said is None if problem is None else problem in str(said)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"at": "2026-04-12T00:00:00Z", "bidder": "a", "amount": "1"}, None),
        ({"at": "2026-04-12T00:00:00", "bidder": "a"}, "is not an instant"),
        ({"at": "2026-04-12T00:00:00Z", "bidder": "a", "amount": "1e5"}, "matching regex"),
        ({"at": "2026-04-12T00:00:00Z", "bidder": "a", "prize": "1"}, "unknown field"),
        ({"at": "2026-04-12T00:00:00Z"}, "missing required field"),
    ],
)
def test_the_lines_of_a_record_are_read_strictly(line: Any, problem: str | None) -> None:
    said = FIELD_TYPES["auction-record"].check([line])

    assert said is None if problem is None else problem in str(said)


def test_a_story_tells_a_record_in_words() -> None:
    at = datetime(2026, 4, 12, tzinfo=UTC)
    told = [
        "now: a 5",
        "now: a 5 x 3",
        "now: a 5 area",
        "2026-04-12T00:00:01Z: a confirm",
        {"at": "x"},
        "now: a accept 5",
    ]

    lines = record(told, lambda _: at)

    assert lines[0] == {"at": "2026-04-12T00:00:00Z", "bidder": "a", "number": 0, "amount": "5"}
    assert lines[1]["quantity"] == "3"
    assert lines[2]["dimension"] == "area"
    assert (lines[3]["at"], lines[3]["kind"]) == ("2026-04-12T00:00:01Z", "confirm")
    assert lines[4] == {"at": "x"}
    assert (lines[5]["kind"], lines[5]["amount"]) == ("accept", "5")
    assert record("all of it", lambda _: at) == "all of it"


def test_short_forms_of_auctions_stand_for_the_whole() -> None:
    at = datetime(2026, 4, 12, tzinfo=UTC)

    assert expand("auction", "texas") == {"mechanism": "texas"}
    assert (
        expand("auction", {"mechanism": "texas", "begins": at})["begins"] == "2026-04-12T00:00:00Z"
    )
    assert expand("digest", "salt") == sample_hash("salt")
    assert expand("digest", sample_hash("salt")) == sample_hash("salt")
    assert expand("digest", None) is None
    (lot,) = expand("lots", [{"lot": "1", "reserve": "5.00"}])
    assert lot["reserve_hash"] == commitment(sample_hash("salt"), {"amount": "5.00"})


def test_a_refused_settlement_names_what_is_wrong() -> None:
    refused = settle_again([{"at": "yesterday", "bidder": "a"}])

    assert isinstance(refused, Refusal)
    assert refused.code == "fields-wrong"
    assert "'yesterday' is not an instant" in refused.reason
