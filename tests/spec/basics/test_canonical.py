"""Canonical bytes and instants: one text for one value, and a clear refusal for the rest."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from poletai.core.basics.canonical import canonical, digest, parse
from poletai.core.basics.errors import NotAnInstantError, NotCanonicalError
from poletai.core.basics.instant import format_instant, parse_instant


def nested(levels: int) -> object:
    value: object = 0
    for _ in range(levels):
        value = [value]
    return value


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    value = {"b": [True, None, -1], "a": {"y": "招标", "x": ("t",)}}

    assert canonical(value) == '{"a":{"x":["t"],"y":"招标"},"b":[true,null,-1]}'.encode()


@pytest.mark.parametrize("data", [b"", b"[" * 100_000, b'"\xed\xa0\x80"', b'"\\ud800"', b"{} {}"])
def test_whatever_is_no_json_ends_in_one_error(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        parse(data)


def test_what_is_written_reads_back() -> None:
    value = {"price": "1000000.00", "n": [1, 2]}

    assert parse(canonical(value)) == value


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ({"a": [1, 0.5]}, r"\$\.a\[1\] holds a float"),
        ({"a": ["x", 1], "b": {"c": None}, "d": 0.5}, r"\$\.d holds a float"),
        ({"a": 2**53}, r"\$\.a holds an integer beyond"),
        ({"标": 1}, "not ASCII"),
        ({1: 1}, "not ASCII"),
        ({"a": b"x"}, "holds a bytes"),
        ({"a": "\ud800"}, "surrogate"),
        (nested(65), "64 levels"),
        (nested(100_000), "64 levels"),
    ],
)
def test_what_has_no_canonical_bytes_is_refused_with_its_place(
    value: object, complaint: str
) -> None:
    with pytest.raises(NotCanonicalError, match=complaint):
        canonical(value)


def test_the_label_parts_one_use_of_a_hash_from_another() -> None:
    assert digest("p/", "a", b"bc") != digest("p/", "ab", b"c")
    assert digest("p/", "a", b"b", b"c") == digest("p/", "a", b"bc")


def test_an_instant_is_written_in_utc_without_empty_fractions() -> None:
    beijing = timezone(timedelta(hours=8))

    assert format_instant(datetime(2026, 3, 21, 9, tzinfo=beijing)) == "2026-03-21T01:00:00Z"
    assert format_instant(datetime(2026, 1, 1, 0, 0, 0, 5, UTC)) == "2026-01-01T00:00:00.000005Z"


def test_an_instant_reads_back_as_the_same_moment() -> None:
    assert parse_instant("2026-03-21T09:00:00+08:00") == datetime(2026, 3, 21, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-03-21T09:00:00", "tomorrow", "", None, 5])
def test_a_time_without_its_offset_is_no_instant(text: object) -> None:
    with pytest.raises(NotAnInstantError, match="offset included"):
        parse_instant(text)  # type: ignore[arg-type]  # JSON from outside may hold anything


def test_a_naive_time_is_never_written() -> None:
    naive = datetime(2026, 3, 21, 9, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(NotAnInstantError):
        format_instant(naive)
