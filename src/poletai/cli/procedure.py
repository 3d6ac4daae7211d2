"""`poletai procedure`: list, show, draft and move procedures of an exchange, over its API."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from poletai.cli.asking import Exchange, Token, read_json, told, write_json

app = typer.Typer(no_args_is_help=True, help="Work with procedures over the API.")

_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Fields = Annotated[Path | None, typer.Option("--fields", exists=True, help="A JSON file.")]
_Field = Annotated[list[str] | None, typer.Option("--field", help="NAME=TEXT; may be repeated.")]


@app.command("list")
def list_(
    *,
    q: Annotated[str, typer.Option(help="Words of the title, number or principal.")] = "",
    phase: str = "",
    category: str = "",
    exchange: Exchange = "",
    token: Token = "",
    as_json: _Json = False,
) -> None:
    """List procedures, the newest notice first."""
    asked = {"q": q, "phase": phase, "category": category}
    page = told(exchange, token, lambda api: api.get("procedures", **asked))
    if as_json:
        write_json(page)
        return
    table = Table("id", "title", "principal", "phase", "deadline")
    for line in page["items"]:
        principal = line["principal"]["name"]
        table.add_row(line["id"], line["title"], principal, line["phase"], line["deadline"] or "")
    Console().print(table)


@app.command()
def show(procedure: str, *, exchange: Exchange = "", token: Token = "") -> None:
    """Print where a procedure stands, what may come next and what you may do, as JSON."""
    write_json(told(exchange, token, lambda api: api.get(f"procedures/{procedure}")))


@app.command()
def remedies(procedure: str, *, exchange: Exchange = "", token: Token = "") -> None:
    """Print the objections and complaints of a procedure as you may see them, as JSON."""
    write_json(told(exchange, token, lambda api: api.get(f"procedures/{procedure}/remedies")))


@app.command()
def dues(
    procedure: str, *, exchange: Exchange = "", token: Token = "", as_json: _Json = False
) -> None:
    """Print who owes whom which deposit or bond today, the first due first."""
    owed = told(exchange, token, lambda api: api.get(f"procedures/{procedure}/dues"))
    if as_json:
        write_json(owed)
        return
    table = Table("owed by", "to", "bidder", "what", "amount", "until", "late", "article")
    for one in owed["items"]:
        late = "late" if one["late"] else ""
        what, amount = one["title"]["en"], one["amount"]["amount"]
        table.add_row(
            one["by"], one["to"], one["bidder"], what, amount, one["until"], late, one["law"]
        )
    Console().print(table)


@app.command()
def draft(
    definition: str,
    *,
    fields: _Fields = None,
    field: _Field = None,
    principal: Annotated[str, typer.Option(help="For whom, where you are an agency.")] = "",
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Draft a procedure under a definition and print its id."""
    body = {"definition": definition, "fields": _read(fields, field), "principal": principal}
    typer.echo(told(exchange, token, lambda api: api.post("procedures", body))["procedure"])


@app.command()
def move(
    procedure: str,
    name: Annotated[str, typer.Argument(help="The move, such as publish-notice.")],
    *,
    lot: str | None = None,
    bid: str | None = None,
    remedy: Annotated[str | None, typer.Option(help="The objection or complaint.")] = None,
    applicant: Annotated[str | None, typer.Option(help="The id of the party it is about.")] = None,
    fields: _Fields = None,
    field: _Field = None,
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Make a move; exits 3 and cites the article when the rules forbid it."""
    body = {
        "fields": _read(fields, field),
        "lot": lot,
        "bid": bid,
        "remedy": remedy,
        "applicant": applicant,
    }
    path = f"procedures/{procedure}/moves/{name}"
    write_json(told(exchange, token, lambda api: api.post(path, body)))


@app.command()
def document(
    procedure: str,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    *,
    title: Annotated[str, typer.Option(help="What lists and pages call it.")],
    media: str = "application/pdf",
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Upload a document and print what a move's `documents` field says of it."""
    path, content = f"procedures/{procedure}/documents", file.read_bytes()
    query = {"title": title, "media": media}
    write_json(told(exchange, token, lambda api: api.post_file(path, content, **query)))


@app.command()
def release(
    procedure: str,
    file: Annotated[Path, typer.Argument(exists=True, help="What `custodian release` wrote.")],
    *,
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Bring a custodian's release that was made offline."""
    body = read_json(file)
    write_json(
        told(exchange, token, lambda api: api.post(f"procedures/{procedure}/releases", body))
    )


def _read(file: Path | None, pairs: list[str] | None) -> dict[str, Any]:
    fields = {} if file is None else read_json(file)
    for pair in pairs or ():
        name, equals, text = pair.partition("=")
        if not equals:
            message = f"{pair!r} must be NAME=TEXT"
            raise typer.BadParameter(message)
        fields[name] = text
    return fields
