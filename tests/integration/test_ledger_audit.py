"""The audit of the database against the published log: every changed row is found."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.support.log_world import LogWorld, event, open_world, secret_bid

from poletai.ledger.audit import audit
from poletai.ledger.source import open_source


@pytest.fixture
def world(postgres_dsn: str, tmp_path: Path) -> Iterator[LogWorld]:
    opened = open_world(postgres_dsn, tmp_path)
    opened.append(event(), secret_bid("11" * 16), secret_bid("22" * 16), event(private={"a": 1}))
    opened.step()
    yield opened
    opened.sequencer.close()


def found(world: LogWorld, statement: str = "SELECT 1") -> list[str]:
    with psycopg.connect(world.dsn) as conn:
        conn.execute(statement.encode())
        problems = audit(conn, world.store, open_source(world.published))
        return [f"{one.where}: {one.code}" for one in problems]


def test_an_untouched_database_agrees_with_its_log(world: LogWorld) -> None:
    assert found(world) == []


def test_events_not_yet_published_are_none_of_its_business(world: LogWorld) -> None:
    world.append(event())

    assert found(world) == []


CHANGES = {
    "an entry": r"UPDATE ledger_event SET entry = '\x7b7d' WHERE id = 1",
    "a digest": r"UPDATE ledger_event SET digest = sha256('x') WHERE id = 1",
    "a place": "UPDATE ledger_event SET position = 9 WHERE id = 1",
    "a stream": "UPDATE ledger_event SET stream = 'x' WHERE id = 1",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_row_is_found(world: LogWorld, change: str) -> None:
    assert found(world, CHANGES[change]) == ["leaf 0: disagreement"]


def test_a_changed_secret_is_found(world: LogWorld) -> None:
    swap = "UPDATE ledger_event SET sealed = sealed || 'x'::bytea WHERE id = 2"

    assert found(world, swap) == ["leaf 1: disagreement"]


def test_two_bids_exchanged_behind_their_leaves_are_found(world: LogWorld) -> None:
    swap = """
    UPDATE ledger_event AS one SET sealed = other.sealed, digest = other.digest,
        stream = other.stream || 'x' FROM ledger_event AS other
    WHERE (one.id, other.id) IN ((2, 3), (3, 2));
    UPDATE ledger_event SET stream = rtrim(stream, 'x')
    """

    assert found(world, swap) == ["leaf 1: disagreement", "leaf 2: disagreement"]


def test_a_lost_row_is_found(world: LogWorld) -> None:
    assert found(world, "DELETE FROM ledger_leaf WHERE index = 3") == ["leaf 3: missing"]
    assert found(world, "UPDATE ledger_leaf SET index = 7 WHERE index = 1") == ["leaf 1: missing"]
