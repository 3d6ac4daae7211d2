"""The running server as the machine sees it: which process, and whether it answers."""

import os
import subprocess
from pathlib import Path

from poletai.site.postgres.binaries import Binaries
from poletai.site.postgres.place import Place


def postmaster_of(place: Place) -> int | None:
    """Return the process that serves this data folder, or None.

    A process id on disk proves nothing: after a crash it may belong to anybody. So the
    process must also have been started on exactly this folder.
    """
    try:
        first = (place.data / "postmaster.pid").read_text().splitlines()[0]
        pid = int(first)
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return pid if pid > 0 and str(place.data) in command_line(pid) else None


def command_line(pid: int) -> list[str]:
    """Return the arguments a process was started with; empty when it is gone or a zombie."""
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).rstrip("\0").split("\0")
    except OSError:
        return [] if Path("/proc/self").exists() else _asked_of_ps(pid)


def forget_stale_pid(place: Place) -> None:
    """Remove the process ids that a crash left; PostgreSQL refuses to start while one is in use.

    Both files are ours alone, for the folders of data and socket are. Orphaned backends are
    no danger: PostgreSQL finds them by its shared memory, not by these files.
    """
    if postmaster_of(place) is None:
        (place.data / "postmaster.pid").unlink(missing_ok=True)
        (place.socket / f".s.PGSQL.{place.port}.lock").unlink(missing_ok=True)


def answers(place: Place, binaries: Binaries) -> bool:
    """Say whether the server takes connections now."""
    command = [binaries.program("pg_isready"), "-q", "-U", "poletai", "-d", "postgres"]
    return place.account.run([*command, "-h", place.socket, "-p", str(place.port)]).code == 0


def _asked_of_ps(pid: int) -> list[str]:
    done = subprocess.run(  # noqa: S603 - a fixed program and a number
        ["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout.split()
