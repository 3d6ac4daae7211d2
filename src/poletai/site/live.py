"""The live process: rooms under uvicorn, on one loop, with WebSockets of their own."""

import argparse
import gc
import os
import sys
from pathlib import Path

from poletai.ledger.serving import stopped_in_peace
from poletai.live.app import Application
from poletai.live.server import RoomServer, application


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
    _admit_many()
    with stopped_in_peace():
        _collect_seldom()
        RoomServer(make(), chosen.address, chosen.port).run()


def _collect_seldom() -> None:
    """Look for unreachable cycles seldom: bids make hardly any, and every look stops the room."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _admit_many() -> None:
    """Ask for as many connections as the system gives: every spectator is one."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on every system

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
