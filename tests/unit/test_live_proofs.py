"""What shows that a bid is its bidder's, and what a room does with everything else that is said."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.support.live_hall import NOW, ROOM, Hall
from tests.support.room_client import Bidder

from poletai.core.basics.canonical import canonical
from poletai.core.rooms import Said
from poletai.ledger.lease import Lease
from poletai.ledger.store_key import StoreKey
from poletai.ledger.tickets import Ticket, make_ticket, read_ticket
from poletai.live.memory import Memory
from poletai.live.sessions import Session, enter

SESSION = {"proof": "session"}


@pytest.fixture
def key(tmp_path: Path) -> StoreKey:
    return StoreKey.create(tmp_path / "key")


@pytest.fixture
def no_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poletai.live.alarm.Alarm.ring_in", lambda *_: None)


@pytest.fixture(params=["session", "signature"])
def hall(key: StoreKey, no_loop: None, request: pytest.FixtureRequest) -> Hall:
    return Hall(key, proof=request.param)


def proof(hall: Hall) -> dict[str, Any]:
    assert hall.keeper.room is not None
    return {"proof": hall.keeper.room.rules.proof}


def test_a_plate_speaks_from_its_newest_device_alone(hall: Hall) -> None:
    old, new = hall.bidder("07"), hall.bidder("07", later=1)
    hall.come(old[1])
    first = hall.say(old[1], old[0].said(1, amount="120", **proof(hall)))
    hall.come(new[1])

    silent = hall.say(old[1], old[0].said(2, amount="130", **proof(hall)))
    heard = hall.say(new[1], new[0].said(2, amount="130", **proof(hall)))

    assert (first["t"], silent["code"], heard["t"]) == ("taken", "room.other-device", "taken")


def test_a_device_that_was_replaced_does_not_come_back_with_its_old_ticket(hall: Hall) -> None:
    old, new = hall.bidder("07"), hall.bidder("07", later=1)
    hall.come(old[1])
    hall.come(new[1])

    assert hall.come(old[1]) == "room.bad-ticket"
    # With a later ticket for the same device it does.
    again = Session(msgspec.structs.replace(old[1].ticket, until=new[1].ticket.until + 1), b"")
    assert hall.come(again) == ""


def test_changing_devices_all_the_time_fills_no_record(key: StoreKey, no_loop: None) -> None:
    hall = Hall(key, rate=1, burst=3)
    devices = [hall.bidder("07")[1] for _ in range(8)]

    answers = [hall.come(device) for device in devices]

    assert answers == ["", "", "", "", *["room.too-fast"] * 4]


def test_one_seq_is_answered_for_what_was_said_under_it_and_nothing_else(hall: Hall) -> None:
    one, session = hall.bidder("07")
    hall.come(session)
    hall.say(session, one.said(1, amount="120", **proof(hall)))

    again = hall.say(session, one.said(1, amount="120", **proof(hall)))
    other = hall.say(session, one.said(1, amount="130", **proof(hall)))
    hall.keeper.take_up(Lease(ROOM, 2, timedelta(0)), hall.rebuilt(), "live-2")
    hall.land()
    later = hall.say(session, one.said(1, amount="130", **proof(hall)))
    still = hall.say(session, one.said(1, amount="120", **proof(hall)))

    assert (again["t"], again["number"], still["t"], still["number"]) == ("taken", 1, "taken", 1)
    assert other["code"] == later["code"] == "room.repeated"
    assert sum(event.name == "bid-taken" for event in hall.events) == 1


def test_a_bid_left_unsure_is_told_what_became_of_it_and_not_of_another(hall: Hall) -> None:
    one, session = hall.bidder("07")
    hall.come(session)
    answers: list[bytes] = []
    for amount in ("50", "120"):
        message = one.said(1, amount=amount, **proof(hall))
        said = msgspec.convert({k: v for k, v in message.items() if k != "t"}, Said)
        hall.mono += 20_000_000
        if amount == "50":
            # Something unwritten for the refusal to rest on.
            hall.keeper.enter(hall.bidder("08")[1], lambda _: None)
        hall.keeper.hear(session, said, answers.append, hall.mono)
    batch = hall.keeper.depart()
    hall.keeper.lost()
    hall.events += batch.events

    hall.keeper.reread(hall.rebuilt())

    told = [msgspec.json.decode(answer) for answer in answers]
    assert [(one["t"], one.get("code")) for one in told] == [
        ("refused", "room.not-taken"),
        ("taken", None),
    ]


def forged(message: dict[str, Any], one: Bidder, other: Bidder) -> list[dict[str, Any]]:
    sig = message["sig"]
    elsewhere = Bidder("cd" * 16, one.plate, one.ticket, one.secret, one.key)
    return [
        {**message, "sig": ""},
        {name: value for name, value in message.items() if name != "sig"},
        {**message, "sig": sig[:-4]},
        {**message, "sig": sig + "AAAA"},
        {**message, "sig": "A" * 8_000},
        {**message, "sig": "这不是签名"},
        {**message, "amount": "121"},
        {**message, "seq": 2},
        {**message, "kind": "maximum"},
        {**message, "quantity": "1"},
        {**message, "sig": other.said(1, amount="120")["sig"]},
        {**message, "sig": elsewhere.said(1, amount="120")["sig"]},
    ]


def test_no_signature_but_the_plates_own_of_these_very_words_is_any_good(
    key: StoreKey, no_loop: None
) -> None:
    hall = Hall(key, proof="signature")
    one, session = hall.bidder("07")
    other, stranger = hall.bidder("08")
    hall.come(session)
    hall.come(stranger)
    message = one.said(1, amount="120")

    answers = [hall.say(session, wrong) for wrong in forged(message, one, other)]

    assert {answer["code"] for answer in answers} == {"room.bad-proof"}
    assert hall.say(stranger, message)["code"] == "room.bad-proof"
    assert hall.say(session, message)["t"] == "taken"


def test_what_is_no_signature_stands_in_no_record(key: StoreKey, no_loop: None) -> None:
    hall = Hall(key)
    one, session = hall.bidder("07")
    hall.come(session)
    message = one.said(1, amount="120", **SESSION)

    assert hall.say(session, {**message, "sig": "call+me+555"})["code"] == "room.bad-proof"
    signed = {**message, "sig": b64encode(one.key.sign(b"anything")).decode()}
    assert hall.say(session, signed)["t"] == "taken"


def test_a_code_of_another_session_or_of_other_words_is_no_good(
    key: StoreKey, no_loop: None
) -> None:
    hall = Hall(key)
    (one, session), (other, stranger) = hall.bidder("07"), hall.bidder("08")
    hall.come(session)
    hall.come(stranger)
    message = one.said(1, amount="120", **SESSION)
    wrong = [
        {**message, "mac": ""},
        {**message, "mac": other.said(1, amount="120", **SESSION)["mac"]},
        {**message, "amount": "121"},
        {**message, "seq": 9},
    ]

    codes = {hall.say(session, one)["code"] for one in wrong}

    assert codes == {"room.bad-proof"}
    assert hall.say(stranger, message)["code"] == "room.bad-proof"


def test_a_ticket_lets_nobody_in_but_to_its_room_in_its_time_and_unchanged(key: StoreKey) -> None:
    later, ticket = (
        NOW + timedelta(hours=2),
        Ticket(
            room=ROOM,
            plate="07",
            bidder="firm",
            key="00" * 32,
            until=int(NOW.timestamp()) + 60,
            id="ab" * 16,
        ),
    )
    text, _ = make_ticket(key, ticket)
    plate, _ = make_ticket(key, msgspec.structs.replace(ticket, plate="08"))
    body, mac = text.split(".")
    other, _, _ = plate.partition(".")

    assert read_ticket(key, text, NOW) == ticket
    assert enter(key, "cd" * 16, text, NOW) is None
    bad = [f"{other}.{mac}", body, f"{body}.", f".{mac}", f"{text}x", "", ".", "\ud800", "x" * 5000]
    assert [read_ticket(key, one, NOW) for one in bad] == [None] * len(bad)
    assert read_ticket(key, text, later) is None


def test_memory_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poletai.live.memory.REMEMBERED", 2)
    memory = Memory()
    for seq in (1, 2, 3):
        memory.keep("07", Said(seq=seq), b"%d" % seq)

    assert [memory.answer("07", Said(seq=seq)) for seq in (1, 2, 3)] == [None, b"2", b"3"]


def test_a_machine_that_has_run_for_years_keeps_rooms_as_well(hall: Hall) -> None:
    one, session = hall.bidder("07")
    hall.come(session)
    hall.mono += 20 * 365 * 86_400 * 1_000_000_000

    assert hall.say(session, one.said(1, amount="120", **proof(hall)))["t"] == "taken"
    assert canonical(hall.events[-1].data)


def test_a_clock_that_jumps_back_ends_no_room_and_moves_no_bid(hall: Hall) -> None:
    one, session = hall.bidder("07")
    hall.come(session)
    hall.say(session, one.said(1, amount="120", **proof(hall)))
    hall.now = NOW - timedelta(minutes=30)
    second = hall.say(session, one.said(2, amount="130", **proof(hall)))
    hall.now = NOW + timedelta(minutes=1)
    third = hall.say(session, one.said(3, amount="140", **proof(hall)))

    instants = [event.at for event in hall.events]
    assert (second["t"], third["t"]) == ("taken", "taken")
    assert instants == sorted(instants)
