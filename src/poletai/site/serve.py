"""`poletai serve`: database, site, live rooms and worker of one machine, until stopped."""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import cast

import django
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from poletai.site.database import Database, available, home
from poletai.site.environment import env_int
from poletai.site.errors import ProcessError, SettingError
from poletai.site.postgres.errors import PostgresError
from poletai.site.processes import Running, await_answer, live, started, watch, web, worker
from poletai.site.tasks import BROKEN


def prepare() -> None:
    """Bring keys, tables and static files up to this version; may be run again at any time.

    The database has to be available; sets Django up in this process.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poletai.site.settings")
    os.environ["POLETAI_STATIC_HASHED"] = "true"
    django.setup()
    from poletai.site.keys import make_keys  # noqa: PLC0415 - reads the settings

    make_keys()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    cast("DatabaseWrapper", connection).close_pool()


@contextmanager
def serving(port: int, workers: int = 2, address: str = "127.0.0.1") -> Iterator[list[Running]]:
    """Keep site, rooms and worker up while the block runs, once they answer."""
    rooms = env_int("POLETAI_LIVE_PORT", port + 1, least=1, most=65535)
    programs = [worker(), live(rooms, address), web(port, workers, address, rooms)]
    with started(programs, home() / "logs") as up:
        await_answer(up[1], f"http://{address}:{rooms}/health")
        await_answer(up[2], f"http://{address}:{port}/")
        yield up


def main() -> None:
    """Serve until a signal, or until one of the programs ends."""
    chosen = _arguments()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        with available() as database:
            prepare()
            with serving(chosen.port, chosen.workers, chosen.address) as up:
                print(f"http://{chosen.address}:{chosen.port}/", flush=True)
                watch(up, lambda: _revived(database) and stop.is_set())
    except (ProcessError, PostgresError, SettingError) as problem:
        print(problem, file=sys.stderr)
        sys.exit(BROKEN)


def _revived(database: Database) -> bool:
    # The one thing that is started again: its recovery is what a database is for.
    if database.revive():
        print("PostgreSQL was gone and has been started again.", file=sys.stderr)
    return True


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="poletai serve")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--workers", type=int, default=2, help="processes of the site")
    return parser.parse_args()


if __name__ == "__main__":
    main()
