"""Definitions over HTTP: how each kind of procedure runs, and the schema of what each move asks."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router

from poletai.api.answers import answer, article_of
from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.exchange.house import house

router = Router(tags=["definitions"])


@router.get("/definitions", auth=None, summary="List the kinds of procedure")
def listing(request: HttpRequest) -> HttpResponse:
    """Answer {items}: name, title, category and hash of each definition."""
    library = house().library
    return answer({"items": [_head(d) for d in library.definitions.values()]})


@router.get("/definitions/{name}", auth=None, summary="Show one kind of procedure")
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Answer its states, its parameters as of today, and its moves with their JSON schemas."""
    definition = house().library.definition(name)
    return answer(
        {
            **_head(definition),
            "machines": msgspec.to_builtins(definition.machines),
            "parameters": msgspec.to_builtins(definition.parameters),
            "moves": [_move(move) for move in definition.moves],
        }
    )


def schema_of(move: Move) -> dict[str, Any]:
    """Return the JSON schema of the fields a move's sender fills in, and of no others."""
    asked = {n: kind for n, kind in move.asks.items() if not FIELD_TYPES[kind].supplied}
    shapes = [FIELD_TYPES[kind].shape for kind in asked.values()]
    schemas, parts = msgspec.json.schema_components(shapes, ref_template="#/$defs/{name}")
    properties = dict(zip(asked, schemas, strict=True))
    schema = {
        "type": "object",
        "properties": properties,
        "required": [name for name in asked if name not in move.optional],
        "additionalProperties": False,
    }
    return {**schema, "$defs": parts} if parts else schema


def _head(definition: Definition) -> dict[str, Any]:
    return {
        "name": definition.name,
        "title": msgspec.to_builtins(definition.title),
        "category": definition.category,
        "method": definition.method,
        "jurisdiction": definition.jurisdiction,
        "sha256": definition.sha256,
    }


def _move(move: Move) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(move)
    del told["asks"], told["optional"]
    article = article_of(house().library, move.law)
    return {**told, "article": article, "fields": schema_of(move)}
