"""The web process: the site under granian, several workers, no access log of its own."""

import argparse
import os

from granian import Granian
from granian.constants import Interfaces

_THREADS = 32


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="poletai.site.web")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poletai.site.settings")
    Granian(
        "poletai.site.wsgi:application",
        address=chosen.address,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.workers,
        blocking_threads=_THREADS,
        backpressure=4 * _THREADS,
        # Addresses of clients would name bidders; `poletai.requests` logs routes instead.
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main()
