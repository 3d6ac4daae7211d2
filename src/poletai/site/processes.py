"""Programs started by name: each with its own log; when one ends by itself, everything ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from poletai.site.errors import ProcessError

_GRACE = 15.0


@dataclass(frozen=True, slots=True)
class Program:
    """One program: its name, what to run, what to add to the environment.

    `confined`: when root starts it, it runs without the powers of root.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    confined: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """A program that was started, and where it writes."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def ended(self) -> bool:
        """Say whether it has ended."""
        return self.process.poll() is not None

    def told(self) -> str:
        """Return the end of what it wrote."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-15:])


def module(name: str, *arguments: str) -> tuple[str, ...]:
    """Return the command that runs a module of ours under this interpreter."""
    return (sys.executable, "-m", name, *arguments)


def web(
    port: int, workers: int = 2, address: str = "127.0.0.1", rooms: int | None = None
) -> Program:
    """The site and the API; `rooms` is the port of the live rooms, where settings name none."""
    arguments = ("--address", address, "--port", str(port), "--workers", str(workers))
    told = {} if rooms is None else _rooms_at(rooms)
    return Program("web", module("poletai.site.web", *arguments), told, confined=True)


def worker(name: str = "worker") -> Program:
    """Due moves and the sequencer of the log."""
    return Program(name, module("poletai.site.worker"), confined=True)


def live(port: int, address: str = "127.0.0.1", name: str = "live") -> Program:
    """The live rooms."""
    arguments = ("--address", address, "--port", str(port))
    return Program(name, module("poletai.site.live", *arguments), _rooms_at(port), confined=True)


def witness(name: str, folder: Path, port: int) -> Program:
    """A witness of the log, with its own folder."""
    arguments = ("witness", "serve", "--folder", str(folder), "--port", str(port))
    return Program(name, module("poletai.cli", *arguments))


def custodian(name: str, folder: Path, exchange: str, port: int) -> Program:
    """A custodian of bid keys, with its own folder."""
    arguments = ("--folder", str(folder), "--exchange", exchange, "--port", str(port))
    return Program(name, module("poletai.cli", "custodian", "serve", *arguments))


def start(program: Program, logs: Path) -> Running:
    """Start a program; it writes to `<logs>/<name>.log` and hears no keyboard.

    It ends with the thread that calls this, so call it from one that stays.
    """
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{program.name}.log"
    with log.open("ab") as stream:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            _whole(program),
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Running(program, process, log)


def stop(running: Running) -> None:
    """Ask a program to end; after a grace, end it with everything it started."""
    if not running.ended:
        running.process.terminate()
    try:
        running.process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        running.process.kill()
        running.process.wait()
    # What it started is in its group, and may have outlived it.
    with suppress(ProcessLookupError):
        os.killpg(running.process.pid, signal.SIGKILL)


@contextmanager
def started(programs: Sequence[Program], logs: Path) -> Iterator[list[Running]]:
    """Keep programs up while the block runs; the last one started is the first to be stopped."""
    with ExitStack() as stack:
        up = []
        for program in programs:
            running = start(program, logs)
            stack.callback(stop, running)
            up.append(running)
        yield up


def watch(up: Sequence[Running], finished: Callable[[], bool], pause: float = 0.5) -> None:
    """Wait until `finished`; raises ProcessError as soon as a program ends by itself.

    Nothing is started again: whoever runs the machine has to see it.
    """
    while not finished():
        for running in up:
            if running.ended:
                raise _ended(running)
        time.sleep(pause)


def await_answer(running: Running, url: str, patience: float = 60.0) -> None:
    """Wait until a program answers at `url`; raises ProcessError when it ends or never does."""
    give_up = time.monotonic() + patience
    while not _answers(url):
        if running.ended:
            raise _ended(running)
        if time.monotonic() > give_up:
            message = f"{running.program.name} does not answer at {url}:\n{running.told()}"
            raise ProcessError(message)
        time.sleep(0.1)


def _rooms_at(port: int) -> dict[str, str]:
    return {"POLETAI_LIVE_PORT": str(port)}


def _whole(program: Program) -> tuple[str, ...]:
    flags = ("--confined",) if program.confined else ()
    return (*module("poletai.site.confinement", *flags), *program.command)


def _answers(url: str) -> bool:
    try:
        httpx.get(url, timeout=5.0)
    except httpx.HTTPError:
        return False
    return True


def _ended(running: Running) -> ProcessError:
    code = running.process.returncode
    return ProcessError(f"{running.program.name} ended with code {code}:\n{running.told()}")
