"""Custodians as the exchange reaches them: addresses from a file, questions over HTTP."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import msgspec

from poletai.exchange.errors import CustodianError

_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Custodian:
    """One custodian: its organisation, where it answers, and the token it asks for."""

    organisation: str
    address: str
    token: str

    def ask(self, question: str, body: dict[str, Any]) -> dict[str, Any]:
        """Put a question to a custodian; raises CustodianError for silence and for refusals."""
        try:
            answer = _client().post(
                f"{self.address}/{question}",
                json=body,
                headers={"Authorization": f"Bearer {self.token}"},
            )
        except httpx.HTTPError as problem:
            raise CustodianError(self.organisation, f"does not answer ({problem})") from problem
        found: dict[str, Any] = answer.json()
        if answer.status_code != HTTPStatus.OK:
            what = f"{found.get('code')}: {found.get('reason', found)}"
            raise CustodianError(self.organisation, what)
        return found


def read_custodians(path: Path) -> tuple[Custodian, ...]:
    """Read who the custodians are; none where there is no file."""
    if not path.exists():
        return ()
    return msgspec.json.decode(path.read_bytes(), type=tuple[Custodian, ...])


def ask_all(
    custodians: tuple[Custodian, ...], question: str, body: dict[str, Any]
) -> tuple[dict[str, Any] | CustodianError, ...]:
    """Put one question to all custodians at once; an answer or an error each, in their order."""

    def ask(custodian: Custodian) -> dict[str, Any] | CustodianError:
        try:
            return custodian.ask(question, body)
        except CustodianError as problem:
            return problem

    with ThreadPoolExecutor(max_workers=max(1, len(custodians))) as pool:
        return tuple(pool.map(ask, custodians))


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    return httpx.Client(timeout=_PATIENCE)
