"""Serving one application in this process until it is told to stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from poletai.core.basics.structs import settle_structs

_STOPS = (signal.SIGTERM, signal.SIGINT)


def serve_until_stopped(app: Any, address: str, port: int) -> None:
    """Serve an ASGI application over HTTP; returns after SIGTERM or SIGINT."""
    # The embedded server of granian aborts now and then while it stops; this one does not.
    settings = uvicorn.Config(
        app, host=address, port=port, lifespan="off", log_level="warning", ws="none"
    )
    settle_structs()
    with stopped_in_peace():
        uvicorn.Server(settings).run()


@contextmanager
def stopped_in_peace() -> Iterator[None]:
    """Take the signal that the server hands on after it has stopped, so that the exit is 0."""
    before = {one: signal.signal(one, lambda *_: None) for one in _STOPS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
