"""Logs that never name a user, an address, a bid or a value: what happened, where, how long."""

import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType

from django.http import HttpRequest, HttpResponse

_requests = logging.getLogger("poletai.requests")
_Excerpt = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def request_log(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: one line a request, with the route's pattern and not the address asked for."""

    def answer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        took = round(1000 * (time.perf_counter() - began))
        match = request.resolver_match
        route = match.route if match else "(no route)"
        _requests.info("%s /%s %s %dms", request.method, route, response.status_code, took)
        return response

    return answer


class DiscreetFormatter(logging.Formatter):
    """Writes an exception as its type, its code and where it was raised.

    Not its message: a database error quotes the row, and the row may be a bid.
    """

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """Return the moment in UTC, whatever zone the pages show."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatException(self, ei: _Excerpt) -> str:  # noqa: N802 - the name logging calls
        """Return the frames and the types along the chain of causes."""
        return "\n".join(_told(ei[1])) if ei[1] else ""


class OnlyRoutes(logging.Filter):
    """Drops what Django says about a request by its address; `request_log` says it by route."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep exceptions, without the address."""
        if record.exc_info:
            record.msg, record.args = "a request ended in an exception", None
        return bool(record.exc_info)


def _told(problem: BaseException) -> list[str]:
    cause = problem.__cause__ or problem.__context__
    frames = [
        f"  {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(problem.__traceback__)
    ]
    code = getattr(problem, "code", None) or getattr(problem, "sqlstate", None)
    name = f"{type(problem).__module__}.{type(problem).__qualname__}"
    return [*(_told(cause) if cause else []), *frames, f"{name} ({code})" if code else name]


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"only-routes": {"()": OnlyRoutes}},
    "formatters": {
        "discreet": {
            "()": DiscreetFormatter,
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stream": {"class": "logging.StreamHandler", "formatter": "discreet"},
        "requests": {
            "class": "logging.StreamHandler",
            "formatter": "discreet",
            "filters": ["only-routes"],
        },
    },
    "root": {"handlers": ["stream"], "level": "INFO"},
    "loggers": {
        "django.request": {"handlers": ["requests"], "propagate": False},
        "django.security": {"handlers": ["requests"], "propagate": False},
        "httpx": {"level": "WARNING"},
    },
}
