"""The custodian's answers about draws: whether a contribution opens, and its shares once closed.

A draw is opened when its closing stands under a checkpoint the witnesses cosigned, so that nobody
can choose a contribution after seeing another.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.core.basics.problem import Problem, Refusal
from poletai.ledger.checkpoint import Checkpoint
from poletai.ledger.policy import Policy
from poletai.ledger.source import Source
from poletai.sealing.contributions import Contribution, complete, open_draw_share
from poletai.sealing.custodian.folder import LotKey
from poletai.sealing.draw_opening import contributions_of
from poletai.sealing.draw_release import (
    KIND,
    DrawRelease,
    ReleasedDrawShare,
    sign_draw_release,
)
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.gather import read_blob, read_events
from poletai.sealing.keyset import Keyset, inspect_keyset
from poletai.sealing.log_walk import read_entries, read_prefix, roots_at
from poletai.sealing.lot_terms import (
    Deeds,
    LoggedEvent,
    pinned_definition,
    read_deeds,
    read_lot_terms,
)
from poletai.sealing.release_checks import check_current, refuse


class DrawLog(msgspec.Struct, frozen=True, kw_only=True):
    """What the log says of one procedure up to a cosigned checkpoint, with its note."""

    note: str
    events: tuple[LoggedEvent, ...]
    deeds: Deeds

    def of(self, draw: str, *deeds: str) -> list[LoggedEvent]:
        """List the events about a draw that do one of these."""
        return [
            event
            for event in self.events
            if event.data.get("draw") == draw and self.deeds.get(event.name, set()) & set(deeds)
        ]


def read_draw_log(
    source: Source, policy: Policy, key: LotKey, last_seen: Checkpoint | None
) -> DrawLog | Refusal:
    """Read the procedure's events from the log; nothing is believed but what the quorum cosigned.

    Raises LedgerError where something is missing or malformed.
    """
    note = source("log/checkpoint").decode()
    cosigned = check_current(policy, note)
    if isinstance(cosigned, Refusal):
        return cosigned
    current = cosigned.checkpoint
    if last_seen and last_seen.size > current.size:
        return refuse("log-rewritten", f"{last_seen.size} entries were there already")
    log = _below(source)
    start = min(key.start, current.size)
    entries = read_entries(log, start, current.size)
    seen = (current, last_seen) if last_seen else (current,)
    roots = roots_at(read_prefix(log, start, current.size), entries, {one.size for one in seen})
    if any(roots.get(one.size) != one.root for one in seen):
        return refuse("log-rewritten", "the entries do not lead to the roots cosigned")
    events = read_events(log, key.procedure, start, entries)
    try:
        deeds = read_deeds(read_blob(log, pinned_definition(events)))
    except BadSealingInputError as problem:
        return refuse("terms-unclear", str(problem))
    return DrawLog(note=note, events=events, deeds=deeds)


def check_contribution(
    keyset: Keyset, draw_hash: str, contribution: Contribution, number: int, key: LotKey
) -> tuple[Problem, ...]:
    """Return what a custodian finds wrong with its share of a contribution."""
    problems = inspect_keyset(keyset)
    if problems or not complete(keyset, contribution):
        return problems or (_problem("has not one share for each custodian of the lot"),)
    opened = open_draw_share(keyset, draw_hash, contribution, number, key.private)
    return () if opened else (_problem("holds a share that cannot be opened: seal it anew"),)


def draw_release(
    log: DrawLog, key: LotKey, draw: str, custodian: str, identity: Ed25519PrivateKey
) -> DrawRelease | Refusal:
    """Return this custodian's shares of every contribution to a draw that is closed for good."""
    closing = closing_of(log, draw)
    if isinstance(closing, Refusal):
        return closing
    try:
        keyset = read_lot_terms(log.events, log.deeds, key.lot).keyset
        made = contributions_of(draw, _before(log, draw, closing))
    except BadSealingInputError as problem:
        return refuse("terms-unclear", str(problem))
    number = next((one.i for one in keyset.custodians if one.id == custodian), None)
    if number is None or inspect_keyset(keyset):
        return refuse("wrong-keyset", "this custodian's key for the lot is not in its keyset")
    draw_hash = str(log.of(draw, "order-draw", "order-values")[0].data.get("draw_hash"))
    unsigned = DrawRelease(
        t=KIND,
        procedure=key.procedure,
        lot=key.lot,
        draw_hash=draw_hash,
        closing=closing.leaf,
        custodian=number,
        shares=tuple(
            ReleasedDrawShare(
                one.contributor,
                open_draw_share(keyset, draw_hash, one, number, key.private) or "",
            )
            for one in made
        ),
        sig="",
    )
    return sign_draw_release(unsigned, identity)


def closing_of(log: DrawLog, draw: str) -> LoggedEvent | Refusal:
    """Return the one event that closed a draw ordered once and not void, or why there is none."""
    ordered, closed = log.of(draw, "order-draw", "order-values"), log.of(draw, "close-draw")
    if len(ordered) != 1 or log.of(draw, "void-draw"):
        return refuse("draw-unclear", f"{draw} was not ordered exactly once, or is void")
    if len(closed) != 1 or closed[0].index < ordered[0].index:
        return refuse("draw-not-closed", f"the log does not close {draw} exactly once")
    return closed[0]


def _before(log: DrawLog, draw: str, closing: LoggedEvent) -> Sequence[Mapping[str, Any]]:
    made = log.of(draw, "contribute")
    return [event.data for event in made if event.index < closing.index]


def _below(source: Source) -> Source:
    return lambda path: source(f"log/{path}")


def _problem(message: str) -> Problem:
    return Problem(code="contribution", where="contribution", message=message)
