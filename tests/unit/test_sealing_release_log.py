"""What a custodian refuses when the log, its times or its manifest are not right."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.sealed_trade import (
    DEADLINE,
    WINDOW,
    SealedTrade,
    later,
    refusal,
    releases,
)

from poletai.ledger.errors import ProofError
from poletai.sealing.dropped import find_dropped


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    trade = SealedTrade(tmp_path)
    trade.noise(3)
    trade.announce()
    return trade


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


# Dropped bids


def test_a_bidder_proves_that_its_bid_was_dropped(trade: SealedTrade) -> None:
    kept, dropped = trade.seal("Bob"), trade.seal("Carol")
    leaves = {bid.bid_hash: trade.deposit(bid) for bid in (kept, dropped)}
    note = trade.publish()
    trade.lines.pop()
    trade.close()
    close = trade.manifest()

    found = {
        digest: find_dropped(close, trade.receipt(leaf, note), trade.deposited(leaf), trade.policy)
        for digest, leaf in leaves.items()
    }

    assert found[kept.bid_hash] == ()
    assert [problem.code for problem in found[dropped.bid_hash]] == ["bid-dropped"]


def test_a_bid_logged_after_the_closing_was_not_dropped(trade: SealedTrade) -> None:
    trade.close()
    close = trade.manifest()
    late = trade.deposit(trade.seal("Bob"))
    note = trade.publish()

    receipt, envelope = trade.receipt(late, note), trade.deposited(late)

    assert find_dropped(close, receipt, envelope, trade.policy) == ()


def test_a_receipt_of_another_envelope_proves_nothing(trade: SealedTrade) -> None:
    leaf = trade.deposit(trade.seal("Bob"))
    other = trade.deposit(trade.seal("Carol"))
    note = trade.publish()
    trade.close()

    with pytest.raises(ProofError):
        find_dropped(
            trade.manifest(), trade.receipt(leaf, note), trade.deposited(other), trade.policy
        )
