"""Where an embedded PostgreSQL lives: its data, its socket and its locks."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from poletai.site.postgres.account import Account, account_for
from poletai.site.postgres.errors import PostgresFolderError
from poletai.site.postgres.lock import locked

_NO_PORT = 5432  # names the socket; nothing listens on it
_LONGEST_SOCKET = 100  # a socket's address holds 107 bytes on Linux and 103 on macOS
_ELSEWHERE = Path("/var/lib/poletai")


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one server; all of them are derived, so every process finds the same."""

    home: Path
    folder: Path
    account: Account
    loopback: int | None = None

    @property
    def port(self) -> int:
        """The number in the socket's name, and the port of 127.0.0.1 when one was asked for."""
        return self.loopback or _NO_PORT

    @property
    def data(self) -> Path:
        """The data folder of PostgreSQL itself."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The file the server writes what it has to say to."""
        return self.folder / "server.log"

    @property
    def socket(self) -> Path:
        """The folder of the socket: beside the data, or a short one where that is too long."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside / f".s.PGSQL.{self.port}")) <= _LONGEST_SOCKET:
            return beside
        return Path("/tmp") / f"poletai-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]}"  # noqa: S108 - its owner is checked before use, and clients demand the peer

    def dsn(self, database: str = "poletai") -> str:
        """Return the address libpq connects to; it names the account that must answer there."""
        return (
            f"host={self.socket} port={self.port} user=poletai dbname={database}"
            f" requirepeer={self.account.name}"
        )


def place_for(
    home: Path, account: str = "", loopback: int | None = None, elsewhere: Path = _ELSEWHERE
) -> Place:
    """Return the place of the server of `home`, making its folder on first use.

    `account` names who runs it when we are root; `loopback` is a port to serve on 127.0.0.1 too.

    Root may keep its home where no other account can enter. Then the data goes under
    /var/lib/poletai, and `postgres-is-at` in the home says where.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        message = f"{home} cannot be made ({problem.strerror}): choose another POLETAI_HOME."
        raise PostgresFolderError(message) from problem
    with locked(home):
        folder, runner = _chosen(home.resolve(), account, elsewhere)
        _own_folder(folder, runner)
    return Place(home.resolve(), folder, runner, loopback)


def _chosen(home: Path, account: str, elsewhere: Path) -> tuple[Path, Account]:
    pointer = home / "postgres-is-at"
    folder = Path(pointer.read_text().strip()) if pointer.exists() else home / "postgres"
    runner = account_for(folder, account)
    if not folder.exists() and not runner.reaches(folder.parent):
        folder = elsewhere / f"{home.name.strip('.')}-{secrets.token_hex(6)}"
        open_folder(elsewhere)
        pointer.write_text(f"{folder}\n")
    return folder, runner


def open_folder(folder: Path) -> None:
    """Make a folder that every account may enter, whatever our umask; leave one that is there."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)


def own_socket_folder(place: Place) -> None:
    """Make the socket's folder, or refuse one that somebody else has put there."""
    _own_folder(place.socket, place.account, mode=0o711)


def _own_folder(folder: Path, account: Account, mode: int = 0o711) -> None:
    if not folder.is_symlink() and not folder.exists():
        folder.mkdir(mode=mode)
        folder.chmod(mode)
        account.own(folder)
    found = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or found.st_uid != account.uid:
        message = f"{folder} is not a folder of {account.name}: remove it, or choose another home."
        raise PostgresFolderError(message)
