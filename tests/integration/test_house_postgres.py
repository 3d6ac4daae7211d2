"""The embedded PostgreSQL under hard use: kills, stale process ids, crowds."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.support.servers import bids, exit_code, fork, in_child, write_bid

from poletai.site.database import available
from poletai.site.postgres.cluster import read_password
from poletai.site.postgres.errors import PostgresFolderError
from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.postmaster import command_line, postmaster_of
from poletai.site.postgres.server import running, start, stop


@pytest.fixture
def place(open_home: Path) -> Iterator[Place]:
    found = place_for(open_home)
    yield found
    stop(found)


def test_a_committed_bid_survives_the_kill_of_the_server(place: Place) -> None:
    start(place)
    write_bid(place, "Bob")
    postmaster = postmaster_of(place)
    assert postmaster

    os.kill(postmaster, signal.SIGKILL)
    start(place)

    assert bids(place) == {"Bob"}
    assert postmaster_of(place) not in {None, postmaster}


def test_backends_that_outlive_a_killed_server_are_waited_for(place: Place) -> None:
    start(place)
    write_bid(place, "Bob")
    with psycopg.connect(place.dsn()):
        os.kill(postmaster_of(place) or 0, signal.SIGKILL)
        start(place)

    assert bids(place) == {"Bob"}


def test_a_process_id_that_was_given_to_somebody_else_is_not_our_server(place: Place) -> None:
    start(place)
    write_bid(place, "Bob")
    lines = (place.data / "postmaster.pid").read_text().splitlines()
    stop(place)
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (place.data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]))
        assert postmaster_of(place) is None

        start(place)

        assert bids(place) == {"Bob"}
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("content", ["", "not a number\n", "-1\n", "999999999\n"])
def test_nonsense_in_the_process_id_file_is_no_server(place: Place, content: str) -> None:
    start(place)
    stop(place)
    (place.data / "postmaster.pid").write_text(content)

    start(place)

    assert postmaster_of(place)


def test_many_who_ask_at_once_share_one_server(place: Place) -> None:
    def work() -> None:
        with running(place):
            write_bid(place, str(os.getpid()))
            time.sleep(0.2)

    with running(place):
        write_bid(place, "first")
        postmaster = postmaster_of(place)
        children = [fork(work) for _ in range(5)]

        assert [exit_code(child) for child in children] == [0] * 5
        assert postmaster_of(place) == postmaster
        assert len(bids(place)) == 6
    assert postmaster_of(place) is None


def test_one_who_was_killed_is_not_waited_for(place: Place) -> None:
    def work() -> None:
        with running(place):
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(work) == -signal.SIGKILL
    assert postmaster_of(place)

    with running(place):
        pass

    assert postmaster_of(place) is None


def test_stopping_is_clean_and_may_be_asked_twice(place: Place) -> None:
    start(place)
    stop(place)
    stop(place)

    assert "database system is shut down" in place.log.read_text()


def test_an_interrupted_making_leaves_no_half_made_data(place: Place) -> None:
    (place.folder / "new-abandoned").mkdir()

    start(place)

    assert (place.data / "PG_VERSION").exists()


def test_loopback_asks_for_the_password(open_home: Path) -> None:
    place = place_for(open_home, loopback=54329)
    with running(place):
        address = "host=127.0.0.1 port=54329 user=poletai dbname=poletai"
        with psycopg.connect(f"{address} password={read_password(place)}") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"{address} password=guess")


def test_no_port_is_open_unless_asked_for(place: Place) -> None:
    start(place)
    with psycopg.connect(place.dsn()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_a_home_that_cannot_be_made_is_named(open_home: Path) -> None:
    (open_home / "file").touch()

    with pytest.raises(PostgresFolderError, match="choose another POLETAI_HOME"):
        place_for(open_home / "file" / "home")


def test_a_file_where_the_socket_belongs_is_refused(place: Place) -> None:
    (place.folder / "socket").touch()

    with pytest.raises(PostgresFolderError, match="socket is not a folder of"):
        start(place)


def test_a_long_path_gets_a_short_socket(open_home: Path) -> None:
    place = place_for(open_home / ("long-" * 20))
    with running(place):
        write_bid(place, "Bob")

    assert open_home not in place.socket.parents
    place.socket.rmdir()


def test_a_database_that_is_gone_is_brought_back(
    open_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLETAI_HOME", str(open_home))
    monkeypatch.delenv("POLETAI_DATABASE_URL", raising=False)
    with available() as database:
        assert os.environ["POLETAI_DATABASE_URL"] == database.dsn
        assert not database.revive()
        place = place_for(open_home)
        write_bid(place, "Bob")

        os.kill(postmaster_of(place) or 0, signal.SIGKILL)
        while postmaster_of(place):
            time.sleep(0.01)

        assert database.revive()
        assert bids(place) == {"Bob"}
    assert "POLETAI_DATABASE_URL" not in os.environ


def test_a_database_of_somebody_else_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLETAI_DATABASE_URL", "postgresql://db.example/trade")
    with available() as database:
        assert database.dsn == "postgresql://db.example/trade"
        assert not database.revive()


def test_a_process_that_is_gone_has_no_command_line() -> None:
    assert command_line(999999999) == []
