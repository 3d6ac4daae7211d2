"""Deposit a bid: sealed by its bidder, checked without being opened, committed, acknowledged."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.db.utils import IntegrityError

from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.documents import documents_hash
from poletai.core.procedures.machine import decide
from poletai.core.procedures.standing import BidStanding, Command, Decision, Tally
from poletai.exchange import audit, permissions
from poletai.exchange.actors import Actor
from poletai.exchange.bid_links import append_first_bid, link_bid, own_stream
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House
from poletai.exchange.locks import share_procedure
from poletai.exchange.models import BidLink
from poletai.exchange.trades import Trade, last_known, load_bid, load_trade, raw_connection
from poletai.exchange.writing import new_event
from poletai.ledger.errors import MissingError, StreamConflictError
from poletai.ledger.store import append, read
from poletai.sealing.acceptance import inspect_header
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import Header, bid_hash, header_object, read_header
from poletai.sealing.keyset import Keyset
from poletai.sealing.labels import object_hash, sign
from poletai.sealing.withdrawal import (
    Withdrawal,
    read_withdrawal,
    withdrawal_hash,
    withdrawal_holds,
)

LONGEST_LOG_DELAY_S = 10
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Deposit:
    """The operator's signed word that a bid was committed at this time; not yet that it opens."""

    bid: str
    seq: int
    bid_hash: str
    at: str
    max_log_delay_s: int
    signature: str


def deposit_bid(
    house: House,
    actor: Actor,
    header: Mapping[str, Any],
    signature: str,
    *,
    arrived: datetime | None = None,
) -> Deposit | Refusal:
    """Take a sealed bid whose payloads have arrived, or say why not.

    `arrived` is judged against the deadline. Raises ProblemsError listing everything wrong with
    the header, NoSuchProcedureError and NotTakenError.
    """
    arrived = arrived or house.clock()
    try:
        read = read_header(dict(header))
    except BadSealingInputError as problem:
        raise _wrong("header", str(problem)) from problem
    _require_own(actor, read.bidder)
    first = _taken_at_once(house, actor, read, signature, arrived)
    return first or _retried(house, actor, read, signature, arrived)


def withdraw_bid(
    house: House,
    actor: Actor,
    withdrawal: Mapping[str, Any],
    signature: str,
    *,
    arrived: datetime | None = None,
) -> Deposit | Refusal:
    """Take back a bid by its bidder's signed word, before the deadline."""
    arrived = arrived or house.clock()
    try:
        read = read_withdrawal(dict(withdrawal))
    except BadSealingInputError as problem:
        raise _wrong("withdrawal", str(problem)) from problem
    _require_own(actor, read.bidder)
    return _retried(house, actor, read, signature, arrived)


def _taken_at_once(
    house: House, actor: Actor, sent: Header, signature: str, arrived: datetime
) -> Deposit | None:
    """Take a bidder's first bid in one statement; None where that does not take it.

    It is judged by the trade as this process knows it, and written only where that, once held,
    is found still so: the same judgement as under the lock, for a third of the trips. Whatever
    is not taken is judged again under the lock, which alone refuses.
    """
    trade = last_known(sent.procedure)
    if trade is None or sent.lot not in trade.standing.lots:
        return None
    command = _command(actor, trade, sent, signature)
    if permissions.refuse(trade, actor, command):
        return None
    answer = decide(trade.definition, trade.values, trade.standing, Tally(), command, arrived)
    if isinstance(answer, Refusal) or _problems(house, trade, sent, signature, None):
        return None
    event = new_event(answer.event, answer.move, sent.bid_id, "bid")
    if not append_first_bid(house, trade, (sent.lot, sent.bidder), event):
        return None
    return _acknowledged(house, answer.event.data, format_instant(answer.event.at))


def _retried(
    house: House, actor: Actor, sent: Header | Withdrawal, signature: str, arrived: datetime
) -> Deposit | Refusal:
    for _ in range(_TRIES - 1):
        # Two requests of one bidder at once: the second reads what the first wrote.
        with suppress(StreamConflictError, IntegrityError):
            return _taken(house, actor, sent, signature, arrived)
    return _taken(house, actor, sent, signature, arrived)


def _taken(
    house: House, actor: Actor, sent: Header | Withdrawal, signature: str, arrived: datetime
) -> Deposit | Refusal:
    with transaction.atomic():
        trade = load_trade(house, share_procedure(sent.procedure))
        own = own_stream(house, sent.procedure, sent.lot, sent.bidder)
        bid = load_bid(house, trade.definition, own) if own else None
        # A withdrawn bid stays where it is; its bidder may begin another.
        bid = None if bid is not None and _is_new(bid, sent) else bid
        command = _command(actor, trade, sent, signature)
        refusal = permissions.refuse(trade, actor, command)
        if refusal is None and own and (told := _told_before(house, own, command)):
            return told
        answer = refusal or decide(
            trade.definition, trade.values, trade.standing, Tally(bid=bid), command, arrived
        )
        if isinstance(answer, Decision):
            _inspect(house, trade, own, bid, sent, signature)
            _write(house, trade, answer, sent, new=bid is None)
    if isinstance(answer, Refusal):
        audit.note(house, sent.procedure, command, answer)
        return answer
    return _acknowledged(house, answer.event.data, format_instant(answer.event.at))


def _is_new(bid: BidStanding, sent: Header | Withdrawal) -> bool:
    return bid.state == "withdrawn" and isinstance(sent, Header) and sent.bid_id != bid.bid


def _command(actor: Actor, trade: Trade, sent: Header | Withdrawal, signature: str) -> Command:
    does = "deposit-bid" if isinstance(sent, Header) else "withdraw-bid"
    # Where a kind of trade takes no sealed bids, no move has this name: the core says so.
    named = (move.when for move in trade.definition.moves if move.does == does)
    name = next(named, does)
    content = header_object(sent) if isinstance(sent, Header) else msgspec.to_builtins(sent)
    digest = bid_hash(sent) if isinstance(sent, Header) else withdrawal_hash(sent)
    kind = "header" if isinstance(sent, Header) else "withdrawal"
    fields = {"seq": sent.seq, "bid_hash": digest, kind: content, "signature": signature}
    return Command(
        name=name,
        role=actor.role,
        actor=actor.identity,
        fields=fields,
        lot=sent.lot,
        bid=sent.bid_id,
    )


def _inspect(
    house: House,
    trade: Trade,
    own: str | None,
    bid: BidStanding | None,
    sent: Header | Withdrawal,
    signature: str,
) -> None:
    last = _last_header(house, own) if bid is not None and own is not None else None
    if isinstance(sent, Withdrawal):
        if last is None or not withdrawal_holds(sent, signature, last):
            raise _wrong("withdrawal", "is not signed by the bidder for its last bid")
        return
    if problems := _problems(house, trade, sent, signature, last):
        raise ProblemsError(problems)


def _problems(
    house: House, trade: Trade, sent: Header, signature: str, last: Header | None
) -> tuple[Problem, ...]:
    keyset = msgspec.convert(trade.standing.facts["keysets"][sent.lot], Keyset)
    payloads = {name: _arrived(house, part.sha256) for name, part in sent.parts.items()}
    return inspect_header(
        sent,
        signature,
        keyset,
        documents=documents_hash(trade.standing.facts.get("documents", ())),
        payloads=payloads,
        last=last,
    )


def _last_header(house: House, stream: str) -> Header | None:
    events = read(raw_connection(), house.store, stream)
    headers = [event.data["header"] for event in events if "header" in event.data]
    return read_header(headers[-1]) if headers else None


def _arrived(house: House, sha256: str) -> tuple[int, str]:
    """Return length and hash of a payload that arrived; it was hashed when it was kept."""
    try:
        return house.payloads.size(sha256), sha256
    except MissingError:
        return 0, ""


def _write(
    house: House, trade: Trade, decision: Decision, sent: Header | Withdrawal, *, new: bool
) -> None:
    event = new_event(decision.event, decision.move, sent.bid_id, "bid")
    append(raw_connection(), house.store, [event], {sent.bid_id: 0 if new else sent.seq - 1})
    if new:
        link_bid(house, trade.id, sent.lot, sent.bidder, sent.bid_id)
    else:
        BidLink.objects.filter(stream=sent.bid_id).update(checked=False)


def _told_before(house: House, own: str, command: Command) -> Deposit | None:
    """Answer the bid's last version as it was answered when it came first: lines break."""
    last = read(raw_connection(), house.store, own)[-1]
    same = all(last.data.get(name) == value for name, value in command.fields.items())
    return _acknowledged(house, last.data, last.envelope["at"]) if same else None


def _acknowledged(house: House, data: Mapping[str, Any], at: str) -> Deposit:
    told = {
        "bid": data["bid"],
        "seq": data["seq"],
        "bid_hash": data["bid_hash"],
        "at": at,
        "max_log_delay_s": LONGEST_LOG_DELAY_S,
    }
    return Deposit(**told, signature=sign(house.signer, "deposit", object_hash("deposit", told)))


def _require_own(actor: Actor, bidder: str) -> None:
    if bidder != actor.organisation:
        raise _wrong("bidder", f"is {bidder!r}; you bid as {actor.organisation!r}")


def _wrong(where: str, what: str) -> ProblemsError:
    return ProblemsError((Problem(code=f"{where}-wrong", where=where, message=what),))
