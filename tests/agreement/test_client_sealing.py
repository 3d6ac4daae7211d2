"""The browser's sealing and Python's are one protocol: each opens what the other seals."""

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from tests.support.client import Ask, ClientError

from poletai.sealing.header import bid_hash, context, header_object, read_header
from poletai.sealing.hpke import public_hex
from poletai.sealing.keyset import Keyset, keyset_hash, make_keyset, sign_lot_key
from poletai.sealing.labels import signature_holds
from poletai.sealing.opening import open_part
from poletai.sealing.recovery import read_recovery, recovery_signer
from poletai.sealing.seal import Errand, seal_bid
from poletai.sealing.share_check import ShareFault, check_shares, open_share, sign_receipt
from poletai.sealing.withdrawal import make_withdrawal, sign_withdrawal

DOCUMENTS = "ab" * 32
CONTENTS = {"price": b'{"price":"1280000.00"}', "tech": bytes(range(256)) * 500}
VECTORS = json.loads((Path(__file__).parents[1] / "vectors/sealing.json").read_text("utf-8"))
COBBLESTONE = VECTORS["cobblestone256"]
KEY = COBBLESTONE["key"]


class Lot(msgspec.Struct, frozen=True):
    """A lot with its five custodians' secrets."""

    keyset: Keyset
    secrets: tuple[X25519PrivateKey, ...]
    identities: tuple[Ed25519PrivateKey, ...]

    @property
    def identity(self) -> dict[str, Any]:
        return {
            "procedure": self.keyset.procedure,
            "lot": self.keyset.lot,
            "keyset": keyset_hash(self.keyset),
            "bid_id": "0f" * 16,
            "bidder": "91420500MA48XXXX0A",
            "seq": 1,
            "prev": "",
            "documents": DOCUMENTS,
        }


@pytest.fixture(scope="module")
def lot() -> Lot:
    identities = tuple(Ed25519PrivateKey.generate() for _ in range(5))
    secrets = tuple(X25519PrivateKey.generate() for _ in range(5))
    keys = [
        sign_lot_key(identity, "P-1", "1", public_hex(secret))
        for identity, secret in zip(identities, secrets, strict=True)
    ]
    return Lot(make_keyset("P-1", "1", k=3, keys=keys), secrets, identities)


def in_hex(contents: dict[str, bytes]) -> dict[str, str]:
    return {part: content.hex() for part, content in contents.items()}


def sealed_by_browser(ask: Ask, lot: Lot, contents: dict[str, bytes] | None = None) -> Any:
    return ask(
        "seal",
        identity=lot.identity,
        keyset=msgspec.to_builtins(lot.keyset),
        contents=in_hex(contents or CONTENTS),
    )


def test_python_opens_what_the_browser_seals(ask: Ask, lot: Lot) -> None:
    sealed = sealed_by_browser(ask, lot)

    header = read_header(sealed["header"])
    assert bid_hash(header) == sealed["bidHash"]
    assert signature_holds(
        header.bidder_key, "bid", bytes.fromhex(sealed["bidHash"]), sealed["signature"]
    )
    for number, secret in enumerate(lot.secrets, start=1):
        assert check_shares(header, lot.keyset, number, secret) == ()
    for part, content in CONTENTS.items():
        shares = released(lot, header, part, numbers=(2, 4, 5))
        verdict = open_part(
            header, lot.keyset, part, shares, bytes.fromhex(sealed["payloads"][part])
        )
        assert (verdict.verdict, verdict.content) == ("opened", content)


def test_python_reads_the_browsers_recovery_file(ask: Ask, lot: Lot) -> None:
    sealed = sealed_by_browser(ask, lot)

    recovery = read_recovery(json.dumps(sealed["recovery"]).encode())
    header = read_header(sealed["header"])
    signer = recovery_signer(recovery)
    assert signer.public_key().public_bytes_raw().hex() == header.bidder_key
    assert sign_withdrawal(make_withdrawal(header), signer)


def test_the_browser_opens_what_python_seals(ask: Ask, lot: Lot) -> None:
    sealed = sealed_by_python(lot)

    for part, content in CONTENTS.items():
        question = {
            "header": header_object(sealed.header),
            "keyset": msgspec.to_builtins(lot.keyset),
            "part": part,
            "payload": sealed.payloads[part].hex(),
        }
        assert ask("open", key=sealed.recovery.keys[part], **question) == content.hex()
        shares = released(lot, sealed.header, part, numbers=(1, 3, 4))
        handed = [{"i": i, "share": share.hex()} for i, share in shares.items()]
        assert ask("openWithShares", shares=handed, **question) == content.hex()


def test_the_browser_opens_a_share_python_sealed(ask: Ask, lot: Lot) -> None:
    sealed = sealed_by_python(lot)

    secret = lot.secrets[1].private_bytes_raw().hex()
    question = {
        "header": header_object(sealed.header),
        "keyset": msgspec.to_builtins(lot.keyset),
        "secret": secret,
    }

    share = ask("openShare", part="price", i=2, **question)

    assert share == released(lot, sealed.header, "price", numbers=(2,))[2].hex()
    with pytest.raises(ClientError):
        ask("openShare", part="price", i=3, **question)


def test_a_changed_payload_header_or_key_does_not_open(ask: Ask, lot: Lot) -> None:
    sealed = sealed_by_python(lot)
    payload = sealed.payloads["price"]
    flipped = payload[:-1] + bytes([payload[-1] ^ 1])
    header = header_object(sealed.header)
    question = {
        "header": header,
        "keyset": msgspec.to_builtins(lot.keyset),
        "part": "price",
        "payload": payload.hex(),
        "key": sealed.recovery.keys["price"],
    }

    for change in (
        {"payload": flipped.hex()},
        {"key": sealed.recovery.keys["tech"]},
        {"header": {**header, "lot": "2"}},
        {"header": {**header, "bidder": "another"}},
    ):
        with pytest.raises(ClientError):
            ask("open", **{**question, **change})


def test_too_few_shares_open_nothing(ask: Ask, lot: Lot) -> None:
    sealed = sealed_by_python(lot)
    shares = released(lot, sealed.header, "price", numbers=(1, 2))

    with pytest.raises(ClientError, match="2 of 3"):
        ask(
            "openWithShares",
            header=header_object(sealed.header),
            keyset=msgspec.to_builtins(lot.keyset),
            part="price",
            payload="",
            shares=[{"i": i, "share": share.hex()} for i, share in shares.items()],
        )


def test_the_browser_does_not_seal_to_other_keys_than_the_notice_pins(ask: Ask, lot: Lot) -> None:
    keyset = msgspec.to_builtins(lot.keyset)
    stranger = public_hex(X25519PrivateKey.generate())
    swapped = [{**keyset["custodians"][0], "pub": stranger}, *keyset["custodians"][1:]]
    contents = in_hex(CONTENTS)

    with pytest.raises(ClientError, match="did not sign"):
        ask(
            "seal",
            identity=lot.identity,
            keyset={**keyset, "custodians": swapped},
            contents=contents,
        )
    with pytest.raises(ClientError, match="the notice pins"):
        ask(
            "seal",
            identity={**lot.identity, "keyset": "00" * 32},
            keyset=keyset,
            contents=contents,
        )
    with pytest.raises(ClientError, match="not of the lot"):
        ask("seal", identity={**lot.identity, "lot": "2"}, keyset=keyset, contents=contents)
    with pytest.raises(ClientError, match="has the parts"):
        ask("seal", identity=lot.identity, keyset=keyset, contents={"price": ""})


def test_a_dealer_whose_share_is_off_the_polynomial_is_found_out(ask: Ask, lot: Lot) -> None:
    sealed = sealed_by_python(lot)
    header = header_object(sealed.header)
    rows = [dict(row) for row in header["parts"]["price"]["shares"]]
    rows[4]["commit"] = hashlib.sha256(b"another share").hexdigest()
    price = {**header["parts"]["price"], "shares": rows}
    shares = released(lot, sealed.header, "price", numbers=(1, 2, 3))

    with pytest.raises(ClientError, match="dealer fault"):
        ask(
            "openWithShares",
            header={**header, "parts": {**header["parts"], "price": price}},
            keyset=msgspec.to_builtins(lot.keyset),
            part="price",
            payload="",
            shares=[{"i": i, "share": share.hex()} for i, share in shares.items()],
        )


def test_the_browser_judges_custodians_receipts(ask: Ask, lot: Lot) -> None:
    header = sealed_by_python(lot).header
    good = [
        msgspec.to_builtins(sign_receipt(header, i, lot.identities[i - 1])) for i in (1, 2, 3, 3)
    ]
    forged = msgspec.to_builtins(sign_receipt(header, 4, lot.identities[0]))

    found = ask(
        "goodReceipts",
        bidHash=bid_hash(header),
        receipts=[*good, forged],
        keyset=msgspec.to_builtins(lot.keyset),
    )

    assert found == [1, 2, 3]


def test_a_withdrawal_has_the_same_bytes(ask: Ask, lot: Lot) -> None:
    signer = Ed25519PrivateKey.generate()
    header = seal_bid(lot.keyset, errand(), CONTENTS, signer).header
    withdrawal = make_withdrawal(header)
    subject = {
        name: value
        for name, value in msgspec.to_builtins(withdrawal).items()
        if name not in ("t", "bidder_key")
    }

    found = ask("withdraw", subject=subject, seed=signer.private_bytes_raw().hex())

    assert found["withdrawal"] == msgspec.to_builtins(withdrawal)
    assert found["signature"] == sign_withdrawal(withdrawal, signer)


def test_dealt_shares_lie_on_one_polynomial(ask: Ask) -> None:
    for _ in range(20):
        assert ask("deal", key=KEY, k=3, n=5)["derives"]


def test_attachments_come_back_as_they_were(ask: Ask) -> None:
    found = ask("files", data={"days": "120"}, names=["施工组织设计.pdf", "资质.pdf"])

    assert found["intact"]
    assert found["data"] == {"days": "120"}
    assert [file["name"] for file in found["files"]] == ["施工组织设计.pdf", "资质.pdf"]


@pytest.mark.parametrize("length", [0, 1, 100_000, 3_000_000])
def test_a_file_has_the_same_hash_whole_and_piece_by_piece(ask: Ask, length: int) -> None:
    pattern = bytes((7 * i + 3) % 256 for i in range(length))

    assert ask("hashes", length=length) == [hashlib.sha256(pattern).hexdigest()] * 2


def test_fifty_megabytes_are_sealed_within_seconds(ask: Ask, lot: Lot) -> None:
    spent = ask("time", identity=lot.identity, keyset=msgspec.to_builtins(lot.keyset), megabytes=50)

    # 0.3 s on two free cores; the bound is for crowded ones.
    assert spent < 10_000


def errand() -> Errand:
    return Errand(bid_id="0f" * 16, bidder="91420500MA48XXXX0A", documents=DOCUMENTS)


def sealed_by_python(lot: Lot) -> Any:
    return seal_bid(lot.keyset, errand(), CONTENTS, Ed25519PrivateKey.generate())


def released(lot: Lot, header: Any, part: str, *, numbers: tuple[int, ...]) -> dict[int, bytes]:
    ctx = context(header, lot.keyset, part)
    slots = header.parts[part].shares
    opened = {i: open_share(ctx, slots[i - 1], lot.secrets[i - 1]) for i in numbers}
    assert not any(isinstance(share, ShareFault) for share in opened.values())
    return {i: share for i, share in opened.items() if isinstance(share, bytes)}
