"""The public record of a procedure over HTTP: what a stranger needs to replay it."""

import hashlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from poletai.api.answers import error
from poletai.core.basics.canonical import canonical
from poletai.exchange.errors import NoSuchProcedureError
from poletai.exchange.house import house
from poletai.exchange.read_models.record import public_record


@require_safe
def record(request: HttpRequest, procedure: str) -> HttpResponse:
    """Answer the record as canonical JSON; it grows, so caches ask again after a second."""
    try:
        body = canonical(public_record(house(), procedure))
    except NoSuchProcedureError as problem:
        return error(problem.code, str(problem), HTTPStatus.NOT_FOUND)
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    known = request.headers.get("If-None-Match") == tag
    response = HttpResponseNotModified() if known else HttpResponse(body)
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Cache-Control"] = "public, max-age=1"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["ETag"] = tag
    return response
