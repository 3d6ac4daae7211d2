"""The embedded PostgreSQL and the accounts of the machine: who runs it, who gets in."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.support import needs
from tests.support.servers import bids, exit_code, fork, in_child, nobody, write_bid

from poletai.site.postgres.account import account_for
from poletai.site.postgres.binaries import binaries_for, wheel_binaries
from poletai.site.postgres.errors import PostgresAccountError
from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.postmaster import postmaster_of
from poletai.site.postgres.server import running, start, stop


@pytest.fixture
def place(open_home: Path) -> Iterator[Place]:
    found = place_for(open_home)
    yield found
    stop(found)


def test_another_account_of_the_machine_gets_in_nowhere(place: Place) -> None:
    needs.root()
    start(place)

    def work() -> None:
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            psycopg.connect(place.dsn())
        with pytest.raises(PermissionError):
            os.listdir(place.data)

    assert in_child(work, nobody()) == 0


def test_a_plain_user_runs_a_server_of_their_own(open_home: Path) -> None:
    needs.root()
    user = nobody()
    user.own(open_home)
    if not user.reaches(Path(sys.prefix)):
        pytest.skip("the virtual environment is out of reach for plain users")

    def work() -> None:
        place = place_for(open_home / "theirs")
        with running(place):
            write_bid(place, "Bob")
            assert place.account == user
            assert bids(place) == {"Bob"}

    assert in_child(work, user) == 0
    assert place_for(open_home / "theirs").account == user


def test_root_puts_the_data_where_the_server_can_reach_it(open_home: Path) -> None:
    needs.root()
    shut = open_home / "shut"
    shut.mkdir(mode=0o700)

    place = place_for(shut / "home", elsewhere=open_home / "elsewhere")
    with running(place):
        write_bid(place, "Bob")

    assert place.folder.parent == open_home / "elsewhere"
    assert place_for(shut / "home", elsewhere=open_home / "elsewhere") == place
    assert shut.stat().st_mode & 0o777 == 0o700


def test_all_who_ask_for_a_new_place_at_once_get_the_same(open_home: Path) -> None:
    needs.root()
    shut = open_home / "shut"
    shut.mkdir(mode=0o700)

    def work() -> None:
        place = place_for(shut / "home", elsewhere=open_home / "elsewhere")
        (open_home / f"asked-{os.getpid()}").write_text(str(place.folder))

    children = [fork(work) for _ in range(6)]

    assert [exit_code(child) for child in children] == [0] * 6
    assert len({file.read_text() for file in open_home.glob("asked-*")}) == 1


def test_root_never_runs_the_server_as_root(place: Place) -> None:
    needs.root()
    start(place)
    postmaster = postmaster_of(place)

    assert Path(f"/proc/{postmaster}").stat().st_uid == place.account.uid != 0


def test_programs_out_of_reach_are_copied_within_reach(open_home: Path) -> None:
    needs.root()
    account = account_for(open_home / "none")
    shut = open_home / "site"
    shut.mkdir(mode=0o700)
    wheel = wheel_binaries().folder.parents[1]
    shutil.copytree(wheel / "pginstall18", shut / wheel.name / "pginstall18", symlinks=True)
    shutil.copytree(f"{wheel}.libs", shut / f"{wheel.name}.libs", symlinks=True)
    (shut / wheel.name / "__init__.py").touch()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("poletai.site.postgres.binaries._site_packages", lambda: shut)
        copied = binaries_for(account, open_home / "cache")
        again = binaries_for(account, open_home / "cache")

    assert copied == again
    assert (open_home / "cache") in copied.folder.parents
    assert account.run([copied.program("initdb"), "--version"]).code == 0


def test_a_folder_of_somebody_else_is_refused(open_home: Path) -> None:
    needs.root()
    (open_home / "postgres").mkdir()

    with pytest.raises(PostgresAccountError, match="belongs to root"):
        place_for(open_home)


@pytest.mark.parametrize(
    ("name", "reason"), [("no-such-user", "no user 'no-such-user'"), ("root", "is root")]
)
def test_a_wrong_account_is_named(open_home: Path, name: str, reason: str) -> None:
    needs.root()
    with pytest.raises(PostgresAccountError, match=reason):
        place_for(open_home, account=name)
