"""Processor time: what whole families of processes and we ourselves spent while a block ran."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
OURS = "clients"


class Meter:
    """Adds up processor seconds by family over every block it measures (Linux only)."""

    def __init__(self, families: Mapping[str, int]) -> None:
        """Take each family's name and the id of the process it descends from."""
        self._families = families
        self.seconds = dict.fromkeys((*families, OURS), 0.0)
        self._before: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._before = self._now()
        return self

    def __exit__(self, *_: object) -> None:
        for name, seconds in self._now().items():
            self.seconds[name] += seconds - self._before[name]

    def _now(self) -> dict[str, float]:
        spent = {name: _family(root) for name, root in self._families.items()}
        return spent | {OURS: time.process_time()}


def _family(root: int) -> float:
    """Return the seconds of a process, of those it has waited for, and of all that still run."""
    found = {int(folder.name): _stat(folder) for folder in Path("/proc").iterdir() if _is(folder)}
    members, total = [root], 0.0
    while members:
        pid = members.pop()
        fields = found.get(pid)
        if fields is not None:
            total += sum(map(int, fields[11:15])) / _TICKS
        members += [other for other, stat in found.items() if stat and int(stat[1]) == pid]
    return total


def _is(folder: Path) -> bool:
    return folder.name.isdigit()


def _stat(folder: Path) -> list[str]:
    """Return the fields of a process's stat from its state on; none where it has just ended."""
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
