"""Uploads: documents sent with a form, kept at once so that no mistake loses them."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from poletai.core.basics.problem import Problem
from poletai.core.procedures.definition import Move
from poletai.core.procedures.shapes import DocumentShape
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.services.documents import publish_document
from poletai.portal.forms.field import Kept
from poletai.portal.frame import the_house

Uploads = tuple[Mapping[str, tuple[Kept, ...]], tuple[Problem, ...]]


def kept_documents(request: HttpRequest, move: Move, procedure: str, actor: Actor) -> Uploads:
    """Keep what was sent for each documents field, beside what the form had kept before."""
    kept: dict[str, tuple[Kept, ...]] = {}
    problems: list[Problem] = []
    for name in (name for name, kind in move.asks.items() if kind == "documents"):
        new: list[Kept] = []
        for file in request.FILES.getlist(name):
            try:
                new.append(_published(actor, procedure, file))
            except ProblemsError as wrong:
                problems += [_at(name, p) for p in wrong.problems if isinstance(p, Problem)]
        kept[name] = (*_kept_before(request, name), *new)
    return kept, tuple(problems)


def _published(actor: Actor, procedure: str, file: "UploadedFile[bytes]") -> Kept:
    media = file.content_type or "application/octet-stream"
    title = str(file.name)
    return _kept(publish_document(the_house(), actor, procedure, title, media, file.read()))


def _kept_before(request: HttpRequest, name: str) -> tuple[Kept, ...]:
    kept = []
    for text in request.POST.getlist(f"{name}-kept"):
        try:
            shape = msgspec.json.decode(text.encode(), type=DocumentShape, strict=True)
        except msgspec.DecodeError:
            continue
        kept.append(_kept(msgspec.to_builtins(shape)))
    return tuple(kept)


def _kept(document: dict[str, Any]) -> Kept:
    written = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return Kept(document["title"], document["len"], document["sha256"], written)


def _at(name: str, problem: Problem) -> Problem:
    return Problem(code=problem.code, where=name, message=problem.message)
