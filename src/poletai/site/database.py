"""The database of this installation: the one a URL names, or the embedded one of the home."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from poletai.site.environment import env, env_int
from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.postmaster import postmaster_of
from poletai.site.postgres.server import running, start

_URL = "POLETAI_DATABASE_URL"


def home() -> Path:
    """Return the folder of everything this installation keeps: POLETAI_HOME, else ./.poletai."""
    return Path(env("POLETAI_HOME", ".poletai")).absolute()


def embedded_place() -> Place:
    """Return where the embedded server of this installation lives, making its folder if need be.

    POLETAI_POSTGRES_USER names who runs it when we are root; POLETAI_POSTGRES_PORT opens a
    port on 127.0.0.1, with a password, for tools that know no sockets (0: none).
    """
    loopback = env_int("POLETAI_POSTGRES_PORT", 0, most=65535)
    return place_for(home(), env("POLETAI_POSTGRES_USER", ""), loopback or None)


def dsn() -> str:
    """Return the address of the database, whether or not it runs; makes no folder."""
    if address := env(_URL, ""):
        return address
    if (home() / "postgres").exists() or (home() / "postgres-is-at").exists():
        return embedded_place().dsn()
    return f"host={home() / 'postgres' / 'socket'} user=poletai dbname=poletai"


@dataclass(frozen=True, slots=True)
class Database:
    """A database that is up: its address, and where its server lives when it is ours."""

    dsn: str
    place: Place | None = None

    def revive(self) -> bool:
        """Start our server again if it is gone (kill -9, out of memory); say whether it was."""
        if self.place is None or postmaster_of(self.place) is not None:
            return False
        start(self.place)
        return True


@contextmanager
def available() -> Iterator[Database]:
    """Keep the database up while the block runs, for us and for the programs we start.

    Starts nothing where POLETAI_DATABASE_URL is set: whoever set it has a server.
    """
    if address := env(_URL, ""):
        yield Database(address)
        return
    with running(embedded_place()) as place:
        os.environ[_URL] = place.dsn()
        try:
            yield Database(place.dsn(), place)
        finally:
            del os.environ[_URL]


def django_database(address: str) -> dict[str, Any]:
    """Return the same address in Django's words: what it has no word for goes into OPTIONS."""
    parts = dict(conninfo_to_dict(address))
    known = {name: str(parts.pop(name, "") or "") for name in ("user", "password", "host", "port")}
    database = {"NAME": str(parts.pop("dbname", "")), **{k.upper(): v for k, v in known.items()}}
    return {"ENGINE": "django.db.backends.postgresql", **database, "OPTIONS": parts}
