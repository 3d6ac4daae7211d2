"""People: who is signed in, and which actors they may be."""

from django.http import HttpRequest

from poletai.exchange.accounts import actor_for
from poletai.exchange.actors import Actor


def actors(request: HttpRequest) -> tuple[Actor, ...]:
    """Return the actor of each role the reader holds, the usual one first; none for a stranger."""
    user = request.user
    if not user.is_authenticated or not user.organisation_id:
        return ()
    return tuple(actor_for(user, role) for role in user.roles)


def actor_as(request: HttpRequest, *roles: str) -> Actor | None:
    """Return the reader in the first of these roles they hold; None where they hold none."""
    return next((actor for actor in actors(request) if actor.role in roles), None)
