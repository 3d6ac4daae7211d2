"""Contribute: a sealed number for a draw, taken once enough custodians can open their shares."""

from typing import Any

import msgspec

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.standing import Command
from poletai.exchange.actors import Actor
from poletai.exchange.custodians import ask_all
from poletai.exchange.draws import closed_draw, draw_named, keyset_for
from poletai.exchange.errors import CustodianError, ProblemsError
from poletai.exchange.house import House
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.services.make_move import Moved, make_move
from poletai.sealing.contributions import read_contribution, seal_contribution
from poletai.sealing.draw_release import inspect_draw_release, read_draw_release
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.labels import json_object
from poletai.sealing.share_check import receipts_needed

_COMMANDS = {"bidder": "contribute-as-bidder"}


def contribute(
    house: House, actor: Actor, procedure: str, draw: str, sent: dict[str, Any]
) -> Moved | Refusal:
    """Log a contribution somebody sealed; who refuses to reveal it later changes nothing.

    Raises ProblemsError where it is malformed or too few custodians can open it.
    """
    trade = trade_of(house, procedure)
    known = draw_named(trade, draw)
    try:
        contribution = read_contribution(sent)
    except BadSealingInputError as problem:
        raise _problem(str(problem)) from problem
    if known:
        keyset = keyset_for(trade, draw)
        body = {
            "keyset": msgspec.to_builtins(keyset),
            "draw_hash": known["draw_hash"],
            "contribution": json_object(contribution),
        }
        answers = ask_all(house.custodians(), "draw-check", body)
        good = {a["custodian"] for a in answers if isinstance(a, dict)}
        if len(good) < receipts_needed(keyset):
            said = next((str(a) for a in answers if isinstance(a, CustodianError)), "")
            message = f"{len(good)} of {receipts_needed(keyset)} custodians can open it; {said}"
            raise _problem(message)
    name = _COMMANDS.get(actor.role, "contribute")
    fields = {"draw": draw, "contribution": json_object(contribution)}
    command = Command(name=name, role=actor.role, actor=actor.identity, fields=fields)
    return make_move(house, actor, procedure, command)


def contribute_for(house: House, actor: Actor, procedure: str, draw: str) -> Moved | Refusal:
    """Draw and seal a number here for a body that trusts this exchange to, such as the operator."""
    trade = trade_of(house, procedure)
    known = draw_named(trade, draw)
    if not known:
        message = f"no draw is called {draw!r}"
        raise _problem(message)
    count = len(known["contributions"])
    sealed = seal_contribution(keyset_for(trade, draw), known["draw_hash"], count)
    return contribute(house, actor, procedure, draw, json_object(sealed.contribution))


def gather_draw(house: House, procedure: str, draw: str) -> Moved | Refusal | None:
    """Ask the custodians for their shares of a closed draw; None where nobody gave any."""
    trade = trade_of(house, procedure)
    keyset = keyset_for(trade, draw)
    done = draw_named(trade, draw).get("released", ())
    body = {"procedure": procedure, "lot": keyset.lot, "draw": draw}
    answer: Moved | Refusal | None = None
    for given in ask_all(house.custodians(), "draw-release", body):
        if isinstance(given, dict) and given["custodian"] not in done:
            answer = release_draw(house, procedure, draw, given)
    return answer


def release_draw(house: House, procedure: str, draw: str, sent: dict[str, Any]) -> Moved | Refusal:
    """Log one custodian's release of a draw, whoever brings it: its signature is what counts.

    Raises ProblemsError for one that no custodian signed for this closing.
    """
    try:
        release = read_draw_release(sent)
    except BadSealingInputError as problem:
        raise _problem(str(problem)) from problem
    closed = closed_draw(house, trade_of(house, procedure), draw)
    if closed is None:
        message = f"{draw!r} is not closed: nothing of it is opened yet"
        raise _problem(message)
    if problems := inspect_draw_release(release, closed.keyset, closed.draw_hash, closed.closing):
        raise ProblemsError(problems)
    custodian = closed.keyset.custodians[release.custodian - 1].id
    actor = Actor(role="custodian", organisation=custodian)
    fields = {"draw": draw, "release": sent}
    command = Command(name="release-draw-shares", role="custodian", actor=custodian, fields=fields)
    return make_move(house, actor, procedure, command)


def _problem(message: str) -> ProblemsError:
    return ProblemsError((Problem(code="contribution", where="contribution", message=message),))
