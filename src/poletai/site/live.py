"""The live process: rooms under granian, one worker, no access log of its own."""

import argparse
import os
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces, Loops

from poletai.live.app import Application
from poletai.live.server import application


def make() -> Application:
    """Compose the application from the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poletai.site.settings")
    from django.conf import settings  # noqa: PLC0415 - read in the process that serves

    from poletai.ledger.clock import clock_from  # noqa: PLC0415
    from poletai.site.database import dsn  # noqa: PLC0415

    return application(
        dsn(),
        Path(settings.STORE_KEY_FILE),
        Path(settings.LOG_FOLDER),
        clock_from(settings.CLOCK_OFFSET_FILE),
        settings.LIVE_URL,
        settings.ALLOWED_HOSTS,
    )


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="poletai.site.live")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    chosen = parser.parse_args()
    Granian(
        "poletai.site.live:make",
        factory=True,
        address=chosen.address,
        port=chosen.port,
        interface=Interfaces.ASGI,
        loop=Loops.asyncio,
        workers=1,
        # Addresses of clients would name bidders.
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main()
