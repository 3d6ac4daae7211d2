"""Standings: where a procedure, its lots and its bids stand, folded from their events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from poletai.core.procedures.definition import Move

Facts = Mapping[str, Any]


class BidStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where one bid stands; before closing in its own stream, afterwards inside its lot."""

    bid: str
    state: str
    facts: Facts = {}


class LotStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where one lot stands, with the bids its closing listed."""

    lot: str
    state: str
    facts: Facts = {}
    bids: Mapping[str, BidStanding] = {}


class ApplicantStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where one party stands that asks to take part, or was invited to; named by its body's id."""

    applicant: str
    state: str
    facts: Facts = {}


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a procedure stands: its state, its facts, its lots; `length` events long."""

    procedure: str
    state: str
    at: datetime | None = None
    length: int = 0
    facts: Facts = {}
    lots: Mapping[str, LotStanding] = {}
    applicants: Mapping[str, ApplicantStanding] = {}


class RemedyStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where one objection or complaint stands, in its own stream, as of its last event."""

    remedy: str
    state: str
    at: datetime | None = None
    facts: Facts = {}


TradeSubject = Standing | LotStanding | BidStanding | ApplicantStanding
Subject = TradeSubject | RemedyStanding
SubjectT = TypeVar("SubjectT", bound=Subject)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What a command may see beside its procedure: its own bid, a closing's list, the remedies."""

    bid: BidStanding | None = None
    deposits: tuple[Mapping[str, Any], ...] = ()
    remedies: tuple[RemedyStanding, ...] = ()


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for: a move by name, in a role, with exactly the fields it asks."""

    name: str
    role: str
    actor: str
    fields: Mapping[str, Any] = {}
    lot: str | None = None
    bid: str | None = None
    remedy: str | None = None
    applicant: str | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened: in the past tense, with the time judged and the data it carries."""

    name: str
    of: str
    at: datetime
    role: str
    actor: str
    data: Mapping[str, Any] = {}


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """A condition not yet verified against its official text that did not hold."""

    code: str
    law: str
    reason: str


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a permitted command: its event, its move, and what was advised against.

    `takes_along` is what a remedy does to its procedure: decided with it, appended with it.
    """

    event: Event
    move: Move
    advice: tuple[Advice, ...] = ()
    takes_along: tuple["Decision", ...] = ()


def begin(procedure: str, initial: str) -> Standing:
    """Return the standing of a procedure nothing has happened to."""
    return Standing(procedure=procedure, state=initial)


def subject_of(
    standing: Standing, of: str, lot: str | None, bid: str | None
) -> TradeSubject | None:
    """Find the subject a move of this kind moves; None where there is none of that name."""
    if of == "procedure":
        return standing
    holder = standing.lots.get(lot or "")
    if of == "lot" or holder is None:
        return holder
    return holder.bids.get(bid or "")


def put_lot(standing: Standing, lot: LotStanding) -> Standing:
    """Return the standing with one lot put in place of the one of its name."""
    return msgspec.structs.replace(standing, lots={**standing.lots, lot.lot: lot})


def put_applicant(standing: Standing, applicant: ApplicantStanding) -> Standing:
    """Return the standing with one applicant put in place of the one of its id."""
    known = {**standing.applicants, applicant.applicant: applicant}
    return msgspec.structs.replace(standing, applicants=known)


def put_bid(lot: LotStanding, bid: BidStanding) -> LotStanding:
    """Return the lot with one bid put in place of the one of its name."""
    return msgspec.structs.replace(lot, bids={**lot.bids, bid.bid: bid})


def with_facts(subject: SubjectT, facts: Facts) -> SubjectT:
    """Return the subject with these facts added to, or put over, the ones it has."""
    return msgspec.structs.replace(subject, facts={**subject.facts, **facts})
