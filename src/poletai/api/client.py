"""The API as programs of ours ask it: one client, errors told in words with an exit code."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from poletai.api.errors import ApiError

ADDRESS, TOKEN = "POLETAI_EXCHANGE", "POLETAI_TOKEN"
_HERE = "http://127.0.0.1:8000"
_PATIENCE = 60.0
# Exit codes: 1 problems found, 3 refused, 10 a machine is broken.
PROBLEMS, REFUSED, BROKEN = 1, 3, 10
_PART = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ApiClient:
    """An exchange at an address, asked with a token or without."""

    address: str
    token: str

    def get(self, path: str, **query: str) -> Any:
        """Read something."""
        asked = {name: value for name, value in query.items() if value}
        return self._ask("GET", path, params=asked)

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Ask for something to be done."""
        return self._ask("POST", path, json=dict(body or {}))

    def post_file(self, path: str, content: bytes, **query: str) -> Any:
        """Send a file as it is."""
        return self._ask("POST", path, content=content, params=query)

    def send_payload(self, sha256: str, payload: bytes) -> None:
        """Send a sealed payload in parts; parts that arrived before are not sent again."""
        there = self.get(f"payloads/{sha256}")
        if there["complete"]:
            return
        for number, start in enumerate(range(0, len(payload), _PART)):
            if number not in there["have"]:
                part = payload[start : start + _PART]
                self._ask("PUT", f"payloads/{sha256}/{number}", content=part)
        self.post(f"payloads/{sha256}")

    def _ask(self, method: str, path: str, **request: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        url = f"{self.address.rstrip('/')}/api/{path}"
        try:
            answer = httpx.request(method, url, headers=headers, timeout=_PATIENCE, **request)
        except httpx.HTTPError as problem:
            message = f"{self.address} does not answer: {problem}"
            raise ApiError(message, BROKEN) from problem
        return _told(answer)


def client_from(address: str = "", token: str = "") -> ApiClient:
    """Return the client of an exchange: what is given, else POLETAI_EXCHANGE and POLETAI_TOKEN."""
    found = address or os.environ.get(ADDRESS) or _HERE
    return ApiClient(found, token or os.environ.get(TOKEN, ""))


def _told(answer: httpx.Response) -> Any:
    try:
        body = answer.json()
    except ValueError:
        body = None
    if answer.is_success and body is not None:
        return body
    if not isinstance(body, dict):
        message = f"{answer.url} answered {answer.status_code} and no JSON: is it an exchange?"
        raise ApiError(message, BROKEN)
    if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
        lines = [f"{each['code']}: {each['message']}" for each in body.get("problems", [])]
        raise ApiError("\n".join(lines), PROBLEMS)
    refused = answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    raise ApiError(_sentence(body), REFUSED if refused else BROKEN)


def _sentence(body: Mapping[str, Any]) -> str:
    law = f" ({body['law']})" if body.get("law") else ""
    return f"{body.get('code')}: {body.get('reason') or body.get('message')}{law}"
