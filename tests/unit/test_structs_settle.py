"""Structs are worked out before threads read into them: msgspec crashes the process otherwise."""

import subprocess
import sys

import msgspec

from poletai.core.basics.structs import settle_structs

THREADS = """
import sys, threading, msgspec
from poletai.core.basics.structs import settle_structs
from poletai.sealing.header import Header
sys.setswitchinterval(1e-6)
settle_structs()
slot = {"i": 1, "x": 1, "commit": "", "sealed": ""}
part = {"key_commit": "", "len": 1, "sha256": "", "shares": [slot]}
names = ("t", "procedure", "lot", "keyset", "bid_id", "bidder", "bidder_key", "prev", "documents")
sent = dict.fromkeys(names, "") | {"suite": 1, "seq": 1, "parts": {"price": part}}
together = threading.Barrier(16)
def read():
    together.wait()
    msgspec.convert(sent, Header)
threads = [threading.Thread(target=read) for _ in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


class Plain(msgspec.Struct):
    name: str


def test_what_can_be_read_into_is_counted_and_what_cannot_is_left() -> None:
    before = settle_structs()

    class Another(Plain):
        number: int

    class Neither(Plain):
        either: Plain | dict[str, str]

    assert settle_structs() == before + 1
    assert msgspec.convert({"name": "a", "number": 1}, Another) == Another("a", 1)
    assert Neither("a", {}).either == {}


def test_many_threads_read_into_a_struct_at_once() -> None:
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", THREADS], check=False)
        assert done.returncode == 0
