"""Work on a real database: bids written and read, and children that run as other accounts."""

import os
import pwd
from collections.abc import Callable

import psycopg

from poletai.site.postgres.account import Account
from poletai.site.postgres.place import Place


def write_bid(place: Place, name: str) -> None:
    with psycopg.connect(place.dsn()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bid (name text)")
        connection.execute("INSERT INTO bid VALUES (%s)", [name])


def bids(place: Place) -> set[str]:
    with psycopg.connect(place.dsn()) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM bid")}


def in_child(work: Callable[[], None], account: Account | None = None) -> int:
    """Run `work` in a child process, as another account when one is named; return its exit code."""
    return exit_code(fork(work, account))


def exit_code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def fork(work: Callable[[], None], account: Account | None = None) -> int:
    child = os.fork()
    if child == 0:
        try:
            if account:
                os.setgroups([])
                os.setgid(account.gid)
                os.setuid(account.uid)
            work()
        except BaseException as problem:
            os.write(2, f"{problem!r}\n".encode())
            os._exit(1)
        os._exit(0)
    return child


def nobody() -> Account:
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
