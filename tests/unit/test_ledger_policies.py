"""Policies and receipts: who must have cosigned, and what a receipt then proves."""

import pytest
from tests.support.log_world import OPERATOR, MemoryLog, cosigners, entries_of, policy_of

from poletai.ledger.errors import MalformedError, ProofError, QuorumError, SignatureError
from poletai.ledger.note import sign_note
from poletai.ledger.policy import (
    Policy,
    check_quorum,
    format_policy,
    missing_for_quorum,
    parse_policy,
)
from poletai.ledger.reading import tile_reader
from poletai.ledger.receipt import (
    Receipt,
    format_receipt,
    issue_receipt,
    parse_receipt,
    verify_receipt,
)
from poletai.ledger.tree import hash_leaf

ANN, BEN, CARA, DAN = cosigners()
FOUR = (ANN, BEN, CARA, DAN)
KEYS = "".join(
    f"witness {name} {one.verifier.vkey}\n" for name, one in zip("abcd", FOUR, strict=True)
)
LOG = f"log {OPERATOR.verifier.vkey}\n"


def test_three_of_four_witnesses_make_a_quorum() -> None:
    log = MemoryLog()
    note = log.add(*entries_of(5))

    cosigned = check_quorum(log.policy, note)

    assert cosigned.checkpoint.size == 5
    assert cosigned.times == {one.name: 1_772_000_000 for one in FOUR[:3]}


def test_two_of_four_witnesses_are_not_three() -> None:
    note = MemoryLog(needed=2).add(*entries_of(5))

    with pytest.raises(QuorumError, match="'witnesses' is not met"):
        check_quorum(policy_of(FOUR, 3), note)


def test_witnesses_alone_do_not_replace_the_log() -> None:
    text = MemoryLog().add(*entries_of(5)).split("\n\n")[0] + "\n"

    with pytest.raises(SignatureError, match="no log"):
        check_quorum(policy_of(FOUR, 3), sign_note(text, *FOUR))


def test_a_policy_without_quorum_asks_for_the_log_only() -> None:
    note = MemoryLog(needed=0).add(b"x")

    assert check_quorum(Policy((OPERATOR.verifier,)), note).times == {}


def test_groups_count_groups() -> None:
    text = KEYS + "group x any a b\ngroup y all c d\ngroup z 2 x y\nquorum z\n"
    policy = parse_policy(LOG + text)

    assert missing_for_quorum(policy, ["b", "c", "d"]) == ""
    assert missing_for_quorum(policy, ["a", "b", "c"]) != ""
    assert "no witness" in missing_for_quorum(policy, [])


def test_one_witness_may_be_the_quorum() -> None:
    policy = parse_policy(LOG + KEYS + "quorum b\n")

    assert missing_for_quorum(policy, ["b"]) == ""


@pytest.mark.parametrize("needed", [0, 1, 3])
def test_a_policy_reads_as_it_was_written(needed: int) -> None:
    policy = policy_of(FOUR, needed)

    assert parse_policy(format_policy(policy)) == policy


def test_addresses_and_remarks_are_read() -> None:
    text = f"# ours\n\n{LOG.strip()} https://log.example # here\n"
    text += f"witness a {ANN.verifier.vkey} https://a.example\nquorum none\n"

    policy = parse_policy(text)

    assert policy.witnesses[0].url == "https://a.example"
    assert policy.quorum is None
    assert parse_policy(format_policy(policy)) == policy


@pytest.mark.parametrize(
    "text",
    [
        "",
        LOG,
        LOG + "quorum a\n",
        LOG + KEYS + "quorum e\n",
        LOG + KEYS + "quorum a\nquorum a\n",
        LOG + KEYS + KEYS + "quorum a\n",
        LOG + KEYS + "group g 3 a b\nquorum g\n",
        LOG + KEYS + "group g 0 a b\nquorum g\n",
        LOG + KEYS + "group g x a b\nquorum g\n",
        LOG + KEYS + "group g any a a\nquorum g\n",
        LOG + KEYS + "group g any\nquorum g\n",
        LOG + KEYS + "group none any a\nquorum a\n",
        LOG + KEYS + "group g any h\nquorum a\n",
        LOG + "witness a not-a-key\nquorum a\n",
        LOG + f"witness a {OPERATOR.verifier.vkey}\nquorum a\n",
        "hello\n",
    ],
)
def test_what_is_no_policy_is_malformed(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_policy(text)


def test_a_receipt_proves_a_leaf_offline() -> None:
    log = MemoryLog()
    entries = entries_of(600)
    note = log.add(*entries)
    read = tile_reader(log.source, 600)

    receipt = parse_receipt(format_receipt(issue_receipt(read, note, 517, b"salt")))

    assert receipt.extra == b"salt"
    assert verify_receipt(receipt, hash_leaf(entries[517]), log.policy).checkpoint.size == 600


def test_a_receipt_proves_no_other_leaf() -> None:
    log = MemoryLog()
    entries = entries_of(9)
    note = log.add(*entries)
    receipt = issue_receipt(tile_reader(log.source, 9), note, 3)

    with pytest.raises(ProofError):
        verify_receipt(receipt, hash_leaf(entries[4]), log.policy)


def test_there_is_no_receipt_for_a_leaf_to_come() -> None:
    log = MemoryLog()
    note = log.add(b"x")

    with pytest.raises(IndexError):
        issue_receipt(tile_reader(log.source, 1), note, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\nindex 0\n",
        "c2sp.org/tlog-proof@v2\nindex 0\n\nnote",
        "c2sp.org/tlog-proof@v1\n\nnote",
        "c2sp.org/tlog-proof@v1\nextra AAAA\n\nnote",
        "c2sp.org/tlog-proof@v1\nextra ?\nindex 0\n\nnote",
        "c2sp.org/tlog-proof@v1\nindex 00\n\nnote",
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nnote",
    ],
)
def test_what_is_no_receipt_is_malformed(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_receipt(text)


def test_a_receipt_may_carry_nothing_extra() -> None:
    receipt = Receipt(0, (), "note")

    assert parse_receipt(format_receipt(receipt)) == receipt
