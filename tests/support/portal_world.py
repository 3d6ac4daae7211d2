"""The portal over a whole exchange: people who sign in, and a site a browser can visit."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from django.test import Client
from tests.support.exchange_world import ExchangeWorld

from poletai.exchange.accounts import add_user
from poletai.exchange.models import BidLink, Organisation
from poletai.exchange.services.check_shares import check_shares
from poletai.portal import frame

PASSWORD = "nine lives of a heron"  # noqa: S105 - everybody's, in this world


class PortalWorld:
    """One exchange with its pages; each person has a browser of their own."""

    def __init__(self, exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        self.exchange = exchange
        self.people: dict[str, Client] = {"": Client()}
        monkeypatch.setattr(frame, "house", lambda: exchange.house)
        monkeypatch.setattr(settings, "LOG_FOLDER", exchange.folder / "log")
        monkeypatch.setattr(settings, "STATIC_ROOT", exchange.folder)

    def enrol(self, name: str, role: str, organisation: str) -> None:
        """Give a person a seat in a body that holds the role."""
        self.exchange.organisation(organisation)
        body = Organisation.objects.get(id=organisation)
        body.roles = sorted({*body.roles, role})
        body.save()
        add_user(name, PASSWORD, organisation, [role])

    def seat(self, name: str, role: str, organisation: str) -> Client:
        """Return the browser of a person who has signed in."""
        self.enrol(name, role, organisation)
        client = Client()
        sent = client.post("/sign-in/", {"username": name, "password": PASSWORD})
        assert sent.status_code == 302
        self.people[name] = client
        return client

    def get(self, path: str, who: str = "", language: str = "zh-hans") -> Any:
        client = self.people[who]
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client.get(path)

    def check_shares(self) -> None:
        """Let custodians check every bid that came, as the worker does."""
        for stream in BidLink.objects.filter(checked=False).values_list("stream", flat=True):
            assert check_shares(self.exchange.house, stream)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve the site on a free port of this machine."""
        server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet, connections_override=None)
        server.set_app(WSGIHandler())
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        """Say nothing: the tests look at answers."""

    def finish(self) -> None:
        super().finish()
        connections.close_all()
