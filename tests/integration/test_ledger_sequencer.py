"""The sequencer on a real PostgreSQL, its witnesses, its restarts and what it refuses."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.support.log_world import (
    LogWorld,
    WitnessNet,
    event,
    open_world,
    secret_bid,
    start_sequencer,
    witness_net,
)

from poletai.ledger.checkpoint import read_checkpoint
from poletai.ledger.checkpoints import first_quorum_with, latest_quorum
from poletai.ledger.errors import LockedError
from poletai.ledger.policy import check_quorum
from poletai.ledger.reading import tile_reader
from poletai.ledger.receipt import issue_receipt, verify_receipt
from poletai.ledger.source import open_source
from poletai.ledger.store import append, read_leaves
from poletai.ledger.tree import hash_leaf


@pytest.fixture
def world(postgres_dsn: str, tmp_path: Path) -> Iterator[LogWorld]:
    opened = open_world(postgres_dsn, tmp_path)
    yield opened
    opened.sequencer.close()


@pytest.fixture
def net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WitnessNet:
    made = witness_net(tmp_path / "witnesses")
    monkeypatch.setattr("httpx.Client.post", lambda _self, address, **kw: made.post(address, **kw))
    return made


@pytest.fixture
def witnessed(postgres_dsn: str, tmp_path: Path, net: WitnessNet) -> Iterator[LogWorld]:
    opened = open_world(postgres_dsn, tmp_path, net.policy)
    yield opened
    opened.sequencer.close()


def test_a_log_without_events_publishes_an_empty_checkpoint(world: LogWorld) -> None:
    step = world.step()

    assert (step.size, step.added) == (0, 0)
    world.restart()
    assert world.step().size == 0


def test_events_become_leaves_in_the_order_of_their_ids(world: LogWorld) -> None:
    appended = world.append(event(), secret_bid(), event(data={"text": "x" * 9000}))

    step = world.step()

    assert (step.added, step.size) == (3, 3)
    with psycopg.connect(world.dsn) as conn:
        leaves = read_leaves(conn, world.store, 0, 10)
    assert [one.id for one in leaves] == [one.id for one in appended]
    assert [one.index for one in leaves] == [0, 1, 2]
    report = world.require_whole()
    assert (report.public, report.confidential, report.blobs) == (2, 1, 1)


def test_the_log_grows_through_full_tiles_and_restarts(world: LogWorld) -> None:
    for count in [1, 254, 1, 1, 256, 300]:
        world.append(*[event(stream=f"{count:032x}")] * count)
        world.step()
        world.restart()

    assert world.step().size == 813
    assert not (world.published / "tile" / "0" / "000.p").exists()


def test_a_step_without_news_adds_no_checkpoint(world: LogWorld) -> None:
    world.append(event())
    world.step()
    before = (world.published / "checkpoint").read_bytes()

    world.step()

    assert (world.published / "checkpoint").read_bytes() == before


def test_an_event_committed_late_is_not_lost(world: LogWorld) -> None:
    with psycopg.connect(world.dsn) as slow:
        append(slow, world.store, [event(stream="11" * 16)])
        world.append(event(stream="22" * 16))
        assert world.step().size == 1
        slow.commit()

    assert world.step().size == 2


def test_concurrent_appends_all_get_one_leaf_each(world: LogWorld) -> None:
    def bid(number: int) -> None:
        for turn in range(10):
            world.append(secret_bid(f"{number:016x}{turn:016x}"))

    threads = [threading.Thread(target=bid, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        world.step()

    world.step()
    assert world.require_whole().confidential == 80


def test_one_log_has_one_sequencer(world: LogWorld) -> None:
    with pytest.raises(LockedError, match="another one"):
        start_sequencer(world.dsn, world.published, world.policy)


def test_it_runs_until_it_is_told_to_stop(world: LogWorld) -> None:
    world.append(event())
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()

    with world.sequencer as sequencer:
        sequencer.run(stop, pause=0.05)

    assert world.require_whole().size == 1


def test_three_witnesses_cosign_what_everyone_then_reads(witnessed: LogWorld) -> None:
    witnessed.append(event())

    assert witnessed.step().quorum

    note = (witnessed.published / "checkpoint").read_text()
    assert len(check_quorum(witnessed.policy, note).times) == 4


def test_witnesses_follow_the_log_as_it_grows_and_restarts(witnessed: LogWorld) -> None:
    for number in range(3):
        witnessed.append(event(stream=f"{number:032x}"))
        assert witnessed.step().quorum
        witnessed.restart()

    with psycopg.connect(witnessed.dsn) as conn:
        found = [first_quorum_with(conn, 1), latest_quorum(conn)]
        assert [one.size for one in found if one] == [2, 3]
        assert first_quorum_with(conn, 3) is None


def test_without_a_quorum_the_public_checkpoint_stays_where_it_was(
    witnessed: LogWorld, net: WitnessNet
) -> None:
    witnessed.append(event())
    witnessed.step()
    net.away = {"witness-1.example", "witness-2.example"}
    witnessed.append(event())

    step = witnessed.step()

    assert (step.size, step.quorum) == (2, False)
    assert read_checkpoint((witnessed.published / "checkpoint").read_text()).size == 1
    assert read_checkpoint((witnessed.published / "checkpoint.signed").read_text()).size == 2
    assert set(witnessed.sequencer.troubles()) == net.away


def test_a_failing_witness_is_left_alone_a_while_and_asked_again(
    witnessed: LogWorld, net: WitnessNet, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    assert witnessed.seen
    names = [line.split()[1] for line in witnessed.seen.split("\n\n")[1].splitlines()]
    assert len(names) == len(set(names)) == 5


def test_no_witness_in_reach_changes_nothing(witnessed: LogWorld, net: WitnessNet) -> None:
    net.away = set(net.apps)
    witnessed.append(event())

    assert not witnessed.sequencer.step().quorum
    assert not witnessed.sequencer.step().quorum


def test_a_witness_that_signs_with_another_key_is_not_believed(
    witnessed: LogWorld, net: WitnessNet
) -> None:
    net.apps["witness-1.example"] = net.apps["witness-2.example"]
    net.apps["witness-3.example"] = net.apps["witness-2.example"]
    witnessed.append(event())

    assert not witnessed.sequencer.step().quorum
    troubles = witnessed.sequencer.troubles()
    assert "witness-1.example" in troubles


def test_a_witness_that_does_not_follow_the_log_is_trouble(
    witnessed: LogWorld, net: WitnessNet
) -> None:
    folder = witnessed.folder / "witnesses" / "witness-4.example"
    (folder / "logs").write_text("")
    witnessed.append(event())

    assert witnessed.step().quorum
    assert "answers 404" in witnessed.sequencer.troubles()["witness-4.example"]


def test_a_receipt_made_from_the_folder_holds_offline(witnessed: LogWorld) -> None:
    bid = witnessed.append(secret_bid())[0]
    witnessed.step()
    source = open_source(witnessed.published)
    note = source("checkpoint").decode()

    receipt = issue_receipt(tile_reader(source, 1), note, 0, bid.salt)

    entry = source("tile/entries/000.p/1")[2:]
    assert len(verify_receipt(receipt, hash_leaf(entry), witnessed.policy).times) == 4
