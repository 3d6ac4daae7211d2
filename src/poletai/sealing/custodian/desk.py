"""The custodian's desk: what it answers when asked for keys, drills, share checks and releases."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from poletai.core.basics.problem import Problem, Refusal
from poletai.ledger.clock import Clock
from poletai.ledger.errors import LedgerError
from poletai.ledger.source import Source
from poletai.sealing import hpke
from poletai.sealing.acceptance import inspect_bid
from poletai.sealing.contributions import Contribution
from poletai.sealing.custodian.draw_desk import (
    check_contribution,
    draw_release,
    read_draw_log,
)
from poletai.sealing.custodian.folder import CustodianFolder, LotKey
from poletai.sealing.custodian.remembering import Remembering
from poletai.sealing.draw_release import DrawRelease
from poletai.sealing.drill import answer_drill
from poletai.sealing.evidence import Evidence, Manifest
from poletai.sealing.gather import Memory, gather
from poletai.sealing.header import Header
from poletai.sealing.keyset import Keyset, inspect_keyset, sign_lot_key
from poletai.sealing.labels import json_object, public_hex
from poletai.sealing.lot_stages import admitted_by
from poletai.sealing.lot_terms import read_lot_terms
from poletai.sealing.manifest import live_bids
from poletai.sealing.release import Question, Release, make_release
from poletai.sealing.release_checks import check_part, judge_release
from poletai.sealing.share_check import ShareReceipt, check_shares, sign_receipt


class Desk:
    """One custodian at work: its folder, the exchange it watches, its own clock."""

    def __init__(self, folder: CustodianFolder, source: Source, clock: Clock) -> None:
        self._folder = folder
        self._source = Remembering(source)
        self._clock = clock
        self._identity = folder.identity()

    def who(self) -> dict[str, str]:
        """Return the custodian's id, which is its long-term public key."""
        key = public_hex(self._identity)
        return {"id": key, "key": key}

    def lot_key(self, procedure: str, lot: str) -> dict[str, str]:
        """Return {id, pub, sig}: this lot's public key, the same however often it is asked for."""
        with self._folder.held():
            key = self._folder.make_lot_key(procedure, lot)
        public = hpke.public_hex(key.private)
        return dict(
            zip(
                ("id", "pub", "sig"),
                sign_lot_key(self._identity, procedure, lot, public),
                strict=True,
            )
        )

    def drill(self, procedure: str, lot: str, sealed: bytes) -> dict[str, str]:
        """Return {opened, sig} for a challenge sealed to the lot's key; raises UnreadableError."""
        key = self._folder.lot_key(procedure, lot)
        opened, signature = answer_drill(self._identity, key.private, procedure, lot, sealed)
        return {"opened": opened, "sig": signature}

    def share_check(
        self, header: Header, signature: str, keyset: Keyset
    ) -> ShareReceipt | tuple[Problem, ...]:
        """Return the receipt for a bid whose shares open here, or everything wrong with it."""
        key = self._folder.lot_key(header.procedure, header.lot)
        problems = (*inspect_keyset(keyset), *inspect_bid(header, signature, keyset))
        secret = key.private
        number = self._number(keyset, secret)
        if problems or number is None:
            return problems or (_stranger(),)
        problems = check_shares(header, keyset, number, secret)
        return problems or sign_receipt(header, number, self._identity)

    def release(self, procedure: str, lot: str, part: str) -> Release | Refusal:
        """Return this custodian's shares of a part once every release check has passed."""
        # Two releases at once could both find nothing answered yet, under two manifests.
        with self._folder.held():
            try:
                answer = self._judged(self._folder.lot_key(procedure, lot), part)
            except LedgerError:
                self._source.forget()
                raise
            if isinstance(answer, Refusal):
                self._source.forget()
            return answer

    def draw_check(
        self, keyset: Keyset, draw_hash: str, contribution: Contribution
    ) -> dict[str, Any] | tuple[Problem, ...]:
        """Return {custodian} where this custodian's share of a contribution opens."""
        key = self._folder.lot_key(keyset.procedure, keyset.lot)
        number = self._number(keyset, key.private)
        if number is None:
            return (_stranger(),)
        problems = check_contribution(keyset, draw_hash, contribution, number, key)
        return problems or {"custodian": number}

    def draw_release(self, procedure: str, lot: str, draw: str) -> DrawRelease | Refusal:
        """Return this custodian's shares of a draw that the log has closed."""
        with self._folder.held():
            key = self._folder.lot_key(procedure, lot)
            seen = self._folder.last_seen()
            try:
                log = read_draw_log(self._source, self._folder.policy(), key, seen)
            except LedgerError:
                self._source.forget()
                raise
            if isinstance(log, Refusal):
                self._source.forget()
                return log
            answer = draw_release(log, key, draw, public_hex(self._identity), self._identity)
            if isinstance(answer, Refusal):
                self._source.forget()
                return answer
            self._folder.see(log.note)
            return answer

    def _judged(self, key: LotKey, part: str) -> Release | Refusal:
        gathered = gather(self._source, self._folder.policy(), self._memory(key), self._clock())
        if isinstance(gathered, Refusal):
            return gathered
        note, evidence = gathered
        manifest = judge_release(evidence)
        if isinstance(manifest, Refusal):
            return manifest
        refused = check_part(evidence, part)
        if refused is not None:
            return refused
        keyset = read_lot_terms(evidence.events, evidence.deeds, key.lot).keyset
        self._folder.see(note)
        self._folder.answer(key, manifest.leaf)
        return self._released(key, keyset, part, manifest, evidence)

    def _released(
        self, key: LotKey, keyset: Keyset, part: str, manifest: Manifest, evidence: Evidence
    ) -> Release:
        number = next(each.i for each in keyset.custodians if each.id == evidence.custodian)
        question = Question(keyset=keyset, number=number, part=part, manifest=manifest.leaf)
        going_on = admitted_by(evidence.stages, evidence.events, key.lot)
        lines = live_bids(manifest.close)
        contents = (evidence.submissions[each.leaf].content for each in lines)
        headers = [
            content
            for content in contents
            if isinstance(content, Header) and (going_on is None or content.bid_id in going_on)
        ]
        return make_release(question, headers, key.private, self._identity)

    def _number(self, keyset: Keyset, secret: X25519PrivateKey) -> int | None:
        mine = (public_hex(self._identity), hpke.public_hex(secret))
        return next((each.i for each in keyset.custodians if (each.id, each.pub) == mine), None)

    def _memory(self, key: LotKey) -> Memory:
        return Memory(
            procedure=key.procedure,
            lot=key.lot,
            custodian=public_hex(self._identity),
            public=hpke.public_hex(key.private),
            start=key.start,
            last_seen=self._folder.last_seen(),
            answered=key.answered,
        )


def as_json(answer: ShareReceipt | Release | DrawRelease) -> dict[str, Any]:
    """Return an answer as the JSON object that is sent and logged."""
    return json_object(answer)


def _stranger() -> Problem:
    message = "does not hold this custodian's key for the lot"
    return Problem(code="keyset", where="keyset", message=message)
