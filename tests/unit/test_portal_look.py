"""Amounts, instants and hashes are written exactly, in the reader's language."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from poletai.portal.templatetags.look import (
    anchor,
    day_and_time,
    grouped,
    icon,
    short,
    told_from,
    utc,
    zone,
)

NOW = datetime(2026, 3, 20, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("1280000.00", "1,280,000.00"),
        (Decimal("0.10"), "0.10"),
        (12345, "12,345"),
        ("-128000", "-128,000"),
        ("1E+3", "1,000"),
    ],
)
def test_an_amount_keeps_every_digit_it_came_with(amount: Decimal | str, written: str) -> None:
    assert grouped(amount) == written


def test_the_end_of_a_day_is_written_as_24_hours() -> None:
    midnight = datetime(2026, 2, 25, 16, 0, tzinfo=UTC)

    with override("zh-hans"):
        assert day_and_time(midnight) == "2026年2月25日 24:00"
        assert day_and_time(NOW) == "2026年3月20日 10:30"


@pytest.mark.parametrize(
    ("away", "chinese", "english"),
    [
        (timedelta(days=3), "3 日后", "in 3 days"),
        (timedelta(hours=-2), "2 小时前", "2 hours ago"),
        (timedelta(seconds=20), "现在", "now"),
    ],
)
def test_an_instant_is_told_from_now(away: timedelta, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert told_from(NOW + away, NOW).replace("\xa0", " ") == chinese
    with override("en"):
        assert told_from(NOW + away, NOW).replace("\xa0", " ") == english


def test_an_instant_has_one_machine_text_and_a_named_zone() -> None:
    assert utc(NOW) == "2026-03-20T02:30:00Z"
    with override("en"):
        assert zone(NOW) == "Beijing time"


def test_a_zone_without_a_name_is_written_as_its_offset() -> None:
    with override("en"), timezone.override("UTC"):
        assert zone(NOW) == "UTC+00:00"


def test_a_hash_is_shortened_and_a_short_text_is_not() -> None:
    assert short("ab" * 32) == "abababab…abab"
    assert short("abcd") == "abcd"


def test_a_labelled_icon_is_read_aloud_and_another_is_skipped() -> None:
    assert 'aria-label="Sealed"' in icon("lock", "Sealed")
    assert 'aria-hidden="true"' in icon("lock")


def test_a_problem_links_to_its_field() -> None:
    assert anchor("lots.1.deadline") == "id_lots_1_deadline"
