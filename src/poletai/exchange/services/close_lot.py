"""Close a lot: list every bid under the closing checkpoint, gather shares, open what they open."""

from contextlib import suppress
from typing import Any

import msgspec
from django.db import transaction

from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import parse_instant
from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.stages import OPENING, move_here
from poletai.core.procedures.standing import Command, LotStanding, Tally
from poletai.exchange.actors import Actor
from poletai.exchange.bid_links import streams_of
from poletai.exchange.custodians import ask_all
from poletai.exchange.errors import CustodianError, ProblemsError
from poletai.exchange.house import House
from poletai.exchange.openings import listing_of, manifest_of, open_bids, parts_here
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.services.check_bids import check_bids
from poletai.exchange.services.make_move import NOTHING, Moved, make_move
from poletai.exchange.trades import Trade, raw_connection
from poletai.ledger.checkpoints import KeptCheckpoint, first_quorum_with
from poletai.ledger.store import read, read_streams
from poletai.ledger.stored import StoredEvent
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import Header, read_header
from poletai.sealing.keyset import Keyset
from poletai.sealing.manifest import Submission, submission_object
from poletai.sealing.release import Release, inspect_release, read_release
from poletai.sealing.withdrawal import read_withdrawal

Answer = Moved | Refusal | None

# The instant a definition's closing list fixes: after it, lots open without silent custodians.
CUSTODIANS_UNTIL = "shares-until"


def list_bids(house: House, procedure: str, lot: str) -> Answer:
    """Publish the lot's closing list once a quorum has cosigned its closing; None until then."""
    with transaction.atomic():
        trade = trade_of(house, procedure)
        closing = _closing_checkpoint(house, trade)
        if closing is None:
            return None
        events = read_streams(raw_connection(), house.store, streams_of(house, procedure, lot))
        if any(event.index is None or event.index >= closing.size for event in events):
            return None
        entries = tuple(_entry(house, event) for event in events)
    fields = {"closing": {"size": closing.size, "root": closing.root.hex(), "note": closing.note}}
    return _move(house, trade, "list-bids", lot, fields, tally=Tally(deposits=entries))


def gather_releases(house: House, procedure: str, lot: str) -> Answer:
    """Ask every custodian that has not yet answered for its shares; None where none gave any."""
    trade = trade_of(house, procedure)
    done = trade.standing.lots[lot].facts.get("releases", {})
    answer: Answer = None
    custodians = house.custodians()
    for part in parts_here(trade, lot, ("release-shares",)):
        answers = ask_all(custodians, "release", {"procedure": procedure, "lot": lot, "part": part})
        shares = [
            a for a in answers if isinstance(a, dict) and a["custodian"] not in done.get(part, ())
        ]
        for share in shares:
            with suppress(ProblemsError):
                # A custodian that lies is as good as one that is silent: the others go on.
                answer = release_shares(house, procedure, share)
        if not shares and all(isinstance(a, CustodianError) for a in answers):
            raise next(a for a in answers if isinstance(a, CustodianError))
    return answer


def release_shares(house: House, procedure: str, release: dict[str, Any]) -> Answer:
    """Log one custodian's release, whoever brings it: its own signature is what counts.

    Raises ProblemsError for one that no custodian of the lot signed for this closing, and
    NoSuchProcedureError.
    """
    trade = trade_of(house, procedure)
    sound = _sound(house, trade, release)
    keyset = trade.standing.facts["keysets"][sound.lot]
    custodian = keyset["custodians"][sound.custodian - 1]["id"]
    actor = Actor(role="custodian", organisation=custodian)
    fields = {"shares": [release]}
    return _move(house, trade, "release-shares", sound.lot, fields, actor=actor)


def _sound(house: House, trade: Trade, sent: dict[str, Any]) -> Release:
    """Return the release that was sent; raises ProblemsError unless it counts for its lot now."""
    try:
        release = read_release(sent)
    except BadSealingInputError as problem:
        raise _unsound(str(problem)) from problem
    lot = trade.standing.lots.get(release.lot)
    if lot is None or not any("bid_hash" in bid.facts for bid in lot.bids.values()):
        message = "release: its lot is not listed here"
        raise _unsound(message)
    stored = read(raw_connection(), house.store, trade.id)
    keyset = msgspec.convert(trade.standing.facts["keysets"][release.lot], Keyset)
    problems = inspect_release(release, keyset, manifest_of(listing_of(stored, release.lot)))
    if problems:
        raise ProblemsError(problems)
    return release


def _unsound(message: str) -> ProblemsError:
    return ProblemsError((Problem(code="release-wrong", where="release", message=message),))


def open_lot(house: House, procedure: str, lot: str) -> Answer:
    """Open the bids of a lot once its custodians have answered or had their time; else None."""
    trade = trade_of(house, procedure)
    standing = trade.standing.lots[lot]
    needed = trade.standing.facts["keysets"][lot]["k"]
    releases = standing.facts.get("releases", {})
    parts = parts_here(trade, lot, OPENING)
    enough = all(len(releases.get(part, ())) >= needed for part in parts)
    until = standing.facts.get(CUSTODIANS_UNTIL)
    if not enough and (until is None or house.clock() < parse_instant(until)):
        return None
    fields = {"openings": _openings(house, trade, standing)}
    move = move_here(trade.definition, OPENING, standing.state)
    does = OPENING[0] if move is None else move.does
    opened = _move(house, trade, does, lot, fields)
    if isinstance(opened, Moved):
        # At once, while nobody has seen the bids; a lot opened part by part is checked at the last.
        check_bids(house, procedure, lot)
    return opened


def _openings(house: House, trade: Trade, lot: LotStanding) -> list[dict[str, Any]]:
    stored = read(raw_connection(), house.store, trade.id)
    return open_bids(house, trade, lot, stored)


def _closing_checkpoint(house: House, trade: Trade) -> KeptCheckpoint | None:
    names = {move.then for move in trade.definition.moves if move.does == "close-bids"}
    stored = read(raw_connection(), house.store, trade.id)
    leaves = [event.index for event in stored if event.name in names]
    if not leaves or leaves[-1] is None:
        return None
    return first_quorum_with(raw_connection(), leaves[-1])


def _entry(house: House, event: StoredEvent) -> dict[str, Any]:
    """Describe one deposit or withdrawal for the closing list and publish what it stands for."""
    content = _content(event)
    body = canonical(submission_object(Submission(content, event.data["signature"])))
    if isinstance(content, Header):
        for part in content.parts.values():
            house.payloads.publish(part.sha256, house.store.blobs)
    return {
        "bid": event.stream,
        "seq": event.data["seq"],
        "kind": "deposit" if isinstance(content, Header) else "withdrawal",
        "bid_hash": event.data["bid_hash"],
        "leaf": event.index,
        "salt": (event.salt or b"").hex(),
        "header": house.store.blobs.put(body),
    }


def _content(event: StoredEvent) -> Any:
    if "header" in event.data:
        return read_header(event.data["header"])
    return read_withdrawal(event.data["withdrawal"])


def _move(
    house: House,
    trade: Trade,
    does: str,
    lot: str,
    fields: dict[str, Any],
    *,
    tally: Tally = NOTHING,
    actor: Actor | None = None,
) -> Moved | Refusal:
    actor = actor or Actor(role="operator", organisation=house.origin)
    here = move_here(trade.definition, (does,), trade.standing.lots[lot].state)
    # Where the lot has moved on, the move that did this before says why it cannot be done now.
    move = here or next(move for move in trade.definition.moves if move.does == does)
    command = Command(name=move.when, role=actor.role, actor=actor.identity, fields=fields, lot=lot)
    return make_move(house, actor, trade.id, command, tally=tally)
