"""What pages may reach: themselves, and the live rooms wherever behind a proxy they are."""

import pytest

from poletai.site.headers import policy


@pytest.mark.parametrize(
    ("rooms", "reached"),
    [
        ("ws://127.0.0.1:8001", "ws://127.0.0.1:8001 http://127.0.0.1:8001"),
        ("wss://exchange.example/live", "wss://exchange.example https://exchange.example"),
    ],
)
def test_pages_reach_the_rooms_by_websocket_and_by_http_at_every_path(
    rooms: str, reached: str
) -> None:
    assert f"connect-src 'self' {reached}" in policy(rooms).split("; ")
