"""The sequencer on a real PostgreSQL, its witnesses, its restarts and what it refuses."""

import threading

import psycopg
import pytest
from tests.support.log_world import (
    event,
    open_world,
    secret_bid,
    start_sequencer,
    witness_net,
)

from poletai.ledger.checkpoint import read_checkpoint
from poletai.ledger.checkpoints import first_quorum_with, latest_checkpoints, latest_quorum
from poletai.ledger.errors import DisagreementError, LockedError, SignatureError
from poletai.ledger.policy import check_quorum
from poletai.ledger.reading import tile_reader
from poletai.ledger.rebuild import rebuild
from poletai.ledger.receipt import issue_receipt, verify_receipt
from poletai.ledger.source import open_source
from poletai.ledger.store import append, read_leaves
from poletai.ledger.tree import hash_leaf


@pytest.fixture
def world(postgres_dsn, tmp_path):
    opened = open_world(postgres_dsn, tmp_path)
    yield opened
    opened.sequencer.close()


@pytest.fixture
def net(tmp_path, monkeypatch):
    made = witness_net(tmp_path / "witnesses")
    monkeypatch.setattr("httpx.Client.post", lambda _self, address, **kw: made.post(address, **kw))
    return made


@pytest.fixture
def witnessed(postgres_dsn, tmp_path, net):
    opened = open_world(postgres_dsn, tmp_path, net.policy)
    yield opened
    opened.sequencer.close()


def test_a_log_without_events_publishes_an_empty_checkpoint(world):
    step = world.step()

    assert (step.size, step.added) == (0, 0)
    world.restart()
    assert world.step().size == 0


def test_events_become_leaves_in_the_order_of_their_ids(world):
    appended = world.append(event(), secret_bid(), event(data={"text": "x" * 9000}))

    step = world.step()

    assert (step.added, step.size) == (3, 3)
    with psycopg.connect(world.dsn) as conn:
        leaves = read_leaves(conn, world.store, 0, 10)
    assert [one.id for one in leaves] == [one.id for one in appended]
    assert [one.index for one in leaves] == [0, 1, 2]
    report = world.require_whole()
    assert (report.public, report.confidential, report.blobs) == (2, 1, 1)


def test_the_log_grows_through_full_tiles_and_restarts(world):
    for count in [1, 254, 1, 1, 256, 300]:
        world.append(*[event(stream=f"{count:032x}")] * count)
        world.step()
        world.restart()

    assert world.step().size == 813
    assert not (world.published / "tile" / "0" / "000.p").exists()


def test_a_step_without_news_adds_no_checkpoint(world):
    world.append(event())
    world.step()
    before = (world.published / "checkpoint").read_bytes()

    world.step()

    assert (world.published / "checkpoint").read_bytes() == before


def test_an_event_committed_late_is_not_lost(world):
    with psycopg.connect(world.dsn) as slow:
        append(slow, world.store, [event(stream="11" * 16)])
        world.append(event(stream="22" * 16))
        assert world.step().size == 1
        slow.commit()

    assert world.step().size == 2


def test_concurrent_appends_all_get_one_leaf_each(world):
    def bid(number):
        for turn in range(10):
            world.append(secret_bid(f"{number:016x}{turn:016x}"))

    threads = [threading.Thread(target=bid, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        world.step()

    world.step()
    assert world.require_whole().confidential == 80


def test_one_log_has_one_sequencer(world):
    with pytest.raises(LockedError, match="another one"):
        start_sequencer(world.dsn, world.published, world.policy)


def test_it_runs_until_it_is_told_to_stop(world):
    world.append(event())
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()

    with world.sequencer as sequencer:
        sequencer.run(stop, pause=0.05)

    assert world.require_whole().size == 1


def test_three_witnesses_cosign_what_everyone_then_reads(witnessed):
    witnessed.append(event())

    assert witnessed.step().quorum

    note = (witnessed.published / "checkpoint").read_text()
    assert len(check_quorum(witnessed.policy, note).times) == 4


def test_witnesses_follow_the_log_as_it_grows_and_restarts(witnessed):
    for number in range(3):
        witnessed.append(event(stream=f"{number:032x}"))
        assert witnessed.step().quorum
        witnessed.restart()

    with psycopg.connect(witnessed.dsn) as conn:
        assert first_quorum_with(conn, 1).size == 2
        assert first_quorum_with(conn, 3) is None
        assert latest_quorum(conn).size == 3


def test_without_a_quorum_the_public_checkpoint_stays_where_it_was(witnessed, net):
    witnessed.append(event())
    witnessed.step()
    net.away = {"witness-1.example", "witness-2.example"}
    witnessed.append(event())

    step = witnessed.step()

    assert (step.size, step.quorum) == (2, False)
    assert read_checkpoint((witnessed.published / "checkpoint").read_text()).size == 1
    assert read_checkpoint((witnessed.published / "checkpoint.signed").read_text()).size == 2
    assert set(witnessed.sequencer.troubles()) == net.away


def test_a_failing_witness_is_left_alone_a_while_and_asked_again(witnessed, net, monkeypatch):
    net.away = {"witness-1.example", "witness-2.example"}
    witnessed.append(event())
    witnessed.sequencer.step()
    net.away, net.asked = set(), []

    assert not witnessed.sequencer.step().quorum
    assert net.asked == ["witness-3.example", "witness-4.example"]
    monkeypatch.setattr("poletai.ledger.witness_client._REST_SECONDS", -1.0)
    monkeypatch.setattr("time.monotonic", lambda: 1e12)

    assert witnessed.step().quorum
    assert witnessed.sequencer.troubles() == {}
    names = [line.split()[1] for line in witnessed.seen.split("\n\n")[1].splitlines()]
    assert len(names) == len(set(names)) == 5


def test_no_witness_in_reach_changes_nothing(witnessed, net):
    net.away = set(net.apps)
    witnessed.append(event())

    assert not witnessed.sequencer.step().quorum
    assert not witnessed.sequencer.step().quorum


def test_a_witness_that_signs_with_another_key_is_not_believed(witnessed, net):
    net.apps["witness-1.example"] = net.apps["witness-2.example"]
    net.apps["witness-3.example"] = net.apps["witness-2.example"]
    witnessed.append(event())

    assert not witnessed.sequencer.step().quorum
    troubles = witnessed.sequencer.troubles()
    assert "witness-1.example" in troubles


def test_a_witness_that_does_not_follow_the_log_is_trouble(witnessed, net):
    folder = witnessed.folder / "witnesses" / "witness-4.example"
    (folder / "logs").write_text("")
    witnessed.append(event())

    assert witnessed.step().quorum
    assert "answers 404" in witnessed.sequencer.troubles()["witness-4.example"]


def test_a_receipt_made_from_the_folder_holds_offline(witnessed):
    bid = witnessed.append(secret_bid())[0]
    witnessed.step()
    source = open_source(witnessed.published)
    note = source("checkpoint").decode()

    receipt = issue_receipt(tile_reader(source, 1), note, 0, bid.salt)

    entry = source("tile/entries/000.p/1")[2:]
    assert len(verify_receipt(receipt, hash_leaf(entry), witnessed.policy).times) == 4


def test_a_stop_between_database_and_disk_is_finished(world, monkeypatch):
    for number in range(2):
        monkeypatch.undo()
        world.append(event(stream=f"{number:032x}"))
        monkeypatch.setattr(type(world.sequencer), "_show", _stop)
        with pytest.raises(KeyboardInterrupt):
            world.sequencer.step()
        monkeypatch.undo()
        world.restart()
        assert world.step().size == number + 1


def test_a_stop_between_tiles_and_database_is_finished(world, monkeypatch):
    world.append(event())
    monkeypatch.setattr("poletai.ledger.sequencer.keep_checkpoint", _stop)
    with pytest.raises(KeyboardInterrupt):
        world.sequencer.step()
    monkeypatch.undo()

    world.restart()

    assert world.step().size == 1


def _stop(*_):
    raise KeyboardInterrupt


def grown(world, count=3):
    for number in range(count):
        world.append(event(stream=f"{number:032x}", data={"n": number}))
        world.step()
    world.sequencer.close()


def require_refusal(world, *words):
    before = {path: path.read_bytes() for path in world.published.rglob("*") if path.is_file()}
    with pytest.raises(DisagreementError) as refusal:
        start_sequencer(world.dsn, world.published, world.policy)
    assert all(word in str(refusal.value) for word in words)
    after = {path: path.read_bytes() for path in world.published.rglob("*") if path.is_file()}
    assert before == after


def test_a_folder_that_is_ahead_of_the_database_is_refused(world):
    grown(world)
    execute(world, "DELETE FROM ledger_checkpoint WHERE size = 3")

    require_refusal(world, "on disk size 3", "in the database size 2")


def test_a_folder_two_checkpoints_behind_is_refused(world):
    world.append(event())
    world.step()
    old = (world.published / "checkpoint.signed").read_bytes()
    for number in range(2):
        world.append(event(stream=f"{number:032x}"))
        world.step()
    world.sequencer.close()
    (world.published / "checkpoint.signed").write_bytes(old)

    require_refusal(world, "on disk size 1", "in the database size 3")


def test_a_lost_folder_is_refused(world):
    grown(world)
    (world.published / "checkpoint.signed").unlink()

    require_refusal(world, "on disk no checkpoint", "in the database size 3")


def test_a_folder_of_a_database_that_was_emptied_is_refused(world):
    grown(world)
    execute(world, "DELETE FROM ledger_checkpoint")

    require_refusal(world, "on disk size 3", "in the database no checkpoint")


def test_a_changed_tile_is_refused(world):
    grown(world)
    tile = world.published / "tile" / "0" / "000.p" / "3"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])

    require_refusal(world, "tiles", "size 3, root")


def test_a_changed_event_is_refused(world):
    grown(world)
    execute(world, r"UPDATE ledger_event SET entry = '\x00' WHERE position = 0 AND id = 2")

    require_refusal(world, "entries 0..2", "3 entries, SHA-256")


def test_a_lost_leaf_is_refused(world):
    grown(world)
    execute(world, "DELETE FROM ledger_leaf WHERE index = 1")

    require_refusal(world, "in the database 2 entries")


def test_a_checkpoint_of_another_log_is_refused(world):
    grown(world)
    file = world.published / "checkpoint.signed"
    file.write_text(file.read_text().replace("demo.", "other."))

    with pytest.raises(SignatureError):
        start_sequencer(world.dsn, world.published, world.policy)


def test_a_tile_in_the_way_is_not_overwritten(world):
    world.append(event())
    tile = world.published / "tile" / "0" / "000.p" / "1"
    tile.parent.mkdir(parents=True)
    tile.write_bytes(bytes(32))

    with pytest.raises(DisagreementError, match="already published"):
        world.sequencer.step()
    assert not (world.published / "checkpoint.signed").exists()


def test_a_published_folder_is_rebuilt_from_the_database(world, tmp_path):
    for count in [3, 300]:
        world.append(*[event(stream=f"{count:032x}")] * count, event(data={"x": "y" * 9000}))
        world.step()
    world.sequencer.close()

    rebuild(world.dsn, tmp_path / "new", world.policy)

    for path in ["tile/0/000", "tile/0/001.p/49", "tile/entries/000", "checkpoint", "policy"]:
        assert (tmp_path / "new" / path).read_bytes() == (world.published / path).read_bytes()
    with start_sequencer(world.dsn, tmp_path / "new", world.policy) as sequencer:
        assert sequencer.step().size == 305


def test_a_rebuild_wants_an_empty_folder_and_the_recorded_root(world, tmp_path):
    grown(world)
    with pytest.raises(DisagreementError, match="not empty"):
        rebuild(world.dsn, world.published, world.policy)
    execute(world, r"UPDATE ledger_event SET entry = '\x00' WHERE id = 2")

    with pytest.raises(DisagreementError, match="root"):
        rebuild(world.dsn, tmp_path / "new", world.policy)


def test_a_rebuild_stops_where_leaves_are_lost(world, tmp_path):
    grown(world)
    execute(world, "DELETE FROM ledger_leaf")

    with pytest.raises(DisagreementError, match="gives size 0"):
        rebuild(world.dsn, tmp_path / "new", world.policy)


def test_a_rebuild_of_nothing_is_nothing(world, tmp_path):
    rebuild(world.dsn, tmp_path / "new", world.policy)

    assert not (tmp_path / "new" / "checkpoint").exists()


def execute(world, statement):
    with psycopg.connect(world.dsn) as conn:
        conn.execute(statement)


def test_keeping_the_newest_checkpoints_first(world):
    grown(world)

    with psycopg.connect(world.dsn) as conn:
        assert [one.size for one in latest_checkpoints(conn, 2)] == [3, 2]
