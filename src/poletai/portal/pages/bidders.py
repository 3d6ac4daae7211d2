"""Bidders alone: what their browsers ask is answered to them, and said as their client reads it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse

from poletai.core.basics.problem import Problem
from poletai.exchange.errors import NotTakenError, ProblemsError
from poletai.portal.people import actor_as

Answering = Callable[..., HttpResponse]


def for_bidders(answer: Answering) -> Answering:
    """Let only bidders ask, and answer what goes wrong as the browser's client reads it."""

    @wraps(answer)
    def asked(request: HttpRequest, procedure: str, lot: str, **place: Any) -> HttpResponse:
        actor = actor_as(request, "bidder")
        if actor is None:
            return JsonResponse({"reason": "sign in as a bidder"}, status=403)
        try:
            return answer(request, actor, procedure, lot, **place)
        except ProblemsError as wrong:
            found = [p for p in wrong.problems if isinstance(p, Problem)]
            return JsonResponse({"problems": msgspec.to_builtins(found)}, status=422)
        except NotTakenError as busy:
            return JsonResponse({"reason": str(busy)}, status=503)

    return asked
