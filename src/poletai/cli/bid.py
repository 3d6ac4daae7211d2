"""`poletai bid`: a bid sealed on one's own machine, with files in and out, sent and followed."""

import hashlib
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec
import typer

from poletai.api.client import ApiClient
from poletai.cli.asking import Exchange, Token, read_json, told, write_json
from poletai.cli.bid_parts import check_parts
from poletai.core.procedures.bidding.asked import Asked
from poletai.core.procedures.bidding.keys import schema_of
from poletai.core.procedures.bidding.parts import PARTS
from poletai.core.procedures.documents import documents_hash
from poletai.sealing.bid_files import read_keyset_file, seal_files, withdraw, write_bid
from poletai.sealing.errors import SealingError

app = typer.Typer(no_args_is_help=True, help="Seal a bid offline, send it, follow it.")

_Folder = Annotated[Path, typer.Option("--out", help="Folder to write; must not hold a bid.")]


@app.command()
def seal(
    *,
    keyset: Annotated[Path, typer.Option(exists=True, help="The lot's keyset, a JSON file.")],
    part: Annotated[list[str], typer.Option(help="PART=FILE, such as price=price.json.")],
    bidder: Annotated[str, typer.Option(help="The bidder's organisation id.")],
    documents: Annotated[str, typer.Option(help="Hash of the tender documents in force.")],
    out: _Folder,
    replaces: Annotated[Path | None, typer.Option(help="Folder of the bid to replace.")] = None,
) -> None:
    """Encrypt the parts of a bid to the custodians of a lot and sign it."""
    parts = dict(_part(each) for each in part)
    check_parts(parts)
    try:
        sealed = seal_files(
            read_keyset_file(keyset),
            parts,
            bidder=bidder,
            documents=documents,
            replaces=replaces,
        )
        write_bid(sealed, out)
    except (SealingError, OSError) as problem:
        _stop(problem)
    typer.echo(f"bid {sealed.header.bid_id} {sealed.bid_hash}")
    typer.echo(f"Keep {out / 'recovery.json'} secret and safe: it alone opens your bid early.")


@app.command()
def check(
    part: Annotated[list[str], typer.Argument(help="PART=FILE, such as price=price.json.")],
    *,
    procedure: Annotated[str, typer.Option(help="Also against what this procedure asks.")] = "",
    lot: Annotated[str, typer.Option(help="The lot of it that the bid is for.")] = "1",
    exchange: Exchange = "",
) -> None:
    """Say what is wrong with the parts of a bid before it is sealed; exits 1 where something is."""
    parts = dict(_part(each) for each in part)
    asked: Any = None
    if procedure:
        place = f"procedures/{procedure}/lots/{lot}/bid"
        asked = told(exchange, "", lambda api: api.get(place))["asked"]
    check_parts(parts, None if asked is None else msgspec.convert(asked, Asked, strict=False))
    typer.echo("nothing is wrong with " + ", ".join(sorted(parts)))


@app.command()
def schema(part: Annotated[str, typer.Argument(help="price or tech.")] = "price") -> None:
    """Print the JSON schema of a part of a bid: every key it may have."""
    if part not in PARTS:
        message = f"{part!r} is none of {', '.join(PARTS)}"
        raise typer.BadParameter(message)
    write_json(schema_of(PARTS[part]))


@app.command("withdraw")
def withdraw_bid(
    bid: Annotated[Path, typer.Argument(help="Folder of the sealed bid.")],
    out: Annotated[Path, typer.Option(help="File to write the signed withdrawal to.")],
) -> None:
    """Sign the withdrawal of a sealed bid."""
    try:
        withdraw(bid, out)
    except (SealingError, OSError) as problem:
        _stop(problem)
    typer.echo(f"Send {out} before the deadline.")


@app.command()
def keyset(
    procedure: str,
    lot: str,
    *,
    out: Annotated[Path, typer.Option(help="File to write the lot's keyset to.")],
    exchange: Exchange = "",
) -> None:
    """Fetch what a bid is sealed with; prints the hash of the documents in force."""
    shown = told(exchange, "", lambda api: api.get(f"procedures/{procedure}"))
    keysets = shown["standing"]["facts"].get("keysets", {})
    if lot not in keysets:
        _stop(KeyError(f"{procedure} has no lot {lot!r} open for bids: {', '.join(keysets)}"))
    out.write_bytes(msgspec.json.encode(keysets[lot]))
    typer.echo(documents_hash(shown["standing"]["facts"]["documents"]))


@app.command()
def deposit(
    bid: Annotated[Path, typer.Argument(exists=True, help="Folder of the sealed bid.")],
    *,
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Send a sealed bid and keep the signed acknowledgement beside it, in deposit.json."""
    header = read_json(bid / "header.json")
    bodies = [(bid / f"{part}.sealed").read_bytes() for part in header["header"]["parts"]]

    def send(api: ApiClient) -> Any:
        for body in bodies:
            api.send_payload(hashlib.sha256(body).hexdigest(), body)
        return api.post("bids", header)

    _kept(told(exchange, token, send), bid / "deposit.json")


@app.command("send-withdrawal")
def send_withdrawal(
    file: Annotated[Path, typer.Argument(exists=True, help="What `bid withdraw` wrote.")],
    *,
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Send a signed withdrawal and keep the acknowledgement beside it."""
    sent = read_json(file)
    taken = told(exchange, token, lambda api: api.post("bids/withdrawals", sent))
    _kept(taken, file.with_suffix(".deposit.json"))


@app.command()
def mine(*, procedure: str = "", exchange: Exchange = "", token: Token = "") -> None:
    """Print one's own bids as JSON: deposited, openable, logged, with their receipts."""
    found = told(exchange, token, lambda api: api.get("bids/mine", procedure=procedure))
    write_json(found)


def _kept(acknowledgement: Any, file: Path) -> None:
    file.write_bytes(msgspec.json.encode(acknowledgement))
    typer.echo(f"deposited at {acknowledgement['at']}; the exchange's word is in {file}")


def _part(text: str) -> tuple[str, Path]:
    name, equals, file = text.partition("=")
    if not (equals and Path(file).is_file()):
        message = f"{text!r} must be PART=FILE with a file that exists"
        raise typer.BadParameter(message)
    return name, Path(file)


def _stop(problem: Exception) -> NoReturn:
    typer.echo(str(problem), err=True)
    raise typer.Exit(1) from problem
