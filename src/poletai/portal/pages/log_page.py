"""The public log: its latest checkpoint, the witnesses that saw it, and the proof of any entry."""

import json
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from poletai.exchange.read_models.public_log import (
    LogEntry,
    LogHead,
    entry_proof,
    log_entry,
    log_head,
)
from poletai.portal.frame import show, the_house
from poletai.portal.words.texts import title_of_event

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of the list under the title of its event; a blinded one has none."""

    entry: LogEntry
    title: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """What the log page shows; `latest` are its newest entries, the newest first."""

    head: LogHead | None
    latest: tuple[EntryLine, ...]
    address: str
    asked: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What the page of one entry shows; `pretty` is its event laid out, empty for a blinded one."""

    head: LogHead
    entry: LogEntry
    title: str
    pretty: str
    proof: str
    address: str


@require_safe
def log_page(request: HttpRequest) -> HttpResponse:
    """Show the log's head; with `?index=` go to that entry."""
    asked, head = request.GET.get("index", "").strip(), log_head()
    if head and asked.isdecimal() and int(asked) < head.size:
        return redirect("log-entry", int(asked))
    latest = _latest(head) if head else ()
    page = LogPage(head, latest, _address(request), asked, missing=bool(asked))
    return show(request, "log_page", page, section="log-page")


@require_safe
def entry_page(request: HttpRequest, index: int) -> HttpResponse:
    """Show one entry with its inclusion proof."""
    head, entry = _entry(index)
    pretty = "" if entry.event is None else json.dumps(entry.event, ensure_ascii=False, indent=2)
    page = EntryPage(
        head, entry, _title(entry), pretty, entry_proof(index, head), _address(request)
    )
    return show(request, "log_entry", page, section="log-page")


@require_safe
def proof_file(_request: HttpRequest, index: int) -> HttpResponse:
    """Answer with the proof of an entry as its .tlog-proof file."""
    head, _found = _entry(index)
    response = HttpResponse(entry_proof(index, head), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{index}.tlog-proof"'
    return response


def _latest(head: LogHead) -> tuple[EntryLine, ...]:
    indexes = range(head.size - 1, max(-1, head.size - 1 - _SHOWN), -1)
    found = (log_entry(index, head) for index in indexes)
    return tuple(EntryLine(entry, _title(entry)) for entry in found if entry is not None)


def _title(entry: LogEntry) -> str:
    if entry.event is None:
        return ""
    return title_of_event(the_house().library.definitions.values(), entry.event["name"])


def _entry(index: int) -> tuple[LogHead, LogEntry]:
    head = log_head()
    entry = None if head is None else log_entry(index, head)
    if head is None or entry is None:
        raise Http404
    return head, entry


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri("/log/")
