"""The embedded PostgreSQL under hard use: kills, stale process ids, crowds, shut folders."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.support import needs
from tests.support.servers import bids, exit_code, fork, in_child, nobody, write_bid

from poletai.site.database import available
from poletai.site.postgres.account import account_for
from poletai.site.postgres.binaries import binaries_for, wheel_binaries
from poletai.site.postgres.cluster import read_password
from poletai.site.postgres.errors import PostgresAccountError, PostgresFolderError
from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.postmaster import command_line, postmaster_of
from poletai.site.postgres.server import running, start, stop


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="poletai-postgres-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def place(home: Path) -> Iterator[Place]:
    found = place_for(home)
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


def test_loopback_asks_for_the_password(home: Path) -> None:
    place = place_for(home, loopback=54329)
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


def test_another_account_of_the_machine_gets_in_nowhere(place: Place) -> None:
    needs.root()
    start(place)

    def work() -> None:
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            psycopg.connect(place.dsn())
        with pytest.raises(PermissionError):
            os.listdir(place.data)

    assert in_child(work, nobody()) == 0


def test_a_plain_user_runs_a_server_of_their_own(home: Path) -> None:
    needs.root()
    user = nobody()
    user.own(home)
    if not user.reaches(Path(sys.prefix)):
        pytest.skip("the virtual environment is out of reach for plain users")

    def work() -> None:
        place = place_for(home / "theirs")
        with running(place):
            write_bid(place, "Bob")
            assert place.account == user
            assert bids(place) == {"Bob"}

    assert in_child(work, user) == 0
    assert place_for(home / "theirs").account == user


def test_root_puts_the_data_where_the_server_can_reach_it(home: Path) -> None:
    needs.root()
    shut = home / "shut"
    shut.mkdir(mode=0o700)

    place = place_for(shut / "home", elsewhere=home / "elsewhere")
    with running(place):
        write_bid(place, "Bob")

    assert place.folder.parent == home / "elsewhere"
    assert place_for(shut / "home", elsewhere=home / "elsewhere") == place
    assert shut.stat().st_mode & 0o777 == 0o700


def test_root_never_runs_the_server_as_root(place: Place) -> None:
    needs.root()
    start(place)
    postmaster = postmaster_of(place)

    assert Path(f"/proc/{postmaster}").stat().st_uid == place.account.uid != 0


def test_programs_out_of_reach_are_copied_within_reach(home: Path) -> None:
    needs.root()
    account = account_for(home / "none")
    shut = home / "site"
    shut.mkdir(mode=0o700)
    wheel = wheel_binaries().folder.parents[1]
    shutil.copytree(wheel / "pginstall18", shut / wheel.name / "pginstall18", symlinks=True)
    shutil.copytree(f"{wheel}.libs", shut / f"{wheel.name}.libs", symlinks=True)
    (shut / wheel.name / "__init__.py").touch()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("poletai.site.postgres.binaries._site_packages", lambda: shut)
        copied = binaries_for(account, home / "cache")
        again = binaries_for(account, home / "cache")

    assert copied == again
    assert (home / "cache") in copied.folder.parents
    assert account.run([copied.program("initdb"), "--version"]).code == 0


def test_a_folder_of_somebody_else_is_refused(home: Path) -> None:
    needs.root()
    (home / "postgres").mkdir()

    with pytest.raises(PostgresAccountError, match="belongs to root"):
        place_for(home)


def test_a_file_where_the_socket_belongs_is_refused(place: Place) -> None:
    (place.folder / "socket").touch()

    with pytest.raises(PostgresFolderError, match="socket is not a folder of"):
        start(place)


@pytest.mark.parametrize(
    ("name", "reason"), [("no-such-user", "no user 'no-such-user'"), ("root", "is root")]
)
def test_a_wrong_account_is_named(home: Path, name: str, reason: str) -> None:
    needs.root()
    with pytest.raises(PostgresAccountError, match=reason):
        place_for(home, account=name)


def test_a_long_path_gets_a_short_socket(home: Path) -> None:
    place = place_for(home / ("long-" * 20))
    with running(place):
        write_bid(place, "Bob")

    assert home not in place.socket.parents
    place.socket.rmdir()


def test_a_database_that_is_gone_is_brought_back(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLETAI_HOME", str(home))
    monkeypatch.delenv("POLETAI_DATABASE_URL", raising=False)
    with available() as database:
        assert os.environ["POLETAI_DATABASE_URL"] == database.dsn
        assert not database.revive()
        place = place_for(home)
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
