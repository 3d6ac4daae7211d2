"""`poletai demo`: set the stage, play the province or one trade, then serve or end."""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from rich.console import Console

from poletai.site.database import available
from poletai.site.demo.moved_clock import MovedClock
from poletai.site.demo.stage import Stage, choose_ports, environment, furnish, running
from poletai.site.demo.stories import BEGIN
from poletai.site.errors import ProcessError
from poletai.site.processes import Running, watch
from poletai.site.serve import prepare

STUCK, BROKEN = 1, 10


def main() -> None:
    """Play the demonstration the arguments ask for."""
    chosen = _arguments()
    console = Console(width=None if sys.stdout.isatty() else 120)
    if chosen.real and (wrong := _unreadable(Path(chosen.real))):
        console.print(wrong, markup=False)
        sys.exit(STUCK)
    try:
        with _home(chosen.home) as home:
            sys.exit(_shown(console, home, chosen))
    except ProcessError as problem:
        console.print(str(problem), markup=False)
        sys.exit(BROKEN)


def _unreadable(file: Path) -> str:
    """Say, before anything is started for it, why a file cannot be read; empty when it can."""
    try:
        file.open("rb").close()
    except OSError as problem:
        return f"{file} cannot be read ({problem.strerror})"
    return ""


def _shown(console: Console, home: Path, chosen: argparse.Namespace) -> int:
    os.environ.update(environment(home))
    clock = MovedClock(home / "clock")
    clock.begin(BEGIN)
    stage = Stage(home, clock, choose_ports(chosen.port))
    os.environ["POLETAI_LIVE_PORT"] = str(stage.ports.rooms)
    console.print("Starting PostgreSQL, four witnesses, five custodians, site and worker ...")
    with available():
        prepare()
        furnish(stage)
        with running(stage) as up:
            return _played(console, stage, chosen, up)


def _played(console: Console, stage: Stage, chosen: argparse.Namespace, up: list[Running]) -> int:
    # The models behind these can be imported only once Django stands.
    from poletai.site.demo import show  # noqa: PLC0415

    try:
        if chosen.play:
            return show.one_trade(console, stage)
        if chosen.real:
            return show.real_notices(console, stage, Path(chosen.real))
        show.province(console, stage)
    except show.DemoStuckError as problem:
        console.print(str(problem), markup=False)
        return STUCK
    _serve(up)
    return 0


def _serve(up: list[Running]) -> None:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    watch(up, stop.is_set)


@contextmanager
def _home(folder: str) -> Iterator[Path]:
    """Give the demonstration a folder of its own, which goes with it unless it was named."""
    if folder:
        home = Path(folder).absolute()
        home.mkdir(parents=True, exist_ok=True)
        if (home / "clock").exists():
            message = f"{home} holds a demonstration already: name an empty folder"
            raise ProcessError(message)
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="poletai-demo-", ignore_cleanup_errors=True) as made:
        home = Path(made)
        home.chmod(0o755)
        yield home


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="poletai demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--home", default="", help="keep the demonstration in this folder")
    parser.add_argument("--play", action="store_true", help="play one trade, verify, and end")
    parser.add_argument("--real", default="", help="play the notices of a file as sealed tenders")
    return parser.parse_args()


if __name__ == "__main__":
    main()
