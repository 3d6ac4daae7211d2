"""Sessions: whom a ticket lets in, what proves a bid, and how fast a plate may speak."""

import secrets
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hmac import digest

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from tests.support.live_world import OPERATOR, ascending

from poletai.core.rooms import Room, RoomEvent, Said, evolve, join, open_room, signed_bytes
from poletai.ledger.store_key import StoreKey
from poletai.ledger.tickets import Ticket, make_ticket
from poletai.live.sessions import Bucket, Session, enter, proved

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
KEY = StoreKey(b"k" * 32)
ALICE = Ed25519PrivateKey.from_private_bytes(b"a" * 32)
ROOM, OTHER = "ab" * 16, "cd" * 16
SECOND = 1_000_000_000


def ticket(room: str = ROOM, minutes: int = 5) -> Ticket:
    return Ticket(
        room=room,
        plate="07",
        bidder="alice-ltd",
        key=ALICE.public_key().public_bytes_raw().hex(),
        until=int((NOW + timedelta(minutes=minutes)).timestamp()),
        id=secrets.token_hex(16),
    )


def room_with(proof: str, *joined: str) -> Room:
    opened = open_room(
        ROOM,
        procedure="p",
        lot="1",
        auction=ascending(),
        rules={"proof": proof},
        at=NOW,
        by=OPERATOR,
    )
    assert isinstance(opened, RoomEvent)
    room = evolve(None, opened)
    for key in joined:
        event = join(room, "07", "alice-ltd", key, NOW)
        assert isinstance(event, RoomEvent)
        room = evolve(room, event)
    return room


def session() -> Session:
    entered = enter(KEY, ROOM, make_ticket(KEY, ticket())[0], NOW)
    assert entered
    return entered


def test_a_ticket_opens_its_own_room_while_it_lasts() -> None:
    text, secret = make_ticket(KEY, ticket())

    entered = enter(KEY, ROOM, text, NOW)

    assert entered
    assert (entered.plate, entered.secret) == ("07", secret)
    assert enter(KEY, OTHER, text, NOW) is None
    assert enter(KEY, ROOM, text, NOW + timedelta(minutes=6)) is None
    assert enter(StoreKey(b"x" * 32), ROOM, text, NOW) is None


def test_the_secret_of_a_session_is_never_shown() -> None:
    assert "secret" not in repr(session())


def test_a_signature_counts_where_one_is_asked_for_and_of_the_plates_key_alone() -> None:
    alice, said = session(), Said(seq=1, amount="120.00")
    signed = b64encode(ALICE.sign(signed_bytes(ROOM, "07", said))).decode()
    shown = Said(seq=1, amount="120.00", sig=signed)

    assert proved(alice, room_with("signature", alice.ticket.key), shown)
    assert not proved(alice, room_with("signature"), shown)
    assert not proved(alice, room_with("signature", "cd" * 32), shown)
    assert not proved(
        alice,
        room_with("signature", alice.ticket.key),
        Said(seq=1, amount="130.00", sig=signed),
    )


@pytest.mark.parametrize("wrong", ["", "no base64!", b64encode(b"short").decode()])
def test_what_is_no_signature_proves_nothing(wrong: str) -> None:
    alice = session()
    for proof in ("signature", "session"):
        room = room_with(proof, alice.ticket.key)
        assert not proved(alice, room, Said(seq=1, amount="1.00", sig=wrong, mac=wrong))


def test_the_sessions_secret_counts_where_that_is_enough() -> None:
    alice, said = session(), Said(seq=1, amount="120.00")
    told = signed_bytes(ROOM, "07", said)
    mac = b64encode(digest(alice.secret, told, "sha256")).decode()
    room = room_with("session", alice.ticket.key)

    assert proved(alice, room, Said(seq=1, amount="120.00", mac=mac))
    assert not proved(session(), room, Said(seq=1, amount="120.00", mac=mac))


def test_a_plate_may_say_so_much_at_once_and_then_so_much_a_second() -> None:
    bucket = Bucket(rate=5, burst=20)

    assert [bucket.take(SECOND) for _ in range(21)] == [True] * 20 + [False]
    assert [bucket.take(2 * SECOND) for _ in range(6)] == [True] * 5 + [False]


@given(
    rate=st.integers(1, 50),
    burst=st.integers(1, 50),
    pauses=st.lists(st.integers(0, SECOND // 3), max_size=200),
)
def test_in_no_span_is_more_said_than_the_burst_and_the_rate_allow(
    rate: int, burst: int, pauses: list[int]
) -> None:
    bucket, now, taken = Bucket(rate, burst), 0, []
    for pause in pauses:
        now += pause
        if bucket.take(now):
            taken.append(now)

    for first, began in enumerate(taken):
        for last, ended in enumerate(taken[first:], first):
            span = ended - began
            assert last - first + 1 <= burst + span * rate / SECOND + 1
