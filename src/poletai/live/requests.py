"""Requests over HTTP as uvicorn reads them, but for heads that never end or never come."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_LARGEST_HEAD, _PATIENCE = 32 * 1024, 10.0


class RequestProtocol(HttpToolsProtocol):
    """One connection: the head of each request is short, and comes in time."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take what uvicorn gives its own protocol."""
        super().__init__(*given, **named)
        self._head, self._whole = 0, False
        self._late: asyncio.TimerHandle | None = None

    def connection_made(  # type: ignore[override] # as uvicorn has it: it serves streams alone
        self, transport: asyncio.Transport
    ) -> None:
        """Wait for the first request."""
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        super().connection_lost(exc)
        self._come()

    def data_received(self, data: bytes) -> None:
        """Read on, as long as the head at hand is none too long."""
        super().data_received(data)
        self._head = 0 if self._whole else self._head + len(data)
        if self._head > _LARGEST_HEAD:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """Begin the head of a request."""
        super().on_message_begin()
        self._whole = False
        self._expect()

    def on_headers_complete(self) -> None:
        """Have the head whole; a body is waited for by who reads it."""
        self._whole = True
        self._come()
        super().on_headers_complete()

    def _expect(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(_PATIENCE, self.transport.abort)

    def _come(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
