"""Changes over HTTP: the feed in leaf order, OCDS of each procedure, receipts of the log."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from poletai.api.answers import answer, problems
from poletai.core.basics.problem import Problem
from poletai.exchange.house import house
from poletai.exchange.read_models.changes import Change, changes_after
from poletai.exchange.read_models.history import public_history
from poletai.exchange.read_models.public_log import entry_proof, log_head
from poletai.hub.errors import NotPublicError
from poletai.hub.feed import FeedRow, feed_page, read_cursor, read_limit
from poletai.hub.ocds import Publisher, encode, record_package, release_package
from poletai.hub.ocds.from_exchange import views_of
from poletai.hub.ocds.view import ProcedureView

router = Router(tags=["changes"], auth=None)
_JSON = "application/json; charset=utf-8"
_BRIEFLY = "public, max-age=5"


@router.get("/feed", summary="Read what changed, in leaf order")
def feed(request: HttpRequest, after: str = "", limit: str = "") -> HttpResponse:
    """Answer {items, next, more}: ask again with `after` = `next`, at once where there is more."""
    start, most = read_cursor(after or None), read_limit(limit or None)
    wrong = [found for found in (start, most) if isinstance(found, Problem)]
    if isinstance(start, Problem) or isinstance(most, Problem):
        return problems(wrong)
    changes = changes_after(house(), start, most + 1)
    rows = [_row(change) for change in changes.found]
    return _public(answer(feed_page(rows, limit=most, read_to=changes.read_to)))


@router.get("/procedures/{slug:procedure}/ocds/release", summary="OCDS release package")
def releases(request: HttpRequest, procedure: str) -> HttpResponse:
    """Answer the OCDS 1.1.5 releases of a procedure, one for each public change."""
    views = _views(request, procedure)
    uri = request.build_absolute_uri()
    return _ocds(release_package(_publisher(request), views, uri, views[-1].changed_at))


@router.get("/procedures/{slug:procedure}/ocds/record", summary="OCDS record package")
def record(request: HttpRequest, procedure: str) -> HttpResponse:
    """Answer the OCDS 1.1.5 record of a procedure, with its releases and the compiled one."""
    views = _views(request, procedure)
    uri = request.build_absolute_uri()
    return _ocds(record_package(_publisher(request), [views], uri, views[-1].changed_at))


@router.get("/log/receipts/{index}", summary="Receipt of a leaf")
def receipt(request: HttpRequest, index: int) -> HttpResponse:
    """Answer the .tlog-proof of a leaf under the latest published checkpoint."""
    head = log_head()
    if head is None or not 0 <= index < head.size:
        raise Http404
    response = HttpResponse(entry_proof(index, head), content_type="text/plain; charset=utf-8")
    return _public(response)


def _row(change: Change) -> FeedRow:
    return FeedRow(
        index=change.index,
        procedure=change.procedure,
        event=change.event,
        at=change.at,
        digest=change.digest,
    )


def _views(request: HttpRequest, procedure: str) -> tuple[ProcedureView, ...]:
    views = views_of(public_history(house(), procedure), request.build_absolute_uri("/log"))
    if not views:
        raise NotPublicError(procedure)
    return views


def _publisher(request: HttpRequest) -> Publisher:
    return Publisher(
        name=house().origin,
        prefix=settings.OCID_PREFIX,
        uri=request.build_absolute_uri("/"),
    )


def _ocds(package: dict[str, Any]) -> HttpResponse:
    return _public(HttpResponse(encode(package), content_type=_JSON))


def _public(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = _BRIEFLY
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
