"""Accounts: the organisations and people who act here, and the actor each of them is."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TypeGuard

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from poletai.core.basics.identity import clean_code, uscc_problems
from poletai.core.basics.problem import Problem
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError, WrongRoleError
from poletai.exchange.models import ApiToken, Organisation, User

# Every role a body or person may hold here; "clock" is nobody's.
ROLES = (
    "principal",
    "agency",
    "bidder",
    "evaluator",
    "custodian",
    "regulator",
    "operator",
    "witness",
)
_LONGEST_ID, _LONGEST_NAME = 32, 200


def add_organisation(
    name: str,
    roles: Sequence[str],
    at: datetime,
    *,
    identity: str = "",
    name_en: str = "",
    uscc: str = "",
) -> tuple[Organisation, tuple[Problem, ...]]:
    """Register a body; returns it with warnings, such as a credit code's wrong check digit.

    Raises ProblemsError listing everything that keeps it from being registered.
    """
    code = clean_code(uscc)
    found = uscc_problems(code, where="uscc") if code else ()
    warnings = tuple(problem for problem in found if problem.force == "warning")
    identity = identity or code or secrets.token_hex(8)
    problems = (
        *(problem for problem in found if problem.force != "warning"),
        *_role_problems(roles),
        *_text_problems("name", name, _LONGEST_NAME),
        *_text_problems("id", identity, _LONGEST_ID),
        *_taken("id", Organisation.objects.filter(id=identity).exists()),
        *_taken("uscc", bool(code) and Organisation.objects.filter(uscc=code).exists()),
    )
    if problems:
        raise ProblemsError(problems)
    body = Organisation.objects.create(
        id=identity,
        name=name,
        name_en=name_en,
        uscc=code or None,
        roles=sorted(set(roles)),
        since=at,
    )
    return body, warnings


def bodies_with(role: str) -> tuple[Organisation, ...]:
    """List the bodies that hold a role, by name."""
    found = Organisation.objects.filter(roles__contains=[role]).order_by("name")
    return tuple(found)


def add_user(username: str, password: str, organisation: str, roles: Sequence[str]) -> User:
    """Give a person a seat in a body, with some of that body's roles; the first is the usual one.

    Raises ProblemsError listing everything that is wrong, a weak password included.
    """
    body = Organisation.objects.filter(id=organisation).first()
    user = User(username=username, organisation=body, roles=list(dict.fromkeys(roles)))
    problems = (
        *_role_problems(roles),
        *_text_problems("username", username, 64),
        *_password_problems(user, password),
        *_seat_problems(body, organisation, roles),
        *_taken("username", User.objects.filter(username=username).exists()),
    )
    if problems:
        raise ProblemsError(problems)
    user.set_password(password)
    with transaction.atomic():
        user.save()
    return user


def sign_in(username: str, password: str) -> User | None:
    """Return the person whose name and password these are; None where they are nobody's."""
    user = authenticate(username=username, password=password)
    return user if isinstance(user, User) and user.organisation_id else None


def is_person(user: object) -> TypeGuard[User]:
    """Say whether a request's user is somebody who signed in."""
    return isinstance(user, User) and user.is_active


def actor_for(holder: User | ApiToken, role: str = "") -> Actor:
    """Return the actor a person or a token is, in `role` or in the first role held.

    Events name evaluators by their person and everybody else by their body. Raises WrongRoleError
    for a role that is not held.
    """
    held = [holder.role] if isinstance(holder, ApiToken) else list(holder.roles)
    if not held or (role and role not in held) or not holder.organisation_id:
        raise WrongRoleError(role or "any", tuple(held))
    acting = role or held[0]
    if isinstance(holder, ApiToken):
        return Actor(acting, holder.organisation_id, holder.person)
    person = holder.username if acting == "evaluator" else ""
    return Actor(acting, holder.organisation_id, person)


def _role_problems(roles: Sequence[str]) -> list[Problem]:
    choose = f"choose from {', '.join(ROLES)}"
    if not roles:
        return [_problem("roles", f"none is given: {choose}")]
    return [
        _problem("roles", f"{role!r} is no role here: {choose}")
        for role in roles
        if role not in ROLES
    ]


def _text_problems(where: str, text: str, longest: int) -> list[Problem]:
    if text.strip() and len(text) <= longest and text.isprintable():
        return []
    return [_problem(where, f"takes 1 to {longest} printable characters, not {len(text)}")]


def _taken(where: str, taken: object) -> list[Problem]:
    return [_problem(where, "belongs to somebody already: choose another")] if taken else []


def _seat_problems(
    body: Organisation | None, organisation: str, roles: Sequence[str]
) -> list[Problem]:
    if body is None:
        return [_problem("organisation", f"{organisation!r} is not registered: register it first")]
    return [
        _problem("roles", f"{role!r} is not a role of {body.name}")
        for role in roles
        if role in ROLES and role not in body.roles
    ]


def _password_problems(user: User, password: str) -> list[Problem]:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        return [_problem("password", " ".join(problem.messages))]
    return []


def _problem(where: str, message: str) -> Problem:
    return Problem(code=f"account-{where}", where=where, message=f"{where}: {message}")
