"""The public record over HTTP: what a stranger replays a procedure from."""

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from poletai.exchange.errors import NoSuchProcedureError
from poletai.exchange.house import house
from poletai.exchange.read_models.record import public_record

_BRIEFLY = "public, max-age=1"


@require_safe
def record(_request: HttpRequest, procedure: str) -> HttpResponse:
    """Answer with a procedure's record; it grows with every event, so it is kept a second."""
    try:
        found = public_record(house(), procedure)
    except NoSuchProcedureError as problem:
        raise Http404 from problem
    response = HttpResponse(msgspec.json.encode(found), content_type="application/json")
    response.headers["Cache-Control"] = _BRIEFLY
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
