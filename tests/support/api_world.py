"""The API over a whole exchange: Django's own test client, with a token for each role."""

import sys
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.support.exchange_world import AGENCY, PRINCIPAL, ExchangeWorld

from poletai.exchange.models import Organisation
from poletai.exchange.tokens import new_token

OPERATOR, REGULATOR = "centre", "oversight-bureau"


class ApiWorld:
    """People with tokens in front of one exchange; every answer is (status, JSON)."""

    def __init__(self, exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        self.exchange = exchange
        self.client = Client(raise_request_exception=False)
        # The modules have to be there before their house is exchanged.
        import_module("poletai.site.urls")
        for name, module in list(sys.modules.items()):
            if name.startswith("poletai.api.") and hasattr(module, "house"):
                monkeypatch.setattr(module, "house", lambda: exchange.house)
        monkeypatch.setattr(settings, "LOG_FOLDER", exchange.folder / "log")
        # Static files are looked for when the first request comes.
        monkeypatch.setattr(settings, "STATIC_ROOT", exchange.folder)
        self.tokens = {
            "principal": self.token(PRINCIPAL, "principal"),
            "agency": self.token(AGENCY, "agency"),
            "operator": self.token(OPERATOR, "operator"),
            "regulator": self.token(REGULATOR, "regulator"),
        }

    def token(self, organisation: str, role: str, person: str = "") -> str:
        self.exchange.organisation(organisation)
        body = Organisation.objects.get(id=organisation)
        body.roles = sorted({*body.roles, role})
        body.save()
        return new_token(organisation, role, "tests", self.exchange.now, person=person)

    def seat(self, who: str) -> str:
        """Return the token of a role, or of a bidder by its name."""
        if who not in self.tokens:
            self.tokens[who] = self.token(who, "bidder")
        return self.tokens[who]

    def ask(self, method: str, path: str, who: str = "", body: Any = None, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.seat(who)}"} if who else {}
        headers |= more.pop("headers", {})
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        answer = getattr(self.client, method)(path, headers=headers, **content, **more)
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return answer.status_code, answer.json() if is_json else answer.content

    def get(self, path: str, who: str = "", **more: Any) -> Any:
        return self.ask("get", path, who, **more)

    def post(self, path: str, who: str = "", body: Any = None, **more: Any) -> Any:
        return self.ask("post", path, who, {} if body is None else body, **more)

    def put(self, path: str, who: str, data: bytes) -> Any:
        return self.ask("put", path, who, None, data=data, content_type="application/octet-stream")
