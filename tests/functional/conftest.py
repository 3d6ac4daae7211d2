"""What functional tests share: a whole exchange, its pages served, and a browser to visit them."""

from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser
from tests.integration.conftest import exchange
from tests.support.client import browser
from tests.support.exchange_world import ExchangeWorld
from tests.support.portal_world import PortalWorld

__all__ = ["exchange"]


@pytest.fixture
def beside_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    # Playwright keeps an event loop in this thread; the database is still this thread's alone.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def portal(
    exchange: ExchangeWorld, beside_a_loop: None, monkeypatch: pytest.MonkeyPatch
) -> PortalWorld:
    return PortalWorld(exchange, monkeypatch)


@pytest.fixture
def site(portal: PortalWorld) -> Iterator[str]:
    with portal.served() as address:
        yield address


@pytest.fixture
def chromium(beside_a_loop: None) -> Iterator[Browser]:
    with browser() as opened:
        yield opened
        # Django keeps what was opened beside Playwright's event loop apart from the thread's own.
        connections.close_all()
