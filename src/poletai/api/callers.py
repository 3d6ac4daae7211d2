"""Callers: who asks, by a bearer token or by a signed-in session, and in which role."""

from typing import Any

from django.http import HttpRequest
from ninja.errors import AuthenticationError, HttpError
from ninja.security import HttpBearer, SessionAuth
from ninja.utils import check_csrf

from poletai.exchange.accounts import actor_for, is_person
from poletai.exchange.actors import Actor
from poletai.exchange.house import house
from poletai.exchange.tokens import find_token

# Which of several roles a signed-in person acts in; without it, the first one held.
ROLE_HEADER = "Poletai-Role"
_HARMLESS = ("GET", "HEAD", "OPTIONS")


class TokenAuth(HttpBearer):
    """`Authorization: Bearer <token>`, for programs."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return the actor a token stands for; one that does not hold is never overlooked."""
        found = find_token(token, house().clock())
        if found is None:
            raise AuthenticationError
        return actor_for(found, request.headers.get(ROLE_HEADER, ""))


class SeatAuth(SessionAuth):
    """The session of a person signed in on the site; writes need its CSRF token too."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Return the actor who is signed in; None where nobody is."""
        if not is_person(request.user):
            return None
        if request.method not in _HARMLESS and check_csrf(request):
            raise HttpError(403, "the form is too old or came from elsewhere: load the page again")
        return actor_for(request.user, request.headers.get(ROLE_HEADER, ""))


def _anyone(_request: HttpRequest) -> str:
    return "public"


SIGNED_IN: list[Any] = [TokenAuth(), SeatAuth(csrf=False)]
# Reads are open to all; who signs in may see more.
ANYONE: list[Any] = [*SIGNED_IN, _anyone]


def caller(request: HttpRequest) -> Actor | None:
    """Return who asks; None where it is the public."""
    found = getattr(request, "auth", None)
    return found if isinstance(found, Actor) else None


def signed_in(request: HttpRequest) -> Actor:
    """Return who asks, at addresses that let nobody else in."""
    found = caller(request)
    if found is None:
        raise AuthenticationError
    return found
