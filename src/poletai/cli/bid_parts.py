"""The parts of a bid as files, checked before they are sealed: afterwards nobody can mend them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import typer

from poletai.core.basics.canonical import canonical, parse
from poletai.core.basics.errors import NotCanonicalError
from poletai.core.basics.problem import Problem
from poletai.core.procedures.bidding.asked import Asked
from poletai.core.procedures.bidding.check import part_problems
from poletai.core.procedures.bidding.parts import PARTS

_PRICE = "price"


def check_parts(parts: Mapping[str, Path], asked: Asked | None = None) -> None:
    """Print what is wrong with these parts, advice too; exits 1 where one would not be read."""
    found = [one for part, file in parts.items() for one in _problems(part, file, asked)]
    for one in found:
        typer.echo(f"{one.force}: {one.code}: {one.where}: {one.message}", err=True)
    if any(one.force == "error" for one in found):
        raise typer.Exit(1)


def _problems(part: str, file: Path, asked: Asked | None) -> tuple[Problem, ...]:
    """Check a part that is JSON; any but the price may be a file of another kind."""
    try:
        said: Any = parse(file.read_bytes())
        canonical(said)
    except (msgspec.DecodeError, NotCanonicalError) as problem:
        message = f"is not JSON as it is sealed: {problem}"
        return (Problem(code="bid-not-json", where=part, message=message),) * (part == _PRICE)
    return part_problems(part, said, asked) if part in PARTS else ()
