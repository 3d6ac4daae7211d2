"""The browser's sealing computes the published vectors, byte by byte, wherever it runs."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.client import Ask, ClientError

from poletai.core.basics.canonical import canonical
from poletai.sealing.padme import padded_length

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/sealing.json").read_text("utf-8"))
COBBLESTONE = VECTORS["cobblestone256"]
KEY = COBBLESTONE["key"]


@pytest.mark.parametrize("case", COBBLESTONE["cases"], ids=lambda case: case["message_len"])
@pytest.mark.parametrize("piece", [1000, 16_384, 1_048_576])
def test_cobblestone_gives_the_published_bytes_however_the_plaintext_is_cut(
    ask: Ask, case: dict[str, Any], piece: int
) -> None:
    found = ask(
        "cobblestone",
        key=KEY,
        salt=COBBLESTONE["salt"],
        context=COBBLESTONE["context"],
        length=case["message_len"],
        piece=piece,
    )

    assert found["sha256"] == case["ciphertext_sha256"]
    assert found["len"] == case["ciphertext_len"]
    assert found["opens"]


def test_the_published_bid_has_the_published_hashes_and_opens(ask: Ask) -> None:
    bid = VECTORS["bid"]

    found = ask("hashesOf", header=bid["header"], keyset=bid["keyset"])

    assert found["keyset"] == bid["keyset_hash"]
    assert found["bid"] == bid["bid_hash"]
    assert found["contexts"] == bid["contexts"]
    for part, content in bid["contents"].items():
        question = {"header": bid["header"], "keyset": bid["keyset"], "part": part}
        question["payload"] = bid["payloads"][part]
        assert ask("open", key=bid["recovery"]["keys"][part], **question) == content
        shares = [{"i": i, "share": share} for i, share in enumerate(bid["shares"][part], start=1)]
        assert ask("openWithShares", shares=shares[2:], **question) == content


def test_the_published_receipts_are_good(ask: Ask) -> None:
    bid = VECTORS["bid"]

    found = ask(
        "goodReceipts",
        bidHash=bid["bid_hash"],
        receipts=bid["receipts"],
        keyset=bid["keyset"],
    )

    assert found == [receipt["i"] for receipt in bid["receipts"]]


def test_the_published_padme_lengths_are_found(ask: Ask) -> None:
    lengths, padded = zip(*VECTORS["padme"], strict=True)

    assert ask("padme", lengths=lengths) == list(padded)


def test_padme_lengths_are_the_same(ask: Ask) -> None:
    lengths = [*range(2000), 2**20 - 1, 2**20, 2**20 + 1, 52_428_800, 209_715_203]

    assert ask("padme", lengths=lengths) == [padded_length(length) for length in lengths]


@pytest.mark.parametrize(
    "value",
    [{"b": [1, True, None], "a": '"\\\n\u0001\u2028é招标'}, [], {}, 2**53 - 1, -1, {"": ""}],
)
def test_canonical_bytes_are_the_same(ask: Ask, value: Any) -> None:
    assert ask("canonical", value=value) == canonical(value).hex()


@pytest.mark.parametrize("value", [1.5, 2**53, {"é": 1}])
def test_what_has_no_canonical_bytes_is_refused(ask: Ask, value: Any) -> None:
    with pytest.raises(ClientError):
        ask("canonical", value=value)
