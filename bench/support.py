"""What every benchmark shares: measured rows, the table that shows them, where they are kept."""

import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number: what was measured, against what, and which bound it must keep if any.

    `ratio` is value / against; `limit` bounds the ratio, or the value when there is no baseline:
    from below when `at_least` holds, from above otherwise.
    """

    name: str
    value: float
    unit: str
    baseline: str = ""
    against: float | None = None
    limit: float | None = None
    at_least: bool = True
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The value over its baseline."""
        return None if self.against is None else self.value / self.against

    @property
    def kept(self) -> bool:
        """Whether the bound is kept."""
        if self.limit is None:
            return True
        judged = self.value if self.ratio is None else self.ratio
        return judged >= self.limit if self.at_least else judged <= self.limit


@dataclass(slots=True)
class Stopwatch:
    """The seconds a block took."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Measure a block by the wall clock."""
    watch, start = Stopwatch(), perf_counter()
    yield watch
    watch.seconds = perf_counter() - start


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def publish(name: str, measures: Sequence[Measure]) -> int:
    """Print the rows, keep them in bench/results/<name>.json, return 1 when a bound is broken."""
    _show(name, measures)
    rows = [asdict(one) | {"ratio": one.ratio, "kept": one.kept} for one in measures]
    kept = {"benchmark": name, "on": datetime.now(UTC).date().isoformat(), "machine": machine()}
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(kept | {"measures": rows}, indent=2, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n")
    return 0 if all(one.kept for one in measures) else 1


def machine() -> dict[str, str | int | None]:
    """Return what of the machine decides its speed, and nothing that names it."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": ".".join(map(str, sys.version_info[:3])),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _show(name: str, measures: Sequence[Measure]) -> None:
    table = Table(title=name)
    for title in ("measure", "value", "baseline", "ratio", "bound"):
        table.add_column(title, overflow="fold")
    for one in measures:
        ratio = "" if one.ratio is None else f"{one.ratio:.3g}"
        baseline = f"{one.baseline}: {one.against:,.4g}" if one.against is not None else ""
        table.add_row(one.name, f"{one.value:,.4g} {one.unit}", baseline, ratio, _bound(one))
    Console().print(table)


def _bound(one: Measure) -> str:
    if one.limit is None:
        return one.note
    sign = "at least" if one.at_least else "at most"
    return f"{sign} {one.limit:g}: {'kept' if one.kept else 'BROKEN'} {one.note}".rstrip()
