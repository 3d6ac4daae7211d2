"""A load of bids over HTTP that goes on through every failure, and remembers what it was told."""

import threading
import time
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import httpx
from tests.support.live_exchange import SealedOffer

_TAKEN = 201
_BROKEN = 500


class BidLoad:
    """Bidders who send one bid after another; some ask again when the line breaks, some never do.

    `acknowledged` holds what the exchange has said it took; `abandoned` the bids of those who gave
    up without an answer; `refused` must stay empty, for nothing here breaks a rule.
    """

    def __init__(self, address: str, offers: Sequence[SealedOffer], pause: float = 0.02) -> None:
        self._address, self._pause = address, pause
        self._offers = iter(enumerate(offers))
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._threads: list[threading.Thread] = []
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.abandoned: set[str] = set()
        self.refused: list[str] = []

    def begin(self, bidders: int) -> None:
        """Let this many bidders send at the same time."""
        self._threads = [threading.Thread(target=self._bid) for _ in range(bidders)]
        for thread in self._threads:
            thread.start()

    def await_more(self, bids: int = 20, patience: float = 90.0) -> None:
        """Wait until the exchange has taken so many more."""
        enough, give_up = len(self.acknowledged) + bids, time.monotonic() + patience
        while len(self.acknowledged) < enough:
            assert time.monotonic() < give_up, "the exchange takes no bids any more"
            time.sleep(0.01)

    def end(self) -> None:
        """Let everybody finish the bid at hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _bid(self) -> None:
        with httpx.Client(base_url=self._address, timeout=15.0) as client:
            while not self._stop.is_set():
                with self._lock:
                    number, offer = next(self._offers)
                self._send(client, offer, patient=number % 3 > 0)
                time.sleep(self._pause)

    def _send(self, client: httpx.Client, offer: SealedOffer, *, patient: bool) -> None:
        self._upload(client, offer)
        while True:
            answer = _asked(client, "POST", "/api/bids", offer.token, offer.body)
            if answer is not None and answer.status_code == _TAKEN:
                self.acknowledged[offer.bid] = answer.json()
                return
            if answer is not None and answer.status_code < _BROKEN:
                self.refused.append(answer.text)
                return
            if not patient:
                self.abandoned.add(offer.bid)
                return
            time.sleep(0.2)

    def _upload(self, client: httpx.Client, offer: SealedOffer) -> None:
        for payload in offer.payloads:
            path = f"/api/payloads/{sha256(payload).hexdigest()}"
            answer = None
            while answer is None or answer.status_code >= _BROKEN:
                answer = _asked(client, "PUT", path, offer.token, payload)
                time.sleep(0.0 if answer is not None else 0.2)
            assert answer.status_code == _TAKEN, answer.text


def _asked(
    client: httpx.Client, method: str, path: str, token: str, body: bytes
) -> httpx.Response | None:
    """Return the answer; None where the line broke and nobody knows what happened."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        return client.request(method, path, content=body, headers=headers)
    except httpx.TransportError:
        return None
