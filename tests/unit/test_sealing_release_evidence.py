"""What a custodian does when evidence is missing, malformed or contradicts itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.support.sealed_trade import (
    DEADLINE,
    LOT,
    PROCEDURE,
    SealedTrade,
    refusal,
    releases,
)

from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.ledger.errors import DisagreementError, MalformedError, MissingError
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import bid_hash
from poletai.sealing.labels import sign
from poletai.sealing.release import (
    inspect_release,
    read_release,
    release_object,
    shares_of,
)


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    trade = SealedTrade(tmp_path)
    trade.noise(3)
    trade.announce()
    return trade


def _no_pins(trade: SealedTrade) -> None:
    trade.entries[3] = canonical(trade.envelope("notice-published", {"lots": []}, PROCEDURE))


def _no_json(trade: SealedTrade) -> None:
    pins = {"pins": {"definition": trade.blob(b"{")["sha256"]}}
    trade.entries[3] = canonical(trade.envelope("notice-published", pins, PROCEDURE))


def _odd_definition(trade: SealedTrade) -> None:
    pins = {"pins": {"definition": trade.blob(b"move = 3")["sha256"]}}
    trade.entries[3] = canonical(trade.envelope("notice-published", pins, PROCEDURE))


@pytest.mark.parametrize("tamper", [_no_pins, _odd_definition, _no_json])
def test_a_notice_that_pins_no_definition_is_refused(
    trade: SealedTrade, tamper: Callable[[SealedTrade], None]
) -> None:
    tamper(trade)
    trade.close()

    assert refusal(trade) == "manifest-malformed"


@pytest.mark.parametrize(
    "changed",
    [{"deadline": "soon"}, {"keyset": {"t": 1}}, {"lot": "9"}, {"closing_window_s": "long"}],
)
def test_terms_that_cannot_be_read_are_refused(tmp_path: Path, changed: dict[str, Any]) -> None:
    trade = SealedTrade(tmp_path)
    trade.announce(**changed)
    trade.close()

    assert refusal(trade) == "terms-unclear"


def test_two_keysets_for_one_lot_are_refused(trade: SealedTrade, tmp_path: Path) -> None:
    other = SealedTrade(tmp_path / "other").keyset
    lot = {"lot": LOT, "keyset": msgspec.to_builtins(other)}
    trade.happens("notice-amended", {"lots": [lot]})
    trade.close()

    assert refusal(trade) == "terms-unclear"


def test_an_unknown_part_is_refused(trade: SealedTrade) -> None:
    trade.close()

    answer = trade.desks[0].release(PROCEDURE, LOT, "bribe")

    assert isinstance(answer, Refusal)
    assert answer.code == "unknown-part"


def test_a_definition_may_be_published_as_json(tmp_path: Path) -> None:
    trade = SealedTrade(tmp_path)
    moves = [
        {"then": "notice-published", "does": "announce-lots"},
        {"then": "lot-closed", "does": "list-bids"},
    ]
    pins = {"pins": {"definition": trade.blob(canonical({"move": moves}))["sha256"]}}
    keyset = msgspec.to_builtins(trade.keyset)
    lots = {"lots": [{"lot": LOT, "keyset": keyset, "deadline": format_instant(DEADLINE)}]}
    trade.happens("notice-published", {**pins, **lots})
    trade.close()

    assert releases(trade)


def test_a_missing_file_is_no_refusal_but_an_error(trade: SealedTrade) -> None:
    trade.close()
    del trade.files[f"record/{PROCEDURE}/"]

    with pytest.raises(MissingError):
        trade.desks[0].release(PROCEDURE, LOT, "price")


def test_a_record_may_be_a_folder(trade: SealedTrade) -> None:
    trade.close()
    trade.files[f"record/{PROCEDURE}/index.json"] = trade.files.pop(f"record/{PROCEDURE}/")

    assert releases(trade)


@pytest.mark.parametrize("body", [b"{}", b"[]", b"not json"])
def test_a_record_that_lists_no_events_is_an_error(trade: SealedTrade, body: bytes) -> None:
    trade.close()
    trade.files[f"record/{PROCEDURE}/"] = body

    with pytest.raises(MalformedError):
        trade.desks[0].release(PROCEDURE, LOT, "price")


def test_a_blob_with_other_bytes_is_an_error(trade: SealedTrade) -> None:
    trade.close()
    for path in [path for path in trade.files if path.startswith("log/blob/")]:
        trade.files[path] += b" "

    with pytest.raises(DisagreementError):
        trade.desks[0].release(PROCEDURE, LOT, "price")


def test_an_event_whose_blob_is_no_object_is_an_error(trade: SealedTrade) -> None:
    trade.happens("notice-amended", {"blob": trade.blob(b"[]")})
    trade.close()

    with pytest.raises(MalformedError):
        trade.desks[0].release(PROCEDURE, LOT, "price")


def test_entries_that_only_mention_the_procedure_are_passed_over(trade: SealedTrade) -> None:
    trade.log_entry(canonical({"t": "other", "stream": PROCEDURE}))
    trade.close()

    assert releases(trade)


def test_a_bundle_cut_short_is_an_error(trade: SealedTrade) -> None:
    trade.close()
    for path in [path for path in trade.files if path.startswith("log/tile/entries")]:
        trade.files[path] = b""

    with pytest.raises(MissingError):
        trade.desks[0].release(PROCEDURE, LOT, "price")


def test_a_tile_cut_short_is_an_error(trade: SealedTrade) -> None:
    trade.noise(700)
    trade.close()
    releases(trade)
    trade.desks[0].lot_key(PROCEDURE, "2")
    for path in [path for path in trade.files if path.startswith("log/tile/0")]:
        trade.files[path] = b""

    with pytest.raises(MissingError):
        trade.desks[0].release(PROCEDURE, "2", "price")


def test_what_is_no_release_is_refused() -> None:
    with pytest.raises(BadSealingInputError, match="release"):
        read_release({"t": "release"})


def test_a_share_that_does_not_open_is_released_as_a_fault(trade: SealedTrade) -> None:
    bid = trade.seal("Bob")
    rows = bid.header.parts["price"].shares
    junk = (msgspec.structs.replace(rows[0], sealed="00" * 81), *rows[1:])
    price = msgspec.structs.replace(bid.header.parts["price"], shares=junk)
    header = msgspec.structs.replace(bid.header, parts={**bid.header.parts, "price": price})
    digest = bid_hash(header)
    signature = sign(trade.signers["Bob"], "bid", bytes.fromhex(digest))
    changed = {"header": header, "bid_hash": digest, "signature": signature}
    trade.deposit(msgspec.structs.replace(bid, **changed))
    trade.close()

    answers = releases(trade)

    assert release_object(answers[0])["shares"] == [{"bid": header.bid_id, "fault": "open"}]
    assert sorted(shares_of(answers, "price", header.bid_id)) == [2, 3, 4, 5]


def test_a_release_for_another_manifest_does_not_count(trade: SealedTrade) -> None:
    trade.close()
    answer = releases(trade)[0]

    elsewhere = inspect_release(answer, trade.keyset, "00" * 32)
    forged = inspect_release(
        msgspec.structs.replace(answer, custodian=2), trade.keyset, answer.manifest
    )
    nobody = inspect_release(
        msgspec.structs.replace(answer, custodian=9), trade.keyset, answer.manifest
    )

    assert [problem.code for problem in elsewhere] == ["release-elsewhere"]
    assert [problem.code for problem in (*forged, *nobody)] == ["release-unsigned"] * 2
