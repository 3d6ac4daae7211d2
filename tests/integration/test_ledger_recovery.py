"""The sequencer starting again: what it finishes, what it refuses, what can be rebuilt."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.support.log_world import (
    LogWorld,
    event,
    open_world,
    start_sequencer,
)

from poletai.ledger.checkpoints import latest_checkpoints
from poletai.ledger.errors import DisagreementError, SignatureError
from poletai.ledger.rebuild import rebuild


@pytest.fixture
def world(postgres_dsn: str, tmp_path: Path) -> Iterator[LogWorld]:
    opened = open_world(postgres_dsn, tmp_path)
    yield opened
    opened.sequencer.close()


def test_a_stop_between_database_and_disk_is_finished(
    world: LogWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        monkeypatch.undo()
        world.append(event(stream=f"{number:032x}"))
        monkeypatch.setattr(type(world.sequencer), "_show", _stop)
        with pytest.raises(KeyboardInterrupt):
            world.sequencer.step()
        monkeypatch.undo()
        world.restart()
        assert world.step().size == number + 1


def test_a_stop_between_tiles_and_database_is_finished(
    world: LogWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.append(event())
    monkeypatch.setattr("poletai.ledger.sequencer.keep_checkpoint", _stop)
    with pytest.raises(KeyboardInterrupt):
        world.sequencer.step()
    monkeypatch.undo()

    world.restart()

    assert world.step().size == 1


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def grown(world: LogWorld, count: int = 3) -> None:
    for number in range(count):
        world.append(event(stream=f"{number:032x}", data={"n": number}))
        world.step()
    world.sequencer.close()


def require_refusal(world: LogWorld, *words: str) -> None:
    before = {path: path.read_bytes() for path in world.published.rglob("*") if path.is_file()}
    with pytest.raises(DisagreementError) as refusal:
        start_sequencer(world.dsn, world.published, world.policy)
    assert all(word in str(refusal.value) for word in words)
    after = {path: path.read_bytes() for path in world.published.rglob("*") if path.is_file()}
    assert before == after


def test_a_folder_that_is_ahead_of_the_database_is_refused(world: LogWorld) -> None:
    grown(world)
    execute(world, "DELETE FROM ledger_checkpoint WHERE size = 3")

    require_refusal(world, "on disk size 3", "in the database size 2")


def test_a_folder_two_checkpoints_behind_is_refused(world: LogWorld) -> None:
    world.append(event())
    world.step()
    old = (world.published / "checkpoint.signed").read_bytes()
    for number in range(2):
        world.append(event(stream=f"{number:032x}"))
        world.step()
    world.sequencer.close()
    (world.published / "checkpoint.signed").write_bytes(old)

    require_refusal(world, "on disk size 1", "in the database size 3")


def test_a_lost_folder_is_refused(world: LogWorld) -> None:
    grown(world)
    (world.published / "checkpoint.signed").unlink()

    require_refusal(world, "on disk no checkpoint", "in the database size 3")


def test_a_folder_of_a_database_that_was_emptied_is_refused(world: LogWorld) -> None:
    grown(world)
    execute(world, "DELETE FROM ledger_checkpoint")

    require_refusal(world, "on disk size 3", "in the database no checkpoint")


def test_a_changed_tile_is_refused(world: LogWorld) -> None:
    grown(world)
    tile = world.published / "tile" / "0" / "000.p" / "3"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])

    require_refusal(world, "tiles", "size 3, root")


def test_a_changed_event_is_refused(world: LogWorld) -> None:
    grown(world)
    execute(world, r"UPDATE ledger_event SET entry = '\x00' WHERE position = 0 AND id = 2")

    require_refusal(world, "entries 0..2", "3 entries, SHA-256")


def test_a_lost_leaf_is_refused(world: LogWorld) -> None:
    grown(world)
    execute(world, "DELETE FROM ledger_leaf WHERE index = 1")

    require_refusal(world, "in the database 2 entries")


def test_a_checkpoint_of_another_log_is_refused(world: LogWorld) -> None:
    grown(world)
    file = world.published / "checkpoint.signed"
    file.write_text(file.read_text().replace("demo.", "other."))

    with pytest.raises(SignatureError):
        start_sequencer(world.dsn, world.published, world.policy)


def test_a_tile_in_the_way_is_not_overwritten(world: LogWorld) -> None:
    world.append(event())
    tile = world.published / "tile" / "0" / "000.p" / "1"
    tile.parent.mkdir(parents=True)
    tile.write_bytes(bytes(32))

    with pytest.raises(DisagreementError, match="already published"):
        world.sequencer.step()
    assert not (world.published / "checkpoint.signed").exists()


def test_a_published_folder_is_rebuilt_from_the_database(world: LogWorld, tmp_path: Path) -> None:
    for count in [3, 300]:
        world.append(*[event(stream=f"{count:032x}")] * count, event(data={"x": "y" * 9000}))
        world.step()
    world.sequencer.close()

    rebuild(world.dsn, tmp_path / "new", world.policy)

    for path in ["tile/0/000", "tile/0/001.p/49", "tile/entries/000", "checkpoint", "policy"]:
        assert (tmp_path / "new" / path).read_bytes() == (world.published / path).read_bytes()
    with start_sequencer(world.dsn, tmp_path / "new", world.policy) as sequencer:
        assert sequencer.step().size == 305


def test_a_rebuild_wants_an_empty_folder_and_the_recorded_root(
    world: LogWorld, tmp_path: Path
) -> None:
    grown(world)
    with pytest.raises(DisagreementError, match="not empty"):
        rebuild(world.dsn, world.published, world.policy)
    execute(world, r"UPDATE ledger_event SET entry = '\x00' WHERE id = 2")

    with pytest.raises(DisagreementError, match="root"):
        rebuild(world.dsn, tmp_path / "new", world.policy)


def test_a_rebuild_stops_where_leaves_are_lost(world: LogWorld, tmp_path: Path) -> None:
    grown(world)
    execute(world, "DELETE FROM ledger_leaf")

    with pytest.raises(DisagreementError, match="gives size 0"):
        rebuild(world.dsn, tmp_path / "new", world.policy)


def test_a_rebuild_of_nothing_is_nothing(world: LogWorld, tmp_path: Path) -> None:
    rebuild(world.dsn, tmp_path / "new", world.policy)

    assert not (tmp_path / "new" / "checkpoint").exists()


def execute(world: LogWorld, statement: str) -> None:
    with psycopg.connect(world.dsn) as conn:
        conn.execute(statement)


def test_keeping_the_newest_checkpoints_first(world: LogWorld) -> None:
    grown(world)

    with psycopg.connect(world.dsn) as conn:
        assert [one.size for one in latest_checkpoints(conn, 2)] == [3, 2]
