"""Answers: values of the exchange written as JSON, each error with a stable code."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpResponse

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.library import Library

_JSON = "application/json; charset=utf-8"
_FIELDS_WRONG = "fields-wrong"


def answer(value: Any, status: int = HTTPStatus.OK) -> HttpResponse:
    """Write a value as JSON; whose it is depends on the caller, so no cache keeps it."""
    response = HttpResponse(msgspec.json.encode(value), content_type=_JSON, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def refused(library: Library, refusal: Refusal) -> HttpResponse:
    """Write a refusal with its article: 409, or 422 where only the fields are wrong."""
    if refusal.code == _FIELDS_WRONG:
        return answer(
            {
                "code": "problems",
                "move": refusal.move,
                "law": refusal.law,
                "problems": refusal.details["problems"],
            },
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    body = {**msgspec.to_builtins(refusal), "article": article_of(library, refusal.law)}
    return answer(body, HTTPStatus.CONFLICT)


def article_of(library: Library, law: str) -> dict[str, Any] | None:
    """Return the article a citation names, in both languages; None where none is cited."""
    article = library.articles.get(law)
    return None if article is None else msgspec.to_builtins(article)


def problems(found: Sequence[Problem | object]) -> HttpResponse:
    """Write everything wrong with what was sent."""
    body = {"code": "problems", "problems": msgspec.to_builtins(list(found))}
    return answer(body, HTTPStatus.UNPROCESSABLE_ENTITY)


def error(code: str, message: str, status: int) -> HttpResponse:
    """Write an error that is no refusal and has no list of problems."""
    return answer({"code": code, "message": message}, status)
