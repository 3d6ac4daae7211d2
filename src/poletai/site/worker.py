"""The worker process: due moves and the sequencer of the log."""

import os
import signal
import sys
from threading import Event

import django

from poletai.core.basics.structs import settle_structs
from poletai.site.tasks import run


def main() -> None:
    """Work until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poletai.site.settings")
    django.setup()
    from poletai.site.wiring import tasks  # noqa: PLC0415 - models can be imported only after setup

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work = tasks()
    settle_structs()
    sys.exit(run(work, stop))


if __name__ == "__main__":
    main()
