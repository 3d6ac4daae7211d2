"""The published folder: what of a log lies on disk, and in which order it gets there."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from poletai.ledger.errors import DisagreementError
from poletai.ledger.files import write_durably
from poletai.ledger.tiles import HEIGHT, WIDTH, Tile, entries_path

# The newest checkpoint that meets the policy: what everyone reads.
CHECKPOINT = "checkpoint"
# The newest the log has signed, cosigned by enough witnesses or not yet.
SIGNED = "checkpoint.signed"
POLICY = "policy"


@dataclass(frozen=True, slots=True)
class PublishedFolder:
    """The folder served below the log's prefix."""

    folder: Path

    def add_tiles(self, files: Mapping[str, bytes]) -> None:
        """Write tiles and bundles durably; raises DisagreementError if one stands there changed."""
        missing = {}
        for path, data in files.items():
            target = self.folder / path
            if not target.exists():
                missing[target] = data
            elif target.read_bytes() != data:
                raise DisagreementError(path, "another tile is already published there")
        write_durably(missing)

    def drop_partials(self, old: int, new: int) -> None:
        """Remove partial tiles when the log grows from `old` to `new` leaves.

        Those of a tile go when the tile after it is full too, so that whoever has just read a
        checkpoint still finds the tiles of it.
        """
        level = 0
        while full := (new >> (HEIGHT * level)) // WIDTH:
            for index in range(max(1, (old >> (HEIGHT * level)) // WIDTH), full):
                self._drop(Tile(level, index - 1).path)
                if level == 0:
                    self._drop(entries_path(index - 1))
            level += 1

    def _drop(self, path: str) -> None:
        shutil.rmtree(self.folder / f"{path}.p", ignore_errors=True)

    def write(self, name: str, text: str) -> None:
        """Replace one of the files that change: a checkpoint or the policy."""
        write_durably({self.folder / name: text.encode()})

    def read(self, name: str) -> str | None:
        """Return one of the files that change; None where it was never written."""
        try:
            return (self.folder / name).read_text()
        except FileNotFoundError:
            return None
