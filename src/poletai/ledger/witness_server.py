"""The witness as a process: its folder held, its application served until it is told to stop."""

from pathlib import Path

from poletai.ledger.clock import Clock
from poletai.ledger.serving import serve_until_stopped
from poletai.ledger.witness_app import witness_app
from poletai.ledger.witness_folder import WitnessFolder, open_witness


def serve_witness(folder: str | Path, address: str, port: int, clock: Clock) -> None:
    """Serve the witness of a folder until SIGTERM or SIGINT; raises LockedError if it runs."""
    with WitnessFolder(Path(folder)).held():
        serve_until_stopped(witness_app(open_witness(folder, clock)), address, port)
