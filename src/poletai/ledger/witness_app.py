"""The witness on the network: the add-checkpoint request and the read side, and nothing else."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from poletai.ledger.witness import PLAIN, Refused
from poletai.ledger.witness_folder import Witness

_LARGEST_BODY = 64 * 1024


def witness_app(witness: Witness) -> Starlette:
    """Return the ASGI application of a witness."""

    async def add_checkpoint(request: Request) -> Response:
        body = await _read(request)
        if body is None:
            return PlainTextResponse("the request is too large or no UTF-8\n", 400)
        answer = witness.add_checkpoint(body)
        if isinstance(answer, Refused):
            # Given as a header, or the framework would append a charset the protocol does not have.
            headers = {"Content-Type": answer.media_type}
            return Response(answer.body, answer.status, headers)
        return Response(answer, media_type=PLAIN)

    async def checkpoint(request: Request) -> Response:
        note = witness.folder.last_note(request.path_params["origin"])
        if note is None:
            return PlainTextResponse("nothing is cosigned under that name\n", 404)
        return Response(note, media_type=PLAIN, headers={"Cache-Control": "no-cache"})

    async def key(_: Request) -> Response:
        return PlainTextResponse(witness.cosigner.verifier.vkey + "\n")

    return Starlette(
        routes=[
            Route("/add-checkpoint", add_checkpoint, methods=["POST"]),
            Route("/{origin}/checkpoint", checkpoint),
            Route("/vkey", key),
        ]
    )


async def _read(request: Request) -> str | None:
    """Return the body as text; None when it is too large or not UTF-8."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST_BODY:
            return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None
