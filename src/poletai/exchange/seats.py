"""Seats: places at the sites where committees sit, each taken by one member at a time."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection, transaction

from poletai.core.basics.problem import Problem
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House
from poletai.exchange.models import Expert, SeatBooking, Site

# A committee's session; its seats are free again once it is over.
_SESSION = timedelta(hours=8)
_LOCK = 0x506F_6C53


def take_seats(house: House, procedure: str, experts: Sequence[Expert]) -> dict[str, str]:
    """Book a free seat for each expert at the expert's own site; those of no known site need none.

    Raises ProblemsError where a site is full.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        return {expert.id: _book(house, procedure, expert) for expert in experts}


def _book(house: House, procedure: str, expert: Expert) -> str:
    site = Site.objects.filter(id=expert.site).first()
    if site is None:
        return ""
    now = house.clock()
    booked = SeatBooking.objects.filter(site=site.id, since__lte=now, until__gt=now)
    mine = booked.filter(procedure=procedure, member=expert.id).first()
    if mine is not None:
        return mine.seat
    taken = set(booked.values_list("seat", flat=True))
    free = next((str(n) for n in range(1, site.seats + 1) if str(n) not in taken), None)
    if free is None:
        message = f"all {site.seats} seats of {site.title} are taken: seat the committee later"
        raise ProblemsError((Problem(code="no-seat", where="committee", message=message),))
    SeatBooking.objects.create(
        site=site.id,
        seat=free,
        procedure=procedure,
        member=expert.id,
        since=now,
        until=now + _SESSION,
    )
    return free


def keep_seats(house: House, procedure: str, members: Iterable[str]) -> None:
    """Give back the seats of those who no longer sit on the committee of a procedure."""
    now = house.clock()
    booked = SeatBooking.objects.filter(procedure=procedure, until__gt=now)
    booked.exclude(member__in=list(members)).update(until=now)
