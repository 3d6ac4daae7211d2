"""The commands a page of documentation tells its reader to type."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def commands(page: Path) -> list[list[str]]:
    """Return every command line of a page's shell blocks, in order, as words without comments."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text(), flags=re.M | re.S)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def pages() -> list[Path]:
    """Return every page that may hold commands."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
