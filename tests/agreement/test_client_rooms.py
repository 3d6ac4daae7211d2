"""What a bidder's browser signs in a room is, byte for byte, what the room checks."""

from base64 import b64decode
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.client import Ask

from poletai.core.rooms import Said, signed_bytes

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
FIGURES = st.from_regex(r"[0-9]{1,9}(\.[0-9]{1,4})?", fullmatch=True)
SAID = st.builds(
    Said,
    seq=st.integers(1, 2**53 - 1),
    kind=st.sampled_from(["bid", "maximum", "accept", "exit"]),
    amount=st.none() | FIGURES,
    quantity=st.none() | FIGURES,
    dimension=TEXTS,
    items=st.lists(TEXTS, max_size=3).map(tuple),
)


def as_sent(said: Said) -> dict[str, Any]:
    given = {"seq": said.seq, "kind": said.kind, "items": list(said.items)}
    figures = {"amount": said.amount, "quantity": said.quantity}
    told = {name: value for name, value in figures.items() if value is not None}
    return {**given, **told, "dimension": said.dimension}


@settings(max_examples=100)
@given(plate=TEXTS, said=SAID)
def test_the_signed_bytes_are_the_same(ask: Ask, plate: str, said: Said) -> None:
    found = ask("signedBytes", room="ab" * 16, plate=plate, said=as_sent(said))

    assert bytes.fromhex(found) == signed_bytes("ab" * 16, plate, said)


@pytest.mark.parametrize("amount", [None, "1280000.00"])
def test_a_browsers_signature_holds(ask: Ask, amount: str | None) -> None:
    said = Said(seq=7, amount=amount, items=("a", "b"))
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

    found = ask("signSaid", room="r", plate="07", said=as_sent(said), seed=bytes(range(32)).hex())

    key.public_key().verify(b64decode(found["sig"]), signed_bytes("r", "07", said))
