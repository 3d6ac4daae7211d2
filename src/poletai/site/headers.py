"""Headers every answer carries: only our own scripts and styles run, and nobody frames us."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def policy(rooms: str) -> str:
    """Return the content security policy; `rooms` is the address of the live rooms, ws or wss.

    Of it only the origin counts: several processes may stand behind one proxy, each at its path.
    """
    address = urlsplit(rooms)
    origin = f"{address.scheme}://{address.netloc}"
    same_by_http = origin.replace("ws", "http", 1)
    return "; ".join((
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        f"connect-src 'self' {origin} {same_by_http}",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ))  # fmt: skip


def strict_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: add the content security policy, unless a view set a stricter one."""

    whole = policy(settings.LIVE_URL)

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", whole)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response

    return answer
