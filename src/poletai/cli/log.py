"""`poletai log`: check a published log, prove its entries, and judge receipts offline."""

from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from poletai.cli import log_keeping
from poletai.core.basics.canonical import parse
from poletai.ledger.checkpoint import read_checkpoint
from poletai.ledger.envelope import entry_of
from poletai.ledger.errors import LedgerError, MalformedError
from poletai.ledger.keyfile import create_key_file, load_signer
from poletai.ledger.policy import Cosigned, Policy, parse_policy
from poletai.ledger.publishing import CHECKPOINT
from poletai.ledger.reading import tile_reader
from poletai.ledger.receipt import format_receipt, issue_receipt, parse_receipt, verify_receipt
from poletai.ledger.source import open_source
from poletai.ledger.tree import hash_leaf
from poletai.ledger.verify import Report, verify_log

app = typer.Typer(no_args_is_help=True, help="Check the public log, with no account and no trust.")

app.command()(log_keeping.audit)
app.command()(log_keeping.rebuild)

_Where = Annotated[str, typer.Argument(help="Web address or folder of the log.")]
_PolicyFile = Annotated[
    Path | None, typer.Option("--policy", exists=True, help="Log key and witnesses you trust.")
]
_Seen = Annotated[
    Path | None,
    typer.Option(help="Checkpoint you saw earlier; kept up to date when everything holds."),
]
_Out = Annotated[Path | None, typer.Option(help="File to write to instead of the screen.")]


@app.command()
def verify(
    where: _Where,
    policy: _PolicyFile = None,
    seen: _Seen = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Re-check every signature, entry, tile, chain and blob of events; exit 1 if any fails."""
    source = open_source(where)
    try:
        trusted = _policy(policy)
        earlier = seen.read_text() if seen and seen.exists() else None
        screen = Console(stderr=True)
        with Progress(transient=True, console=screen, disable=not screen.is_terminal) as bars:
            bar = bars.add_task("entries", total=None)
            report = verify_log(
                source,
                trusted,
                seen=earlier,
                progress=lambda done, size: bars.update(bar, completed=done, total=size),
            )
        if seen and report.ok:
            seen.write_bytes(source(CHECKPOINT))
    except (LedgerError, OSError) as problem:
        _stop(problem)
    typer.echo(msgspec.json.encode(report).decode()) if as_json else _show(report)
    if not report.ok:
        raise typer.Exit(1)


@app.command()
def prove(
    where: _Where,
    index: int,
    salt: Annotated[str, typer.Option(help="Hex salt of a confidential event's leaf.")] = "",
    out: _Out = None,
) -> None:
    """Write the receipt (.tlog-proof) of a leaf from a published log."""
    try:
        source = open_source(where)
        note = source(CHECKPOINT).decode()
        read = tile_reader(source, read_checkpoint(note).size)
        extra = bytes.fromhex(salt) or None
        text = format_receipt(issue_receipt(read, note, index, extra))
    except (LedgerError, IndexError, ValueError) as problem:
        _stop(problem)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text)


@app.command()
def receipt(
    file: Annotated[Path, typer.Argument(exists=True, help="The .tlog-proof file.")],
    envelope: Annotated[Path, typer.Option(exists=True, help="The event's envelope, as JSON.")],
    policy: Annotated[Path, typer.Option(exists=True, help="Log key and witnesses you trust.")],
) -> None:
    """Check, offline, that a receipt proves this very event; exit 1 if it does not."""
    try:
        proof = parse_receipt(file.read_text())
        entry = entry_of(_envelope(envelope), proof.extra)
        cosigned = verify_receipt(proof, hash_leaf(entry), parse_policy(policy.read_text()))
    except (LedgerError, OSError, UnicodeDecodeError) as problem:
        _stop(problem)
    _show_receipt(proof.index, cosigned)


@app.command()
def keygen(
    file: Annotated[Path, typer.Argument(help="The key file to make.")],
    origin: Annotated[str, typer.Option(help="The log's name: its address without https://.")],
) -> None:
    """Make the signing key of a log; prints its public key."""
    try:
        create_key_file(file, origin)
        typer.echo(load_signer(file).verifier.vkey)
    except (LedgerError, OSError) as problem:
        _stop(problem)


def _policy(file: Path | None) -> Policy | None:
    return None if file is None else parse_policy(file.read_text())


def _envelope(file: Path) -> dict[str, object]:
    try:
        envelope = parse(file.read_bytes())
    except msgspec.DecodeError as problem:
        raise MalformedError(str(file), "it is not JSON") from problem
    if not isinstance(envelope, dict):
        raise MalformedError(str(file), "it is not an envelope")
    return envelope


def _show(report: Report) -> None:
    table = Table(show_header=False)
    table.add_row("log", report.origin)
    table.add_row("entries", f"{report.public} public, {report.confidential} confidential")
    table.add_row("blobs", str(report.blobs))
    table.add_row("root", report.root)
    table.add_row("cosigned by", ", ".join(report.times) or "no witness")
    if report.own_policy:
        table.add_row("trust", "the log's own policy; bring yours with --policy")
    console = Console(soft_wrap=True)
    console.print(table)
    for one in report.problems:
        console.print(f"{one.code}: {one.where}: {one.message}", markup=False)
    console.print("everything holds" if report.ok else f"{len(report.problems)} problems")


def _show_receipt(index: int, cosigned: Cosigned) -> None:
    checkpoint = cosigned.checkpoint
    witnesses = ", ".join(cosigned.times) or "no witness"
    typer.echo(f"leaf {index} of {checkpoint.size} in {checkpoint.origin}, cosigned by {witnesses}")


def _stop(problem: Exception) -> NoReturn:
    typer.echo(str(problem), err=True)
    raise typer.Exit(1) from problem
