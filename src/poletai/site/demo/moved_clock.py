"""The moved clock: a file of seconds that every process of the demonstration adds to its own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from poletai.ledger.files import write_durably


@dataclass(frozen=True, slots=True)
class MovedClock:
    """Moves time for all processes that read this file; only ever forward."""

    file: Path

    def now(self) -> datetime:
        """Return the moved time."""
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + self._offset(), UTC)

    def advance(self, moment: datetime) -> None:
        """Make it this moment for everybody; a moment already past changes nothing."""
        if moment <= self.now():
            return
        offset = moment.timestamp() - datetime.now(UTC).timestamp()
        write_durably({self.file: f"{offset:.3f}".encode()})

    def begin(self, moment: datetime) -> None:
        """Set the first moment of a new demonstration."""
        offset = moment.timestamp() - datetime.now(UTC).timestamp()
        write_durably({self.file: f"{offset:.3f}".encode()})

    def _offset(self) -> float:
        return float(self.file.read_text())
