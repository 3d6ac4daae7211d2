"""Timers: what the worker does for procedures nobody is asking about just now.

Each step takes its work with SKIP LOCKED, so that two workers share it, and returns how much it
did. A late worker changes nothing but latency: events are dated when they were due.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import close_old_connections, transaction
from django.db.models import F

from poletai.core.basics.problem import Refusal
from poletai.exchange.errors import ExchangeError
from poletai.exchange.house import house
from poletai.exchange.models import BidLink, Procedure, Task
from poletai.exchange.services import close_lot
from poletai.exchange.services.check_shares import check_shares
from poletai.exchange.services.make_move import tick
from poletai.ledger.errors import LedgerError

_log = logging.getLogger("poletai.timers")
_MOST = 50
_FIRST_WAIT, _LONGEST_WAIT = 0.3, 60.0
_WORK: Mapping[str, Callable[..., close_lot.Answer]] = {
    "list": close_lot.list_bids,
    "release": close_lot.gather_releases,
    "open": close_lot.open_lot,
}


def due_moves() -> int:
    """Apply the clock moves of procedures whose time has come."""
    close_old_connections()
    now = house().clock()
    due = Procedure.objects.filter(due_at__lte=now).order_by("due_at")
    done = 0
    for procedure in list(due.values_list("id", flat=True)[:_MOST]):
        done += _ticked(procedure)
    return done


def _ticked(procedure: str) -> int:
    with transaction.atomic():
        free = Procedure.objects.select_for_update(skip_locked=True).filter(id=procedure)
        return tick(house(), procedure) if free.exists() else 0


def lot_tasks() -> int:
    """List, gather shares for and open the lots that wait for it."""
    close_old_connections()
    done = 0
    for identity in list(
        Task.objects.filter(after__lte=house().clock())
        .order_by("after")
        .values_list("id", flat=True)
    )[:_MOST]:
        done += _worked(identity)
    return done


def _worked(identity: int) -> int:
    with transaction.atomic():
        task = Task.objects.select_for_update(skip_locked=True).filter(id=identity).first()
        if task is None:
            return 0
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(task.tries, 10))
        # Taken for as long as it may run; whoever dies with it leaves it to the next worker.
        task.after = house().clock() + timedelta(seconds=wait)
        task.tries = F("tries") + 1
        task.save()
    return _tried(task)


def _tried(task: Task) -> int:
    try:
        answer = _WORK[task.kind](house(), task.procedure, task.lot)
    except (ExchangeError, LedgerError) as problem:
        _note(task, f"{getattr(problem, 'code', 'error')}: {problem}")
        return 0
    if isinstance(answer, Refusal):
        _note(task, f"{answer.code}: {answer.reason}")
        return 0
    return 0 if answer is None else 1


def _note(task: Task, what: str) -> None:
    _log.warning("%s of lot %s waits: %s", task.kind, task.lot, what)
    Task.objects.filter(id=task.id).update(last_error=what[:300])


def share_checks() -> int:
    """Have custodians check the shares of bids that came since; each bid once it is logged."""
    close_old_connections()
    streams = BidLink.objects.filter(checked=False).values_list("stream", flat=True)[:_MOST]
    return sum(1 for stream in list(streams) if check_shares(house(), stream))
