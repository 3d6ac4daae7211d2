"""API tokens: keys that programs act by, shown once and kept as hashes only."""

import hashlib
import secrets
from datetime import datetime

from poletai.core.basics.problem import Problem
from poletai.exchange.errors import ProblemsError
from poletai.exchange.models import ApiToken, Organisation
from poletai.exchange.trades import raw_cursor

_FIND = b"""
SELECT id, sha256, organisation_id, role, person, label, since, until
FROM exchange_apitoken WHERE sha256 = %s
"""
# Says what it is wherever it leaks to, so that scanners of code and logs find it.
PREFIX = "poletai_"
_RANDOM_BYTES = 32


def new_token(
    organisation: str,
    role: str,
    label: str,
    at: datetime,
    *,
    person: str = "",
    until: datetime | None = None,
) -> str:
    """Make a token for a role of a body and return its text, which nobody can show again.

    `person` is who acts by it where the law looks at the person: an evaluator's seat, a
    custodian's key. Raises ProblemsError.
    """
    body = Organisation.objects.filter(id=organisation).first()
    if body is None:
        message = f"organisation: {organisation!r} is not registered: register it first"
        raise ProblemsError((Problem(code="token-body", where="organisation", message=message),))
    if role not in body.roles:
        message = f"role: {role!r} is not a role of {body.name}: {', '.join(body.roles)}"
        raise ProblemsError((Problem(code="token-role", where="role", message=message),))
    text = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    ApiToken.objects.create(
        sha256=token_hash(text),
        organisation=body,
        role=role,
        person=person,
        label=label[:100],
        since=at,
        until=until,
    )
    return text


def find_token(text: str, at: datetime) -> ApiToken | None:
    """Return the token with this text, if it still holds at this time."""
    # Asked with every request of every program: plain SQL, planned once a connection.
    row = raw_cursor().execute(_FIND, [token_hash(text)]).fetchone()
    found = ApiToken(*row) if row else None
    if found is None or (found.until is not None and at >= found.until):
        return None
    return found


def end_tokens(organisation: str, label: str, at: datetime) -> int:
    """End every token of a body with this label; returns how many still held."""
    held = ApiToken.objects.filter(organisation_id=organisation, label=label)
    return held.exclude(until__lte=at).update(until=at)


def token_hash(text: str) -> str:
    """Return what is kept of a token: it is random enough that a plain hash hides it."""
    return hashlib.sha256(text.encode()).hexdigest()
