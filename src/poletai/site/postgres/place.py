"""Where an embedded PostgreSQL lives: its data, its socket and its locks."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from poletai.site.postgres.account import Account, account_for
from poletai.site.postgres.errors import PostgresFolderError

PORT = 5432
_LONGEST_SOCKET = 100  # a socket's address holds 107 bytes on Linux and 103 on macOS
_ELSEWHERE = Path("/var/lib/poletai")


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one server; all of them are derived, so every process finds the same."""

    home: Path
    folder: Path
    account: Account

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
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET:
            return beside
        return Path("/tmp") / f"poletai-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]}"  # noqa: S108 - its owner is checked before use, and clients demand the peer

    def dsn(self, database: str = "poletai") -> str:
        """Return the address libpq connects to; it names the account that must answer there."""
        return (
            f"host={self.socket} port={PORT} user=poletai dbname={database}"
            f" requirepeer={self.account.name}"
        )


def place_for(home: Path, wanted_account: str = "", elsewhere: Path = _ELSEWHERE) -> Place:
    """Return the place of the server of `home`, making its folder on first use.

    Root may keep its home where no other account can enter. Then the data goes under
    /var/lib/poletai, and `postgres-is-at` in the home says where.
    """
    home.mkdir(parents=True, exist_ok=True)
    home = home.resolve()
    pointer = home / "postgres-is-at"
    folder = Path(pointer.read_text().strip()) if pointer.exists() else home / "postgres"
    account = account_for(folder, wanted_account)
    if not folder.exists() and not account.reaches(home):
        folder = elsewhere / f"{home.name.strip('.')}-{secrets.token_hex(6)}"
        elsewhere.mkdir(mode=0o755, parents=True, exist_ok=True)
        pointer.write_text(f"{folder}\n")
    _own_folder(folder, account)
    return Place(home, folder, account)


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
