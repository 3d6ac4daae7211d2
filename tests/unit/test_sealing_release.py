"""What a custodian refuses to release shares for, each attack with its own code."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.support.sealed_trade import (
    DEADLINE,
    DEFINITION,
    LOT,
    PROCEDURE,
    WINDOW,
    SealedTrade,
    later,
)

from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.ledger.envelope import entry_of
from poletai.ledger.errors import DisagreementError, MalformedError, MissingError
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import bid_hash
from poletai.sealing.keyset import make_keyset
from poletai.sealing.labels import sign
from poletai.sealing.manifest import Submission, live_bids, read_lot_close, standing_of
from poletai.sealing.opening import open_part
from poletai.sealing.release import (
    Release,
    inspect_release,
    read_release,
    release_object,
    shares_of,
)
from poletai.sealing.seal import SealedBid
from poletai.sealing.withdrawal import make_withdrawal, sign_withdrawal, withdrawal_hash


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    trade = SealedTrade(tmp_path)
    trade.noise(3)
    trade.announce()
    return trade


def refusal(trade: SealedTrade, custodian: int = 0) -> str:
    answer = trade.desks[custodian].release(PROCEDURE, LOT, "price")
    assert isinstance(answer, Refusal), "the custodian released its shares"
    return answer.code


def releases(trade: SealedTrade, part: str = "price") -> list[Release]:
    answers = [desk.release(PROCEDURE, LOT, part) for desk in trade.desks]
    assert all(isinstance(answer, Release) for answer in answers), answers
    return [answer for answer in answers if isinstance(answer, Release)]


def withdraw(trade: SealedTrade, bid: SealedBid) -> int:
    withdrawal = make_withdrawal(bid.header)
    signature = sign_withdrawal(withdrawal, trade.signers[bid.header.bidder])
    digest = withdrawal_hash(withdrawal)
    data = {"bid": withdrawal.bid_id, "seq": withdrawal.seq, "bid_hash": digest}
    return trade.confidential(data, "withdrawal", Submission(withdrawal, signature))


def test_three_of_five_custodians_open_a_closed_lot(trade: SealedTrade) -> None:
    bids = [trade.seal(name) for name in ("Bob", "Carol", "Dan")]
    for bid in bids:
        trade.deposit(bid)
        trade.noise(200)
    trade.close()

    answers = releases(trade)[2:]

    for bid in bids:
        shares = shares_of(answers, "price", bid.header.bid_id)
        verdict = open_part(bid.header, trade.keyset, "price", shares, bid.payloads["price"])
        assert verdict.content == b'{"price":"100.00"}'
    assert not any(inspect_release(one, trade.keyset, one.manifest) for one in answers)
    assert read_release(release_object(answers[0])) == answers[0]


def test_replaced_and_withdrawn_bids_are_never_released(trade: SealedTrade) -> None:
    first, gone = trade.seal("Bob"), trade.seal("Carol")
    second = trade.replaced(first)
    for bid in (first, gone, second):
        trade.deposit(bid)
    withdraw(trade, gone)
    trade.close()

    answer = releases(trade)[0]

    assert [share.bid for share in answer.shares] == [second.header.bid_id]
    ctx_share = shares_of(releases(trade), "price", second.header.bid_id)
    verdict = open_part(second.header, trade.keyset, "price", ctx_share, second.payloads["price"])
    assert verdict.content == b'{"price":"90.00"}'


def test_the_manifest_says_what_became_of_each_line(trade: SealedTrade) -> None:
    first, gone = trade.seal("Bob"), trade.seal("Carol")
    for bid in (first, gone, trade.replaced(first)):
        trade.deposit(bid)
    withdraw(trade, gone)
    closing = {"size": 9, "root": "", "note": ""}
    data = {"t": "lot-close", "lot": LOT, "closing": closing, "keyset": "", "deadline": ""}

    close = read_lot_close({**data, "bids": trade.lines})

    found = [standing_of(close, line) for line in close.bids]
    assert found == ["superseded", "withdrawn", "live", "withdrawn"]
    assert [line.bid for line in live_bids(close)] == [first.header.bid_id]


def test_a_lot_without_bids_releases_nothing(trade: SealedTrade) -> None:
    trade.close()

    assert releases(trade)[0].shares == ()


def test_a_custodian_answers_again_under_the_same_manifest(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    trade.close()

    assert releases(trade) == releases(trade)
    trade.noise(300)
    trade.publish()
    assert {one.manifest for one in releases(trade, "tech")} == {
        one.manifest for one in releases(trade)
    }


def test_a_key_made_late_watches_the_log_from_there(trade: SealedTrade) -> None:
    trade.noise(700)
    trade.close()
    releases(trade)
    keys = [desk.lot_key(PROCEDURE, "2") for desk in trade.desks]
    triples = [(key["id"], key["pub"], key["sig"]) for key in keys]
    keyset = make_keyset(PROCEDURE, "2", k=3, keys=triples)
    pins = {"pins": {"definition": trade.blob(DEFINITION)}}
    lot = {"keysets": {"2": msgspec.to_builtins(keyset)}, "deadline": format_instant(later(0))}
    trade.happens("notice-published", {**pins, **lot, "lots": [{"lot": "2"}]})
    trade.noise(300)
    trade.keyset = keyset
    trade.lines = []
    trade.close(at=later(9), lot="2")

    answer = trade.desks[0].release(PROCEDURE, "2", "price")

    assert isinstance(answer, Release)


# a: the log


def test_a_checkpoint_short_of_witnesses_is_refused(trade: SealedTrade) -> None:
    trade.close()
    trade.publish(witnesses=2)

    assert refusal(trade) == "no-quorum"


def test_a_log_rewritten_since_last_time_is_refused(trade: SealedTrade) -> None:
    trade.close()
    releases(trade)

    trade.entries[0] = b"another history"
    trade.publish()

    assert refusal(trade) == "log-rewritten"


def test_a_log_that_became_shorter_is_refused(trade: SealedTrade) -> None:
    trade.close()
    releases(trade)

    trade.entries.pop()
    trade.publish()

    assert refusal(trade) == "log-rewritten"


def test_entries_that_do_not_lead_to_the_root_are_refused(trade: SealedTrade) -> None:
    trade.close()
    honest = trade.files["log/checkpoint"]
    trade.entries[1] = b"slipped in after the witnesses signed"
    trade.publish()
    trade.files["log/checkpoint"] = honest

    assert refusal(trade) == "log-rewritten"


# b: the times


def test_a_closing_cosigned_before_the_deadline_is_refused(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    trade.close(at=later(-1))
    trade.now = later(60)

    assert refusal(trade) == "closing-too-early"


def test_a_closing_after_the_window_is_refused(trade: SealedTrade) -> None:
    trade.close(at=later(WINDOW + 1))

    assert refusal(trade) == "closing-too-late"


def test_closing_under_an_overruled_deadline_is_refused(trade: SealedTrade) -> None:
    trade.amend(later(86_400))
    trade.close(at=later(5))
    trade.now = later(90_000)

    assert refusal(trade) == "closing-too-early"


def test_a_deadline_moved_earlier_is_refused(trade: SealedTrade) -> None:
    trade.amend(DEADLINE - timedelta(days=2))
    trade.close(at=DEADLINE - timedelta(days=2) + timedelta(seconds=5))
    trade.now = later(5)

    assert refusal(trade) == "deadline-moved-earlier"


def test_opening_waits_for_the_custodians_own_clock(trade: SealedTrade) -> None:
    trade.close()
    trade.now = later(-1)

    assert refusal(trade) == "not-yet-time"


def test_a_closing_without_quorum_is_refused(trade: SealedTrade) -> None:
    bare = trade.publish(witnesses=1)
    point = trade.checkpoint()
    trade.close(closing={"size": point.size, "root": point.root.hex(), "note": bare})

    assert refusal(trade) == "closing-no-quorum"


# c, d, f: the manifest


def test_without_a_manifest_nothing_is_released(trade: SealedTrade) -> None:
    trade.now = later(60)
    trade.publish()

    assert refusal(trade) == "manifest-not-in-log"


def test_a_manifest_that_misstates_its_closing_is_refused(trade: SealedTrade) -> None:
    trade.now = later(5)
    note = trade.publish()
    trade.close(closing={"size": 2, "root": trade.checkpoint().root.hex(), "note": note})

    assert refusal(trade) == "manifest-malformed"


@pytest.mark.parametrize("changed", [{"bids": "none"}, {"t": "lot-close", "bids": [{}]}])
def test_a_malformed_manifest_is_refused(trade: SealedTrade, changed: dict[str, Any]) -> None:
    trade.close(**changed)

    assert refusal(trade) == "manifest-malformed"


def test_a_line_listed_twice_is_refused(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    trade.lines *= 2
    trade.close()

    assert refusal(trade) == "manifest-malformed"


def test_a_closing_of_another_log_is_refused(trade: SealedTrade, tmp_path: Path) -> None:
    other = SealedTrade(tmp_path / "other")
    other.noise(4)
    other.now = later(5)
    note, point = other.publish(), other.checkpoint()
    trade.close(closing={"size": point.size, "root": point.root.hex(), "note": note})

    assert refusal(trade) == "closing-not-in-log"


def test_a_second_manifest_is_refused(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    trade.close()
    trade.lines = []
    trade.close(at=later(30))

    assert refusal(trade) == "second-manifest"


def test_a_manifest_swapped_after_an_answer_is_refused(trade: SealedTrade) -> None:
    trade.close()
    releases(trade)
    folder = trade.folder / "custodian-1"
    (folder / "last-seen").unlink()
    trade.entries.pop()
    trade.deposit(trade.seal("Bob"))
    trade.close()

    assert refusal(trade) == "second-manifest"


# e: the bids


def test_a_bid_slipped_in_after_the_closing_is_refused(trade: SealedTrade) -> None:
    trade.now = later(5)
    note, point = trade.publish(), trade.checkpoint()
    trade.deposit(trade.seal("Bob"))
    trade.close(closing={"size": point.size, "root": point.root.hex(), "note": note})

    assert refusal(trade) == "bid-after-closing"


def test_a_bid_that_is_in_no_leaf_is_refused(trade: SealedTrade) -> None:
    trade.noise(2)
    trade.deposit(trade.seal("Bob"))
    trade.lines[0]["leaf"] -= 1
    trade.disclosed[0]["index"] -= 1
    trade.close()

    assert refusal(trade) == "bid-not-in-log"


def test_a_bid_whose_envelope_is_withheld_is_refused(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    trade.disclosed.clear()
    trade.close()

    assert refusal(trade) == "bid-not-in-log"


@pytest.mark.parametrize("salt", ["00", "no hex"])
def test_a_bid_with_a_wrong_salt_is_refused(trade: SealedTrade, salt: str) -> None:
    trade.deposit(trade.seal("Bob"))
    trade.lines[0]["salt"] = salt
    trade.close()

    assert refusal(trade) == "bid-not-in-log"


def test_an_envelope_that_carries_no_data_is_refused(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    envelope = {**trade.disclosed[0]["envelope"], "data": "none"}
    trade.disclosed[0]["envelope"] = envelope
    trade.entries[-1] = entry_of(envelope, bytes.fromhex(trade.lines[0]["salt"]))
    trade.close()

    assert refusal(trade) == "bid-not-in-log"


def test_a_header_swapped_behind_a_leaf_is_refused(trade: SealedTrade) -> None:
    trade.deposit(trade.seal("Bob"))
    honest = trade.lines[0]["header"]
    trade.deposit(trade.seal("Bob", b"forged"))
    trade.lines.pop()
    assert trade.lines[0]["header"] is honest
    forged = {**trade.lines[0], "header": trade.blob(trade.files[f"log/blob/{honest['sha256']}"])}
    other = trade.seal("Bob", b"forged")
    body = {"header": msgspec.to_builtins(other.header), "signature": other.signature}
    trade.lines = [{**forged, "header": trade.blob(canonical(body))}]
    trade.close()

    assert refusal(trade) == "bid-invalid"


def test_a_header_without_its_bidders_signature_is_refused(trade: SealedTrade) -> None:
    bid = trade.seal("Bob")
    trade.deposit(msgspec.structs.replace(bid, signature="00" * 64))
    trade.close()

    assert refusal(trade) == "bid-invalid"


def test_a_replacement_left_out_shows(trade: SealedTrade) -> None:
    first = trade.seal("Bob")
    second = trade.replaced(first)
    for bid in (first, second, trade.replaced(second)):
        trade.deposit(bid)
    del trade.lines[1]
    trade.close()

    assert refusal(trade) == "bid-chain-broken"


def test_a_replacement_by_somebody_else_is_refused(trade: SealedTrade) -> None:
    first = trade.seal("Bob")
    trade.deposit(first)
    trade.signers.pop("Bob")
    trade.deposit(trade.replaced(first))
    trade.close()

    assert refusal(trade) == "bid-chain-broken"


def test_a_withdrawal_nobody_signed_is_refused(trade: SealedTrade) -> None:
    bid = trade.seal("Bob")
    trade.deposit(bid)
    withdrawal = make_withdrawal(bid.header)
    digest = withdrawal_hash(withdrawal)
    data = {"bid": withdrawal.bid_id, "seq": withdrawal.seq, "bid_hash": digest}
    trade.confidential(data, "withdrawal", Submission(withdrawal, "00" * 64))
    trade.close()

    assert refusal(trade) == "bid-invalid"


@pytest.mark.parametrize("again", [True, False])
def test_a_withdrawal_is_the_last_word_on_a_bid(trade: SealedTrade, *, again: bool) -> None:
    bid = trade.seal("Bob")
    leaf = trade.deposit(bid)
    withdraw(trade, bid)
    if again:
        trade.deposit(trade.replaced(bid))
    else:
        trade.lines = [line for line in trade.lines if line["leaf"] != leaf]
    trade.close()

    assert refusal(trade) == "bid-invalid"


def test_a_bid_for_an_earlier_lot_cannot_be_replayed_here(
    trade: SealedTrade, tmp_path: Path
) -> None:
    other = SealedTrade(tmp_path / "other")
    trade.signers = other.signers
    stolen = other.seal("Bob")
    trade.deposit(stolen)
    trade.close()

    assert refusal(trade) == "bid-invalid"


def test_a_lot_closed_under_another_keyset_is_refused(trade: SealedTrade) -> None:
    trade.close(keyset="00" * 32)

    assert refusal(trade) == "wrong-keyset"


def test_a_keyset_without_this_custodian_is_refused(tmp_path: Path) -> None:
    trade, stranger = SealedTrade(tmp_path), SealedTrade(tmp_path / "stranger")
    trade.keyset = stranger.keyset
    trade.announce()
    trade.close()

    assert refusal(trade) == "wrong-keyset"


# g: what happened since


def test_a_failed_lot_is_never_opened(trade: SealedTrade) -> None:
    trade.close()
    trade.happens("lot-failed", {"lot": LOT})
    trade.publish()

    assert refusal(trade) == "lot-halted"


def test_another_lots_failure_does_not_matter(trade: SealedTrade) -> None:
    trade.close()
    trade.happens("lot-failed", {"lot": "2"})
    trade.publish()

    assert releases(trade)


def test_a_suspended_trade_waits_until_it_resumes(trade: SealedTrade) -> None:
    trade.close()
    trade.happens("trade-suspended", {})
    trade.publish()
    assert refusal(trade) == "lot-halted"

    trade.happens("trade-resumed", {})
    trade.publish()

    assert releases(trade)


# What is not there, or not readable


def _no_pins(trade: SealedTrade) -> None:
    trade.entries[3] = canonical(trade.envelope("notice-published", {"lots": []}, PROCEDURE))


def _odd_definition(trade: SealedTrade) -> None:
    pins = {"pins": {"definition": trade.blob(b"move = 3")["sha256"]}}
    trade.entries[3] = canonical(trade.envelope("notice-published", pins, PROCEDURE))


@pytest.mark.parametrize("tamper", [_no_pins, _odd_definition])
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
