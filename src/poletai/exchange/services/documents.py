"""Documents: files a procedure's events name by hash, kept as public blobs of the log."""

from typing import Any

from poletai.core.basics.problem import Problem
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House
from poletai.exchange.models import Document

LARGEST_DOCUMENT = 8 * 1024 * 1024
_LONGEST_TITLE = 400


def publish_document(
    house: House, actor: Actor, procedure: str, title: str, media: str, data: bytes
) -> dict[str, Any]:
    """Keep a document and return what a move's `documents` field says of it.

    Anyone who has its hash can read it from then on. Raises ProblemsError for an empty or too
    large file and for a title that is missing or too long.
    """
    problems = tuple(_problems(title, data))
    if problems:
        raise ProblemsError(problems)
    blob = house.store.blobs.put(data)
    Document.objects.get_or_create(
        sha256=blob["sha256"],
        defaults={
            "title": title,
            "media": media,
            "length": blob["len"],
            "owner_id": actor.organisation,
            "procedure": procedure,
            "since": house.clock(),
        },
    )
    return {"title": title, "sha256": blob["sha256"], "len": blob["len"], "media": media}


def _problems(title: str, data: bytes) -> list[Problem]:
    found = []
    if not title.strip() or len(title) > _LONGEST_TITLE:
        message = f"title: must be given, with at most {_LONGEST_TITLE} characters"
        found.append(Problem(code="document-title", where="title", message=message))
    if not 0 < len(data) <= LARGEST_DOCUMENT:
        message = f"file: has {len(data)} bytes; send 1 to {LARGEST_DOCUMENT}"
        found.append(Problem(code="document-size", where="file", message=message))
    return found
