"""A new data folder: made whole under another name, then renamed, with its own access rules."""

import os
import pwd
import secrets
import shutil
import tempfile
from pathlib import Path

from poletai.site.postgres.binaries import Binaries
from poletai.site.postgres.errors import PostgresStartError
from poletai.site.postgres.place import Place

# Only the accounts of pg_ident.conf over the socket; a password over loopback; nobody else at all.
_ACCESS = "local all all peer map=poletai\nhost all all 127.0.0.1/32 scram-sha-256\n"


def make_cluster(place: Place, binaries: Binaries) -> None:
    """Make the data folder; an interrupted making leaves no data folder behind."""
    draft = Path(tempfile.mkdtemp(prefix="new-", dir=place.folder))
    place.account.own(draft)
    password = _write_password(place)
    done = place.account.run([
        binaries.program("initdb"), "--pgdata", draft, "--username=poletai", "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        "--auth-local=peer", "--auth-host=scram-sha-256", f"--pwfile={password}",
    ])  # fmt: skip
    if done.code != 0:
        shutil.rmtree(draft, ignore_errors=True)
        message = f"initdb could not fill {draft}:\n{done.text}"
        raise PostgresStartError(message)
    _write(draft / "pg_hba.conf", _ACCESS, place)
    os.rename(draft, place.data)


def admit_callers(place: Place) -> None:
    """Let the server's account, ourselves and root in over the socket."""
    names = sorted({place.account.name, pwd.getpwuid(os.geteuid()).pw_name, "root"})
    _write(place.data / "pg_ident.conf", "".join(f"poletai {n} poletai\n" for n in names), place)


def read_password(place: Place) -> str:
    """Return the password of the role `poletai`, which only loopback connections need."""
    return _password_file(place).read_text().strip()


def _password_file(place: Place) -> Path:
    return place.folder / "password"


def _write_password(place: Place) -> Path:
    file = _password_file(place)
    _write(file, secrets.token_urlsafe(32), place)
    return file


def _write(file: Path, text: str, place: Place) -> None:
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    place.account.own(draft)
    os.replace(draft, file)
