"""Serving a custodian: its own process and port, one desk, until it is told to stop."""

import os
from pathlib import Path

from poletai.ledger.clock import clock_from
from poletai.ledger.serving import serve_until_stopped
from poletai.ledger.source import open_source
from poletai.sealing.custodian.app import make_app
from poletai.sealing.custodian.desk import Desk
from poletai.sealing.custodian.folder import CustodianFolder


def open_desk(folder: Path, exchange: str | Path) -> Desk:
    """Return the desk of a folder, watching an exchange by address or by a folder of its files.

    The clock is the machine's, moved by the file POLETAI_CLOCK_OFFSET_FILE names, if any.
    """
    clock = clock_from(os.environ.get("POLETAI_CLOCK_OFFSET_FILE"))
    return Desk(CustodianFolder(folder), open_source(exchange), clock)


def serve(folder: Path, exchange: str, port: int, address: str = "127.0.0.1") -> None:
    """Answer for a custodian until SIGINT or SIGTERM."""
    app = make_app(open_desk(folder, exchange), CustodianFolder(folder).token())
    serve_until_stopped(app, address, port)
