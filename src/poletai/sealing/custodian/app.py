"""The custodian's HTTP face: JSON in, JSON out, a bearer token, and no state of its own."""

import hmac
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from poletai.core.basics.canonical import parse
from poletai.core.basics.problem import Problem, Refusal
from poletai.ledger.errors import LedgerError
from poletai.sealing.contributions import Contribution
from poletai.sealing.custodian.desk import Desk, as_json
from poletai.sealing.errors import (
    BadSealingInputError,
    CustodianFolderError,
    SealingError,
    UnreadableError,
)
from poletai.sealing.header import read_header
from poletai.sealing.keyset import Keyset

_Name = str
_LARGEST_BODY = 1 << 20


class KeyQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks for the public key of a lot."""

    procedure: _Name
    lot: _Name


class DrillQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks to open a challenge, in hex."""

    procedure: _Name
    lot: _Name
    sealed: str


class CheckQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks whether the shares in a header open here."""

    header: dict[str, Any]
    signature: str
    keyset: Keyset


class ReleaseQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks for the shares of one part of a closed lot."""

    procedure: _Name
    lot: _Name
    part: str


class DrawCheckQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks whether the share in a contribution to a draw opens here."""

    keyset: Keyset
    draw_hash: str
    contribution: Contribution


class DrawReleaseQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks for the shares of the contributions to a closed draw."""

    procedure: _Name
    lot: _Name
    draw: _Name


def make_app(desk: Desk, token: str) -> Starlette:
    """Return the application of one custodian; everything but /id asks for the token."""
    questions: dict[str, tuple[type[Any], Callable[[Any], Any]]] = {
        "/keys": (KeyQuestion, lambda ask: desk.lot_key(ask.procedure, ask.lot)),
        "/drill": (DrillQuestion, lambda ask: desk.drill(ask.procedure, ask.lot, _hex(ask.sealed))),
        "/share-check": (
            CheckQuestion,
            lambda ask: desk.share_check(read_header(ask.header), ask.signature, ask.keyset),
        ),
        "/release": (ReleaseQuestion, lambda ask: desk.release(ask.procedure, ask.lot, ask.part)),
        "/draw-check": (
            DrawCheckQuestion,
            lambda ask: desk.draw_check(ask.keyset, ask.draw_hash, ask.contribution),
        ),
        "/draw-release": (
            DrawReleaseQuestion,
            lambda ask: desk.draw_release(ask.procedure, ask.lot, ask.draw),
        ),
    }
    asked = [
        Route(path, _endpoint(token, kind, answer), methods=["POST"])
        for path, (kind, answer) in questions.items()
    ]
    return Starlette(routes=[Route("/id", lambda _request: _reply(desk.who())), *asked])


def _endpoint(token: str, kind: type[Any], answer: Callable[[Any], Any]) -> Callable[..., Any]:
    async def endpoint(request: Request) -> Response:
        shown = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(shown, f"Bearer {token}".encode()):
            return _failure(HTTPStatus.UNAUTHORIZED, "token", "show the custodian's bearer token")
        if int(request.headers.get("content-length", "0")) > _LARGEST_BODY:
            return _failure(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "at most 1 MiB")
        return await run_in_threadpool(_answered, kind, answer, await request.body())

    return endpoint


def _answered(kind: type[Any], answer: Callable[[Any], Any], body: bytes) -> Response:
    try:
        return _respond(answer(msgspec.convert(parse(body), kind)))
    except (msgspec.DecodeError, BadSealingInputError, UnreadableError) as problem:
        code = getattr(problem, "code", "malformed")
        return _failure(HTTPStatus.UNPROCESSABLE_ENTITY, code, str(problem))
    except CustodianFolderError as problem:
        return _failure(HTTPStatus.NOT_FOUND, problem.code, str(problem))
    except (SealingError, LedgerError) as problem:
        return _failure(HTTPStatus.SERVICE_UNAVAILABLE, problem.code, str(problem))


def _respond(answer: Any) -> Response:
    match answer:
        case Refusal():
            return _reply(msgspec.to_builtins(answer), HTTPStatus.CONFLICT)
        case (Problem(), *_):
            found = {"code": "problems", "problems": msgspec.to_builtins(answer)}
            return _reply(found, HTTPStatus.UNPROCESSABLE_ENTITY)
        case dict():
            return _reply(answer)
    return _reply(as_json(answer))


def _failure(status: HTTPStatus, code: str, reason: str) -> Response:
    return _reply({"code": code, "reason": reason}, status)


def _reply(value: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as problem:
        where = "sealed"
        raise BadSealingInputError(where, "must be hex") from problem
