"""The witness as a process: its folder held, its application served until it is told to stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from poletai.ledger.clock import Clock
from poletai.ledger.witness_app import witness_app
from poletai.ledger.witness_folder import WitnessFolder, open_witness

_STOPS = (signal.SIGTERM, signal.SIGINT)


def serve_witness(folder: str | Path, address: str, port: int, clock: Clock) -> None:
    """Serve the witness of a folder until SIGTERM or SIGINT; raises LockedError if it runs."""
    with WitnessFolder(Path(folder)).held(), _stopped_in_peace():
        app = witness_app(open_witness(folder, clock))
        # The embedded server of granian aborts now and then while it stops; this one does not.
        settings = uvicorn.Config(
            app, host=address, port=port, lifespan="off", log_level="warning", ws="none"
        )
        uvicorn.Server(settings).run()


@contextmanager
def _stopped_in_peace() -> Iterator[None]:
    """Take the signal that the server hands on after it has stopped, so that the exit is 0."""
    before = {one: signal.signal(one, lambda *_: None) for one in _STOPS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
