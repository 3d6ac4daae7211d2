"""Tickets to live rooms: whoever holds the store key can read them, and nobody else make them."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poletai.ledger.store_key import StoreKey
from poletai.ledger.tickets import Ticket, make_ticket, read_ticket, session_secret

KEY, OTHER = StoreKey(b"\x01" * 32), StoreKey(b"\x02" * 32)
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
UNTIL = int((NOW + timedelta(minutes=5)).timestamp())
TICKET = Ticket(room="a" * 32, plate="07", bidder="firm-a", key="ab" * 32, until=UNTIL, id="0" * 32)


def test_a_ticket_reads_as_it_was_made() -> None:
    text, secret = make_ticket(KEY, TICKET)

    assert read_ticket(KEY, text, NOW) == TICKET
    assert secret == session_secret(KEY, TICKET)


def test_a_ticket_of_another_key_is_none() -> None:
    text, secret = make_ticket(OTHER, TICKET)

    assert read_ticket(KEY, text, NOW) is None
    assert secret != session_secret(KEY, TICKET)


def test_a_ticket_is_good_to_its_last_second_and_no_longer() -> None:
    text, _ = make_ticket(KEY, TICKET)
    last = datetime.fromtimestamp(UNTIL, UTC)

    assert read_ticket(KEY, text, last) == TICKET
    assert read_ticket(KEY, text, last + timedelta(seconds=1)) is None


def test_two_tickets_have_two_secrets() -> None:
    other = msgspec.structs.replace(TICKET, id="1" * 32)

    assert session_secret(KEY, TICKET) != session_secret(KEY, other)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_changed_ticket_admits_nobody_else(place: int, byte: int) -> None:
    text, _ = make_ticket(KEY, TICKET)
    place %= len(text)
    changed = text[:place] + chr(byte) + text[place + 1 :]

    # The last character of base64 holds bits nobody reads: those may change.
    assert read_ticket(KEY, changed, NOW) in (None, TICKET)


@pytest.mark.parametrize("text", ["", ".", "a", "e30.e30", "x" * 5000, "\ud800.\ud800", "é.é"])
def test_what_is_no_ticket_is_none(text: str) -> None:
    assert read_ticket(KEY, text, NOW) is None


def test_what_the_key_signed_but_is_no_ticket_is_none() -> None:
    whole, _ = make_ticket(KEY, TICKET)
    empty = KEY.mac("live/ticket", b"{}")

    assert read_ticket(KEY, "e30." + _encoded(empty), NOW) is None
    assert read_ticket(KEY, whole, NOW) == TICKET


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
