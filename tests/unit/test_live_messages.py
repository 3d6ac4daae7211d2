"""Messages of live rooms: what is read, what is not, and what a frame looks like."""

import msgspec
import pytest

from poletai.core.auctions import Refused
from poletai.live import messages
from poletai.live.messages import Hello, Ping, Say, Watch, read_message


def test_every_message_of_the_protocol_is_read() -> None:
    assert read_message(b'{"t":"hello","ticket":"x"}') == Hello("x")
    assert read_message('{"t":"watch"}') == Watch()
    assert read_message(b'{"t":"ping","sent":1.5}') == Ping(1.5)
    said = read_message(b'{"t":"say","seq":1,"amount":"120.00","items":["A"],"sig":"s"}')
    assert said == Say(seq=1, amount="120.00", items=("A",), sig="s")


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"t":"say"}',
        b'{"t":"say","seq":0}',
        b'{"t":"say","seq":1,"amount":120}',
        b'{"t":"say","seq":1.5}',
        b'{"t":"say","seq":1,"plate":"07"}',
        b'{"t":"hello"}',
        b'{"t":"watch","x":1}',
        b'{"seq":1}',
        b"[" * 10_000,
        '{"t":"say","seq":1,"dimension":"\\ud800"}',
    ],
)
def test_what_is_none_of_them_is_not_read(frame: bytes | str) -> None:
    assert read_message(frame) is None


def test_frames_put_together_are_the_json_they_say_they_are() -> None:
    state = messages.state(7, "2026-03-02T04:00:00Z", b'{"price":"1.00"}', [b'{"a":1}', b'{"b":2}'])
    welcome = messages.welcome({"plate": "07", "seq": 3}, b'{"price":"1.00"}', [])

    assert msgspec.json.decode(state) == {
        "t": "state",
        "n": 7,
        "at": "2026-03-02T04:00:00Z",
        "state": {"price": "1.00"},
        "lines": [{"a": 1}, {"b": 2}],
    }
    assert msgspec.json.decode(welcome) == {
        "t": "welcome",
        "plate": "07",
        "seq": 3,
        "history": [],
        "state": {"price": "1.00"},
    }


def test_an_answer_names_what_it_answers() -> None:
    refusal = Refused("auction.late", "“late”")

    assert msgspec.json.decode(messages.refused(3, refusal)) == {
        "t": "refused",
        "seq": 3,
        "code": "auction.late",
        "reason": "“late”",
    }
    assert msgspec.json.decode(messages.elsewhere("ws://b")) == {"t": "elsewhere", "url": "ws://b"}
