"""Payloads over HTTP: sealed ciphertexts, whole or in parts of 8 MiB that can be resumed."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import Router

from poletai.api.answers import answer, refused
from poletai.api.callers import SIGNED_IN, signed_in
from poletai.core.basics.problem import Refusal
from poletai.exchange.house import house
from poletai.exchange.permissions import refuse_action
from poletai.exchange.services.uploads import (
    is_kept,
    join_parts,
    keep_part,
    keep_whole,
    parts_kept,
)

router = Router(tags=["payloads"], auth=SIGNED_IN)


@router.get("/payloads/{sha256}", summary="See how far an upload has come")
def progress(request: HttpRequest, sha256: str) -> HttpResponse:
    """Answer {have, complete}: the parts that arrived, and whether the payload is kept."""
    if refusal := _refused(request):
        return refused(house().library, refusal)
    have = parts_kept(house(), sha256)
    return answer({"have": have, "complete": is_kept(house(), sha256)})


@router.put("/payloads/{sha256}", summary="Send a small payload whole")
def whole(request: HttpRequest, sha256: str) -> HttpResponse:
    """Keep the body if its hash is the one in the address."""
    if refusal := _refused(request):
        return refused(house().library, refusal)
    return answer(keep_whole(house(), sha256, request.body), HTTPStatus.CREATED)


@router.put("/payloads/{sha256}/{number}", summary="Send one part")
def part(request: HttpRequest, sha256: str, number: int) -> HttpResponse:
    """Keep one part, numbered from 0; sending it again replaces it."""
    if refusal := _refused(request):
        return refused(house().library, refusal)
    keep_part(house(), sha256, number, request.body)
    return answer({"part": number, "len": len(request.body)}, HTTPStatus.CREATED)


@router.post("/payloads/{sha256}", summary="Join the parts")
def join(request: HttpRequest, sha256: str) -> HttpResponse:
    """Join the parts into the payload; 422 where one is missing or the hash is another."""
    if refusal := _refused(request):
        return refused(house().library, refusal)
    return answer(join_parts(house(), sha256), HTTPStatus.CREATED)


def _refused(request: HttpRequest) -> Refusal | None:
    return refuse_action(signed_in(request), "upload-payload")
