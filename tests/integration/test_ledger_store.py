"""The store on a real PostgreSQL: streams, secrets, blobs, and what a changed row leads to."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.support.log_world import PROCEDURE, event, secret_bid

from poletai.core.basics.canonical import canonical
from poletai.core.basics.errors import NotCanonicalError
from poletai.ledger.blobs import BlobStore
from poletai.ledger.envelope import blinded_entry, entry_of, envelope_digest, private_digest
from poletai.ledger.errors import (
    DisagreementError,
    MalformedError,
    MissingError,
    StoreKeyError,
    StreamConflictError,
)
from poletai.ledger.store import (
    Store,
    append,
    create_schema,
    read,
    read_leaves,
    read_streams,
    stream_length,
)
from poletai.ledger.store_key import StoreKey


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(StoreKey.create(tmp_path / "store.key"), BlobStore(tmp_path / "blob"))


@pytest.fixture
def conn(postgres_dsn: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(postgres_dsn) as connection:
        create_schema(connection)
        create_schema(connection)
        connection.commit()
        yield connection


def test_what_is_appended_is_read_back(conn: psycopg.Connection[Any], store: Store) -> None:
    events = [event(), event("asked", private={"who": "Bob"}), event("answered", private={})]

    appended = append(conn, store, events, {PROCEDURE: 0})

    assert read(conn, store, PROCEDURE) == appended
    assert [one.position for one in appended] == [0, 1, 2]
    assert appended[1].data == {"who": "Bob"}
    assert appended[1].name == "asked"
    assert stream_length(conn, PROCEDURE) == 3


def test_each_event_names_the_one_before_it(conn: psycopg.Connection[Any], store: Store) -> None:
    append(conn, store, [event(), event()])
    append(conn, store, [event()])

    first, second, third = read(conn, store, PROCEDURE)

    assert [first.envelope["prev"], second.envelope["prev"]] == ["", first.digest]
    assert third.envelope["prev"] == second.digest == envelope_digest(second.envelope).hex()


def test_ids_follow_the_order_of_one_append_over_several_streams(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    streams = ["ff" * 16, "00" * 16, "ff" * 16, "77" * 16]

    appended = append(conn, store, [event(stream=one) for one in streams])

    assert [one.stream for one in appended] == streams
    assert [one.id for one in appended] == sorted(one.id for one in appended)
    assert len(read_streams(conn, store, ["ff" * 16, "00" * 16])) == 3


def test_appending_nothing_does_nothing(conn: psycopg.Connection[Any], store: Store) -> None:
    assert append(conn, store, []) == []


def test_a_stream_of_another_length_is_a_conflict(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    append(conn, store, [event()])

    with pytest.raises(StreamConflictError, match="1 events, expected 0"):
        append(conn, store, [event()], {PROCEDURE: 0})


def test_two_at_once_on_one_stream_are_a_conflict_for_the_later(
    conn: psycopg.Connection[Any], store: Store, postgres_dsn: str
) -> None:
    append(conn, store, [event()])
    problems = []

    def later() -> None:
        with psycopg.connect(postgres_dsn) as other:
            try:
                append(other, store, [event()])
            except StreamConflictError as problem:
                problems.append(problem)

    thread = threading.Thread(target=later)
    thread.start()
    thread.join(0.3)
    conn.commit()
    thread.join()

    assert [one.code for one in problems] == ["stream-conflict"]


def test_a_confidential_event_shows_nothing_but_its_place(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    appended = append(conn, store, [secret_bid()])[0]

    row = conn.execute("SELECT * FROM ledger_event").fetchone()

    assert row
    assert appended.confidential
    assert appended.salt
    assert b"bid" not in b"".join(one for one in row if isinstance(one, bytes))
    assert row[4] == blinded_entry(appended.salt, bytes.fromhex(appended.digest))
    assert len(row[4]) == 86
    assert read(conn, store, appended.stream) == [appended]
    assert entry_of(appended.envelope, appended.salt) == row[4]


def test_equal_confidential_events_have_unequal_digests(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    first, second = append(conn, store, [secret_bid("11" * 16), secret_bid("22" * 16)])

    assert first.envelope["blind"] != second.envelope["blind"]


def test_a_private_part_is_committed_to_and_not_in_clear(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    appended = append(conn, store, [event(private={"price": "998877.66"})])[0]

    row = conn.execute("SELECT entry, sealed FROM ledger_event").fetchone()

    assert row
    assert appended.salt2
    assert b"998877" not in row[0] + row[1]
    expected = private_digest(appended.salt2, {"price": "998877.66"}).hex()
    assert appended.envelope["private"] == expected


def test_a_large_body_becomes_a_blob(conn: psycopg.Connection[Any], store: Store) -> None:
    body = {"text": "x" * 9000}

    appended = append(conn, store, [event(data=body)])[0]

    name = appended.envelope["data"]["blob"]["sha256"]
    assert store.blobs.get(name) == canonical(body)
    assert read(conn, store, PROCEDURE)[0].data == body


def test_a_large_confidential_body_is_no_public_blob(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    secret = event(data={"text": "x" * 9000}, confidential=True)

    append(conn, store, [secret])

    assert not store.blobs.folder.exists()
    assert read(conn, store, PROCEDURE)[0].data == {"text": "x" * 9000}


def test_data_that_would_pass_for_a_blob_are_refused(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    with pytest.raises(MalformedError, match="blob"):
        append(conn, store, [event(data={"blob": "x"})])


def test_a_float_is_refused_and_nothing_is_written(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    with pytest.raises(NotCanonicalError):
        append(conn, store, [event(), event(data={"price": 1.5})])

    assert stream_length(conn, PROCEDURE) == 0


def test_an_envelope_too_large_for_a_leaf_is_refused(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    with pytest.raises(MalformedError, match="65535"):
        append(conn, store, [event("n" * 70_000)])


def test_another_key_opens_nothing(
    conn: psycopg.Connection[Any], store: Store, tmp_path: Path
) -> None:
    append(conn, store, [secret_bid()])
    stranger = Store(StoreKey.create(tmp_path / "other.key"), store.blobs)

    with pytest.raises(StoreKeyError, match="does not open"):
        read(conn, stranger, "cd" * 16)


def test_a_changed_row_is_refused_when_it_is_read(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    append(conn, store, [event(data={"deadline": "2026-04-01"})])
    conn.execute("UPDATE ledger_event SET entry = replace(entry::text, '303236', '303237')::bytea")

    with pytest.raises(DisagreementError, match="digest"):
        read(conn, store, PROCEDURE)


def test_a_row_moved_to_another_stream_is_refused(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    append(conn, store, [event()])
    conn.execute("UPDATE ledger_event SET stream = 'elsewhere'")

    with pytest.raises(DisagreementError, match="another place"):
        read(conn, store, "elsewhere")


def test_no_leaf_is_read_before_it_is_sequenced(
    conn: psycopg.Connection[Any], store: Store
) -> None:
    append(conn, store, [event()])

    assert read_leaves(conn, store, 0, 10) == []
    assert conn.execute("SELECT count(*) FROM ledger_pending").fetchone() == (1,)


def test_a_rolled_back_append_leaves_nothing(conn: psycopg.Connection[Any], store: Store) -> None:
    append(conn, store, [event()])
    conn.rollback()

    assert conn.execute("SELECT count(*) FROM ledger_pending").fetchone() == (0,)
    assert read(conn, store, PROCEDURE) == []


def test_a_blob_that_changed_on_disk_is_not_handed_out(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    name = blobs.put(b"hello")["sha256"]
    assert blobs.put(b"hello")["len"] == 5
    (tmp_path / name).write_bytes(b"hallo")

    with pytest.raises(DisagreementError):
        blobs.get(name)


@pytest.mark.parametrize("name", ["00" * 32, "../store.key", "", "." * 64])
def test_a_blob_nobody_kept_is_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(MissingError):
        BlobStore(tmp_path).get(name)


@pytest.mark.parametrize("content", [b"short", None])
def test_a_store_key_missing_or_cut_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "key").write_bytes(content)

    with pytest.raises(StoreKeyError):
        StoreKey.load(tmp_path / "key")


def test_a_store_key_open_to_others_is_refused(tmp_path: Path) -> None:
    StoreKey.create(tmp_path / "key")
    (tmp_path / "key").chmod(0o644)

    with pytest.raises(StoreKeyError, match="0600"):
        StoreKey.load(tmp_path / "key")


def test_a_link_is_stable_and_depends_on_every_word(tmp_path: Path) -> None:
    key = StoreKey.create(tmp_path / "key")

    assert key.link("bid", "a", "b") == StoreKey.load(tmp_path / "key").link("bid", "a", "b")
    others = [key.link("bid", "ab"), key.link("bid", "b", "a"), key.link("bod", "a", "b")]
    assert key.link("bid", "a", "b") not in others
    assert "secret" not in repr(key)


def test_sealed_bytes_cut_or_moved_do_not_open(tmp_path: Path) -> None:
    key = StoreKey.create(tmp_path / "key")
    sealed = key.seal(b"price", b"here")

    assert key.open(sealed, b"here") == b"price"
    for wrong, context in [(sealed[:-1], b"here"), (sealed, b"there"), (b"", b"here")]:
        with pytest.raises(StoreKeyError):
            key.open(wrong, context)
