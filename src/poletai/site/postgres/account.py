"""The operating-system account a server runs as: never root, and always the owner of its data."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from poletai.site.postgres.errors import PostgresAccountError

DEDICATED = "poletai-postgres"


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine, as its user database names it."""

    name: str
    uid: int
    gid: int

    def run(self, command: Sequence[str | Path], timeout: float = 120.0) -> "Outcome":
        """Run a program as this account, from the root folder and with a bare environment."""
        other = os.geteuid() != self.uid
        done = subprocess.run(  # noqa: S603 - our own binaries with our own arguments
            [str(part) for part in command],
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
            user=self.uid if other else None,
            group=self.gid if other else None,
            extra_groups=[] if other else None,
        )
        return Outcome(done.returncode, done.stdout.decode(errors="replace").strip())

    def reaches(self, path: Path) -> bool:
        """Say whether this account may enter the folder `path`."""
        return self.run(["/bin/sh", "-c", 'test -x "$0"', path]).code == 0

    def own(self, path: Path) -> None:
        """Hand a file or folder to this account (nothing to do when we are that account)."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended: its exit code and everything it wrote."""

    code: int
    text: str


def account_for(data: Path, wanted: str = "") -> Account:
    """Choose who runs the server whose data lives in `data`.

    The owner of existing data; else ourselves; else, when we are root, the account named
    `wanted`, or one of our own that is made on first use, or `nobody` where none can be made.
    """
    if data.exists():
        return _owner(data)
    if os.geteuid() != 0:
        return _from_entry(pwd.getpwuid(os.geteuid()))
    if wanted:
        return _named(wanted)
    return _dedicated()


def _owner(data: Path) -> Account:
    owner = data.stat().st_uid
    if owner == 0:
        message = f"{data} belongs to root, and PostgreSQL does not run as root: give it an owner."
        raise PostgresAccountError(message)
    if os.geteuid() not in {0, owner}:
        message = f"{data} belongs to user {owner}: start as that user, or choose another folder."
        raise PostgresAccountError(message)
    return _from_entry(pwd.getpwuid(owner))


def _dedicated() -> Account:
    useradd = shutil.which("useradd")
    if useradd and not _known(DEDICATED):
        subprocess.run(  # noqa: S603 - a fixed command; failure is judged by its effect below
            [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", DEDICATED],
            check=False,
            capture_output=True,
        )  # fmt: skip
    return _named(DEDICATED if _known(DEDICATED) else "nobody")


def _known(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _named(name: str) -> Account:
    try:
        account = _from_entry(pwd.getpwnam(name))
    except KeyError as problem:
        message = f"There is no user {name!r} here: set POLETAI_POSTGRES_USER to one that exists."
        raise PostgresAccountError(message) from problem
    if account.uid == 0:
        message = "POLETAI_POSTGRES_USER is root, and PostgreSQL does not run as root."
        raise PostgresAccountError(message)
    return account


def _from_entry(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
