"""Notes, checkpoints, cosignatures and keys: what is accepted and what is refused."""

from pathlib import Path

import pytest
from tests.support.log_world import OPERATOR, cosigners

from poletai.ledger.checkpoint import (
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    read_checkpoint,
)
from poletai.ledger.cosignature import CosignatureVerifier, read_cosignature_verifier
from poletai.ledger.errors import MalformedError, SignatureError
from poletai.ledger.keyfile import (
    create_key_file,
    format_private_key,
    load_signer,
    parse_private_key,
)
from poletai.ledger.note import (
    COSIGNATURE,
    ED25519,
    Signature,
    Signer,
    open_note,
    parse_vkey,
    read_verifier,
    sign_note,
    split_note,
)

FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EVE = Signer("eve.example", b"e" * 32)


def test_the_key_of_the_specification_is_read_and_written() -> None:
    verifier = read_verifier(FOO)

    assert verifier.name == "example.com/foo"
    assert verifier.vkey == FOO


def test_a_signed_note_opens_for_who_knows_the_key() -> None:
    note = sign_note("hello\n", OPERATOR, EVE)

    opened = open_note(note, [OPERATOR.verifier])

    assert opened.text == "hello\n"
    assert [one.name for one in opened.verified] == [OPERATOR.name]
    assert [one.name for one in opened.unknown] == [EVE.name]


def test_the_last_empty_line_parts_text_and_signatures() -> None:
    note = sign_note("one\n\ntwo\n", OPERATOR)

    assert open_note(note, [OPERATOR.verifier]).text == "one\n\ntwo\n"


def test_a_note_nobody_known_signed_is_refused() -> None:
    with pytest.raises(SignatureError, match="no known key"):
        open_note(sign_note("hello\n", EVE), [OPERATOR.verifier])


def test_a_failing_signature_of_a_known_key_refuses_the_whole_note() -> None:
    wrong = Signature(OPERATOR.name, OPERATOR.key_id, bytes(64))
    note = sign_note("hello\n", EVE) + str(wrong)

    with pytest.raises(SignatureError, match="fails"):
        open_note(note, [EVE.verifier, OPERATOR.verifier])


def test_a_repeated_signature_counts_once() -> None:
    note = sign_note("hello\n", OPERATOR, OPERATOR)

    assert len(open_note(note, [OPERATOR.verifier]).verified) == 1


LINE = str(Signature("a", b"1234", b"5"))


@pytest.mark.parametrize(
    "note",
    [
        "hello\n",
        "hello\n\n",
        "hello\n\n" + LINE.rstrip("\n"),
        "hel\tlo\n\n" + LINE,
        "hello\n\n- a AAAAAAA=\n",
        "hello\n\n— a+b AAAAAAA=\n",
        "hello\n\n— a\n",
        "hello\n\n— a !!!!\n",
        "hello\n\n— a MTIzNB==\n",
        "hello\n\n— a MTIzNA==\n",
        "hello\n\n" + LINE * 101,
    ],
)
def test_what_is_no_note_is_malformed(note: str) -> None:
    with pytest.raises(MalformedError):
        split_note(note)


def test_a_text_without_its_last_newline_is_not_signed() -> None:
    with pytest.raises(MalformedError, match="newline"):
        sign_note("hello", OPERATOR)


@pytest.mark.parametrize(
    "vkey",
    [
        "foo",
        "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+Aeky",
        "example.com/foo+530d903a+?",
    ],
)
def test_what_is_no_vkey_is_malformed(vkey: str) -> None:
    with pytest.raises(MalformedError):
        parse_vkey(vkey)


def test_a_cosignature_key_is_not_a_log_key() -> None:
    with pytest.raises(MalformedError, match="type 01"):
        read_verifier(cosigners()[0].verifier.vkey)


def test_a_checkpoint_reads_as_it_was_written() -> None:
    checkpoint = Checkpoint("log.example", 7, b"r" * 32)

    note = sign_note(format_checkpoint(checkpoint), OPERATOR)

    assert open_checkpoint(note, [OPERATOR.verifier]) == checkpoint
    assert read_checkpoint(note) == checkpoint


def test_extension_lines_of_a_checkpoint_are_passed_over() -> None:
    text = format_checkpoint(Checkpoint("log.example", 7, b"r" * 32)) + "more\n"

    assert parse_checkpoint(text).size == 7


ROOT = "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI="


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log\n7\n",
        f"log\n7\n{ROOT}",
        f"log\n07\n{ROOT}\n",
        f"log\n-1\n{ROOT}\n",
        f"log\n\u0667\n{ROOT}\n",
        "log\n7\nAAAA\n",
        f"\n7\n{ROOT}\n",
        f"log\n7\n{ROOT}\n\n",
    ],
)
def test_what_is_no_checkpoint_is_malformed(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_checkpoint(text)


def test_a_cosignature_holds_for_its_text_and_time_only() -> None:
    witness = cosigners(1)[0]
    blob = witness.sign("log\n1\nroot\n")
    verifier = read_cosignature_verifier(witness.verifier.vkey)

    assert verifier.verifies("log\n1\nroot\n", blob)
    assert not verifier.verifies("log\n2\nroot\n", blob)
    assert not verifier.verifies("log\n1\nroot\n", bytes(8) + blob[8:])
    assert not verifier.verifies("log\n1\nroot\n", blob[8:])


def test_keys_hide_their_seeds() -> None:
    assert "seed" not in repr(OPERATOR)
    assert "seed" not in repr(cosigners(1)[0])


def test_a_key_file_is_read_back_and_only_by_its_owner(tmp_path: Path) -> None:
    name, seed = create_key_file(tmp_path / "key", "log.example")

    assert load_signer(tmp_path / "key") == Signer(name, seed)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    create_key_file(tmp_path / "key", "log.example")

    with pytest.raises(FileExistsError):
        create_key_file(tmp_path / "key", "log.example")


def test_a_name_with_a_space_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(MalformedError, match="spaces"):
        create_key_file(tmp_path / "key", "log example")


GOOD = format_private_key("log.example", ED25519, b"s" * 32)


@pytest.mark.parametrize(
    "text",
    ["", "hello", GOOD.replace("log.", "lag."), GOOD[:-4] + "AAAA", GOOD[:-8]],
)
def test_what_is_no_private_key_is_malformed_and_not_shown(text: str) -> None:
    with pytest.raises(MalformedError) as refusal:
        parse_private_key(text, ED25519)

    assert GOOD[-20:-8] not in str(refusal.value)


def test_a_log_key_does_not_serve_a_witness() -> None:
    with pytest.raises(MalformedError, match="type 04"):
        parse_private_key(GOOD, COSIGNATURE)


def test_a_cosigner_and_its_verifier_have_one_id() -> None:
    witness = cosigners(1)[0]

    assert witness.key_id == CosignatureVerifier(witness.name, witness.verifier.public).key_id
