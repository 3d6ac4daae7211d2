"""Start, share and stop one embedded PostgreSQL, however many processes ask for it at once."""

import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from poletai.site.postgres.binaries import Binaries, binaries_for
from poletai.site.postgres.cluster import admit_callers, make_cluster
from poletai.site.postgres.errors import PostgresStartError
from poletai.site.postgres.lock import locked, open_lock
from poletai.site.postgres.place import Place, own_socket_folder
from poletai.site.postgres.postmaster import answers, forget_stale_pid, postmaster_of

# Orphans of a killed postmaster hold its shared memory until they notice, within seconds.
_PATIENCE = 30.0


@contextmanager
def running(place: Place, options: Mapping[str, str] | None = None) -> Iterator[Place]:
    """Keep the server of `place` up while the block runs; whoever leaves last stops it.

    The count is a shared file lock, so a process that is killed is not counted any more.
    """
    users = open_lock(place.home / "postgres.users")
    try:
        with locked(place.home):
            fcntl.flock(users, fcntl.LOCK_SH)
            _start(place, options or {})
        yield place
    finally:
        with locked(place.home):
            if _last(users):
                _stop(place)
        os.close(users)


def start(place: Place, options: Mapping[str, str] | None = None) -> None:
    """Bring the server of `place` up, if it is not, and leave it up."""
    with locked(place.home):
        _start(place, options or {})


def stop(place: Place) -> None:
    """Stop the server of `place` cleanly: connections end, everything committed is on disk."""
    with locked(place.home):
        _stop(place)


def _start(place: Place, options: Mapping[str, str]) -> None:
    binaries = binaries_for(place.account)
    if not place.data.exists():
        make_cluster(place, binaries)
    admit_callers(place)
    own_socket_folder(place)
    if postmaster_of(place) is None:
        _launch(place, binaries, options)
    else:
        _control(place, binaries, "reload")
    _await(place, binaries)
    _own_database(place, binaries)


def _launch(place: Place, binaries: Binaries, options: Mapping[str, str]) -> None:
    give_up = time.monotonic() + _PATIENCE
    while True:
        forget_stale_pid(place)
        done = _control(place, binaries, "start", "-o", _arguments(place, options), "-l", place.log)
        if done == 0:
            return
        if time.monotonic() > give_up or "shared memory" not in _log_end(place):
            message = f"PostgreSQL did not start in {place.data}:\n{_log_end(place)}"
            raise PostgresStartError(message)
        time.sleep(0.2)


def _arguments(place: Place, options: Mapping[str, str]) -> str:
    settings = {
        # What a statement carried must not reach the log: it may be a bid.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "unix_socket_directories": str(place.socket),
        "port": str(place.port),
        "max_connections": "200",
        "listen_addresses": "127.0.0.1" if place.loopback else "",
        **options,
    }
    return " ".join(f"-c {name}={_quoted(value)}" for name, value in settings.items())


def _quoted(value: str) -> str:
    escaped = value.replace("'", "'\\''")
    return f"'{escaped}'"


def _control(place: Place, binaries: Binaries, action: str, *arguments: str | Path) -> int:
    command: list[str | Path] = [binaries.program("pg_ctl"), action, "-D", place.data, "-s"]
    waits = [] if action == "reload" else ["-w", "-t", "60"]
    return place.account.run([*command, *waits, *arguments]).code


def _await(place: Place, binaries: Binaries) -> None:
    give_up = time.monotonic() + _PATIENCE
    while not answers(place, binaries):
        if time.monotonic() > give_up:
            message = f"PostgreSQL runs but does not answer at {place.socket}; see {place.log}."
            raise PostgresStartError(message)
        time.sleep(0.05)


def _own_database(place: Place, binaries: Binaries) -> None:
    known = "SELECT 1 FROM pg_database WHERE datname = 'poletai'"
    address = place.dsn("postgres")
    psql = [binaries.program("psql"), "-XAtq", "-d", address]
    found = place.account.run([*psql, "-c", known])
    if found.code == 0 and found.text != "1":
        found = place.account.run([*psql, "-c", "CREATE DATABASE poletai"])
    if found.code != 0:
        message = f"PostgreSQL runs, but its database could not be made:\n{found.text}"
        raise PostgresStartError(message)


def _stop(place: Place) -> None:
    if postmaster_of(place) is None:
        return
    binaries = binaries_for(place.account)
    if _control(place, binaries, "stop", "-m", "fast") == 0:
        return
    if _control(place, binaries, "stop", "-m", "immediate") != 0 and postmaster_of(place):
        message = f"PostgreSQL in {place.data} does not stop:\n{_log_end(place)}"
        raise PostgresStartError(message)


def _log_end(place: Place) -> str:
    try:
        return "\n".join(place.log.read_text(errors="replace").splitlines()[-12:])
    except OSError:
        return f"({place.log} cannot be read)"


def _last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
