"""Faults: every exception a request to the API may end in becomes an answer with a code."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from poletai.api.answers import error, problems
from poletai.core.basics.errors import NotCanonicalError
from poletai.core.basics.problem import Problem
from poletai.core.procedures.errors import UnknownDefinitionError
from poletai.exchange.errors import (
    CustodianError,
    NoSuchProcedureError,
    NotTakenError,
    ProblemsError,
    WrongRoleError,
)
from poletai.hub.errors import NotPublicError
from poletai.ledger.errors import MissingError

_log = logging.getLogger("poletai.api")
_SOON = "1"
_STATUSES: dict[type[Exception], HTTPStatus] = {
    NoSuchProcedureError: HTTPStatus.NOT_FOUND,
    NotPublicError: HTTPStatus.NOT_FOUND,
    MissingError: HTTPStatus.NOT_FOUND,
    UnknownDefinitionError: HTTPStatus.NOT_FOUND,
    WrongRoleError: HTTPStatus.FORBIDDEN,
    NotTakenError: HTTPStatus.SERVICE_UNAVAILABLE,
    CustodianError: HTTPStatus.SERVICE_UNAVAILABLE,
}


def handle_faults(api: NinjaAPI) -> None:
    """Teach the API what to answer to each exception."""
    for kind, status in _STATUSES.items():
        api.add_exception_handler(kind, _told(status))
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        ProblemsError: _problems,
        ValidationError: _misshapen,
        NotCanonicalError: _not_canonical,
        RequestDataTooBig: _too_large,
        Http404: _not_found,
        AuthenticationError: _not_signed_in,
        HttpError: _http,
        Exception: _broken,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _told(status: HTTPStatus) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handle(_request: HttpRequest, problem: Any) -> HttpResponse:
        message = str(problem.args[0]) if problem.args else str(problem)
        response = error(problem.code, message, status)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = _SOON
        return response

    return handle


def _problems(_request: HttpRequest, problem: ProblemsError) -> HttpResponse:
    return problems(problem.problems)


def _misshapen(_request: HttpRequest, problem: ValidationError) -> HttpResponse:
    return problems([_problem(each) for each in problem.errors])


def _problem(each: dict[str, Any]) -> Problem:
    # What was sent is not repeated: it may be what nobody should read in a log of errors.
    where = ".".join(str(step) for step in each["loc"][1:] if step != "sent") or "body"
    return Problem(code="request-shape", where=where, message=f"{where}: {each['msg']}")


def _not_canonical(_request: HttpRequest, problem: NotCanonicalError) -> HttpResponse:
    return problems([Problem(code="not-canonical", where="fields", message=str(problem))])


def _too_large(_request: HttpRequest, _problem: RequestDataTooBig) -> HttpResponse:
    message = "more than 8 MiB in one request: send it in parts"
    return error("too-large", message, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _not_found(_request: HttpRequest, _problem: Http404) -> HttpResponse:
    return error("not-found", "nothing is at this address", HTTPStatus.NOT_FOUND)


def _not_signed_in(_request: HttpRequest, _problem: AuthenticationError) -> HttpResponse:
    message = "sign in, or send a token that holds: Authorization: Bearer poletai_..."
    response = error("not-signed-in", message, HTTPStatus.UNAUTHORIZED)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _http(_request: HttpRequest, problem: HttpError) -> HttpResponse:
    if isinstance(problem.__cause__, RequestDataTooBig):
        return _too_large(_request, problem.__cause__)
    if problem.status_code == HTTPStatus.BAD_REQUEST:
        message = "the body is not JSON in UTF-8"
        return problems([Problem(code="not-json", where="body", message=message)])
    code = HTTPStatus(problem.status_code).phrase.lower().replace(" ", "-")
    return error(code, problem.message, problem.status_code)


def _broken(_request: HttpRequest, problem: Exception) -> HttpResponse:
    _log.error("a request broke the machine", exc_info=problem)
    message = "this is our fault, not yours; nothing was half-written"
    return error("broken", message, HTTPStatus.INTERNAL_SERVER_ERROR)
