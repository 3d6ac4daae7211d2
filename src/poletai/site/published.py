"""The published log over HTTP: files of one folder, immutable where the format says so."""

import re
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

_FOREVER = "public, max-age=31536000, immutable"
_BRIEFLY = "public, max-age=1"
_TEXT = "text/plain; charset=utf-8"
_BYTES = "application/octet-stream"

# (path below /log/, content type, cache rule); what matches none of these is not published.
_FILES: Final = (
    (re.compile(r"checkpoint"), _TEXT, _BRIEFLY),
    (re.compile(r"policy"), _TEXT, _BRIEFLY),
    (
        re.compile(r"tile/(\d|[1-5]\d|6[0-3]|entries)/(x\d{3}/)*\d{3}(\.p/\d{1,3})?"),
        _BYTES,
        _FOREVER,
    ),
    (re.compile(r"blob/[0-9a-f]{64}"), _BYTES, _FOREVER),
)


@require_safe
def published(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with one published file; anyone may read it from any page."""
    for pattern, kind, cache in _FILES:
        if pattern.fullmatch(path):
            return _file(Path(settings.LOG_FOLDER) / path, kind, cache)
    raise Http404


def _file(file: Path, kind: str, cache: str) -> HttpResponseBase:
    try:
        body = file.open("rb")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as problem:
        raise Http404 from problem
    response: HttpResponse | FileResponse = FileResponse(body, content_type=kind)
    response.headers["Cache-Control"] = cache
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
