"""Experts: the operator's register, and how a draw names its people without naming them.

A candidate's salt is an HMAC under the store key: whoever has the register and not the key learns
nothing from a draw, and the exchange needs to keep no table of who is who.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from poletai.core.basics.problem import Problem
from poletai.core.draws.spec import blinded
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House
from poletai.exchange.models import Expert, Organisation, Site

_PERSON, _BODY = "draw-person", "draw-body"


class ExpertEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One expert as a register file has it."""

    id: str
    name: str
    organisation: str
    specialties: list[str]
    related: list[str] = []
    region: str = ""
    site: str = ""
    active: bool = True


class SiteEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One site as a register file has it."""

    id: str
    title: str
    seats: int
    region: str = ""


class RegisterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a register file holds: experts, and the sites where they sit."""

    experts: list[ExpertEntry] = []
    sites: list[SiteEntry] = []


def import_experts(value: Any, at: datetime) -> dict[str, int]:
    """Put experts and sites into the register, over those of the same id, all or none.

    Raises ProblemsError for a file of another shape, naming the place.
    """
    try:
        file = msgspec.convert(value, RegisterFile)
    except msgspec.ValidationError as problem:
        raise ProblemsError((_problem("experts", str(problem)),)) from problem
    if problems := tuple(_problems(file)):
        raise ProblemsError(problems)
    with transaction.atomic():
        for site in file.sites:
            Site.objects.update_or_create(id=site.id, defaults=_fields(site))
        for expert in file.experts:
            defaults = {**_fields(expert), "since": at}
            Expert.objects.update_or_create(id=expert.id, defaults=defaults)
    return {"experts": len(file.experts), "sites": len(file.sites)}


def experts_listed(specialty: str = "") -> list[dict[str, Any]]:
    """List the register's active experts, of one specialty if it is named."""
    rows = Expert.objects.filter(active=True).order_by("id")
    return [_shown(row) for row in rows if not specialty or specialty in row.specialties]


def candidates_for(
    house: House, about: Sequence[str], groups: Iterable[str]
) -> list[dict[str, Any]]:
    """Return the blinded candidates for a draw of these specialties, in the order of their ids."""
    wanted = set(groups)
    found = [
        {
            "candidate": candidate_id(house, about, row.id),
            "groups": sorted(wanted & set(row.specialties)),
            "organisation": body_id(house, about, row.organisation),
        }
        for row in Expert.objects.filter(active=True)
        if wanted & set(row.specialties)
    ]
    return sorted(found, key=lambda one: str(one["candidate"]))


def excluded_for(
    house: House, about: Sequence[str], exclusions: Iterable[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Blind whom a draw leaves out: an expert by id, a body by id or name.

    Raises ProblemsError for somebody no register knows, who would be left out in vain.
    """
    found: list[dict[str, str]] = []
    problems: list[Problem] = []
    for i, one in enumerate(exclusions):
        blind = _blind(house, about, one["who"])
        if blind is None:
            where = f"exclusions-{i}-who"
            problems.append(_problem(where, f"{one['who']!r} is no expert and no body here"))
        else:
            found.append({"excluded": blind, "reason": one["reason"]})
    if problems:
        raise ProblemsError(tuple(problems))
    return found


def _blind(house: House, about: Sequence[str], who: str) -> str | None:
    if Expert.objects.filter(id=who).exists():
        return candidate_id(house, about, who)
    known = Expert.objects.filter(organisation=who).exists()
    if known or Organisation.objects.filter(id=who).exists():
        return body_id(house, about, who)
    return None


def unblinded(house: House, about: Sequence[str], candidates: Iterable[str]) -> dict[str, Expert]:
    """Return who these candidates are; only the holder of the store key can."""
    wanted = set(candidates)
    named = ((candidate_id(house, about, row.id), row) for row in Expert.objects.all())
    return {candidate: row for candidate, row in named if candidate in wanted}


def salt_of(house: House, about: Sequence[str], expert: str) -> str:
    """Return the salt that blinds an expert in one draw, in hex."""
    return house.store.key.link(_PERSON, *about, expert)


def candidate_id(house: House, about: Sequence[str], expert: str) -> str:
    """Return SHA256(salt || id), the id of a candidate in one draw."""
    return blinded(bytes.fromhex(salt_of(house, about, expert)), expert)


def body_id(house: House, about: Sequence[str], organisation: str) -> str:
    """Return the blinded id of a body in one draw: the same for all its people."""
    salt = bytes.fromhex(house.store.key.link(_BODY, *about))
    return blinded(salt, organisation)


def _fields(entry: ExpertEntry | SiteEntry) -> dict[str, Any]:
    return {n: value for n, value in msgspec.structs.asdict(entry).items() if n != "id"}


def _shown(row: Expert) -> dict[str, Any]:
    names = ("id", "name", "organisation", "specialties", "related", "region", "site")
    return {name: getattr(row, name) for name in names}


def _problems(file: RegisterFile) -> Iterable[Problem]:
    for i, expert in enumerate(file.experts):
        if not (expert.id and expert.name and expert.specialties):
            yield _problem(f"experts.{i}", "needs an id, a name and at least one specialty")
        for group in expert.specialties:
            if not group.isascii() or not group:
                message = f"{group!r} is no code of a specialty: write A08, not its name"
                yield _problem(f"experts.{i}.specialties", message)
    for i, site in enumerate(file.sites):
        if not site.id or site.seats < 1:
            yield _problem(f"sites.{i}", "needs an id and at least one seat")


def _problem(where: str, message: str) -> Problem:
    return Problem(code="expert", where=where, message=message)
