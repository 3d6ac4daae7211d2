"""Make keysets: every custodian gives a fresh key for each lot and proves that it works."""

import secrets
from collections.abc import Iterable
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem
from poletai.exchange.custodians import Custodian, ask_all
from poletai.exchange.errors import CustodianError, ProblemsError
from poletai.exchange.house import House
from poletai.sealing.drill import CHALLENGE_SIZE, drill_holds, seal_drill
from poletai.sealing.keyset import inspect_keyset, make_keyset

# Three of five custodians with opposed interests open a bid; two of them learn nothing.
THRESHOLD = 3
FEWEST = 5


def make_keysets(house: House, procedure: str, lots: Iterable[str]) -> dict[str, Any]:
    """Return the keyset of each lot as its notice announces it.

    Raises CustodianError when one does not answer, and ProblemsError when there are too few or a
    key fails its drill: a lot is not opened for bids on a key nobody has tried.
    """
    custodians = house.custodians()
    if len(custodians) < FEWEST:
        message = f"{len(custodians)} custodians are known; a keyset takes {FEWEST}"
        raise ProblemsError((Problem(code="custodians", where="custodians", message=message),))
    return {lot: _keyset(custodians, procedure, lot) for lot in lots}


def _keyset(custodians: tuple[Custodian, ...], procedure: str, lot: str) -> dict[str, Any]:
    about = {"procedure": procedure, "lot": lot}
    answers = _all(ask_all(custodians, "keys", about))
    for custodian, answer in zip(custodians, answers, strict=True):
        _drill(custodian, answer, procedure, lot)
    keys = [(a["id"], a["pub"], a["sig"]) for a in answers]
    keyset = make_keyset(procedure, lot, k=THRESHOLD, keys=keys)
    if problems := inspect_keyset(keyset):
        raise ProblemsError(problems)
    built: dict[str, Any] = msgspec.to_builtins(keyset)
    return built


def _drill(custodian: Custodian, key: dict[str, Any], procedure: str, lot: str) -> None:
    challenge = secrets.token_bytes(CHALLENGE_SIZE)
    sealed = seal_drill(key["pub"], procedure, lot, challenge)
    about = {"procedure": procedure, "lot": lot, "sealed": sealed}
    answer = custodian.ask("drill", about)
    if not drill_holds(key["id"], challenge, answer["opened"], answer["sig"]):
        raise CustodianError(custodian.organisation, "its key for the lot failed the drill")


def _all(answers: tuple[dict[str, Any] | CustodianError, ...]) -> list[dict[str, Any]]:
    for answer in answers:
        if isinstance(answer, CustodianError):
            raise answer
    return [answer for answer in answers if isinstance(answer, dict)]
