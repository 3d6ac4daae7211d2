"""Visibility: what of a standing each role sees in each phase; one table, by deeds and phases only.

The law sets until when a move hides something (`until` in its definition); the table adds the
phase before which the platform shows it to nobody else whatever a definition says, and who needs
it earlier to do their work. Bids are counted and named to nobody before they are listed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import msgspec

from poletai.core.procedures.applicants import KIND as APPLICANT
from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.facts import DEED_FACTS, recorded_by
from poletai.core.procedures.phases import lot_phase, trade_phase
from poletai.core.procedures.standing import (
    ApplicantStanding,
    BidStanding,
    Facts,
    LotStanding,
    Standing,
)
from poletai.core.procedures.vocabulary import PHASES, reached
from poletai.exchange.actors import Actor
from poletai.exchange.applicants import Reader, hides_applicants, masked_applicants
from poletai.exchange.permissions import tied
from poletai.exchange.trades import Trade

PUBLIC = "public"
# Who bid, of that very bid: a bidder reads what the committee asks of its own bid, and of no other.
OWN_BIDDER = "own-bidder"


@dataclass(frozen=True, slots=True)
class Rule:
    """Public from the phase `since` on; before that only to the roles in `early`."""

    since: str
    early: tuple[str, ...] = ()


_PARTIES = ("principal", "agency", "operator", "regulator")
_COMMITTEE = ("evaluator", "regulator", "principal", "agency")

# Deed -> who sees what it recorded, and from when. Roles count only where they are held in this
# very procedure; an evaluator's early scores are the evaluator's own.
TABLE: Mapping[str, Rule] = {
    "draft": Rule("open", _PARTIES),
    "ask": Rule("open"),
    "apply": Rule("open", (*_PARTIES, "evaluator")),
    "invite": Rule("open", (*_PARTIES, "evaluator")),
    "deposit-bid": Rule("closed"),
    "withdraw-bid": Rule("closed"),
    "list-bids": Rule("closed"),
    "release-shares": Rule("closed"),
    "publish-key": Rule("closed"),
    "open-part": Rule("opened"),
    "admit-bids": Rule("opened"),
    "open-next-part": Rule("opened"),
    "appoint-committee": Rule("evaluated", (*_PARTIES, "evaluator")),
    "name-representatives": Rule("evaluated", (*_PARTIES, "evaluator")),
    "seat-committee": Rule("evaluated", (*_PARTIES, "evaluator")),
    "decline-seat": Rule("evaluated", (*_PARTIES, "evaluator")),
    "declare-interest": Rule("evaluated", (*_PARTIES, "evaluator")),
    "seat-alternate": Rule("evaluated", (*_PARTIES, "evaluator")),
    "explain-deviation": Rule("evaluated", ("evaluator", "regulator")),
    "compile-report": Rule("evaluated", _COMMITTEE),
    "sign-report": Rule("evaluated", _COMMITTEE),
    "dissent": Rule("evaluated", _COMMITTEE),
    "score": Rule("evaluated", ("evaluator", "regulator")),
    "reject-bid": Rule("evaluated", _COMMITTEE),
    "rank": Rule("evaluated", _COMMITTEE),
    "record-findings": Rule("evaluated", _COMMITTEE),
    "decide-finding": Rule("evaluated", _COMMITTEE),
    "request-explanation": Rule("evaluated", (*_COMMITTEE, OWN_BIDDER)),
    "explain-price": Rule("evaluated", (*_COMMITTEE, OWN_BIDDER)),
    "judge-explanation": Rule("evaluated", (*_COMMITTEE, OWN_BIDDER)),
    "correct-arithmetic": Rule("evaluated", (*_COMMITTEE, OWN_BIDDER)),
    "deny-claim": Rule("evaluated", (*_COMMITTEE, OWN_BIDDER)),
    "confirm-correction": Rule("evaluated", (*_COMMITTEE, OWN_BIDDER)),
    "settle": Rule("opened"),
    "settle-sealed": Rule("opened"),
    "award": Rule("awarded"),
    "award-shares": Rule("awarded"),
    "sign-share": Rule("awarded"),
    "sign-contract": Rule("contracted"),
    "nominate": Rule("open", _PARTIES),
    "conclude": Rule("open", _PARTIES),
    "order": Rule("open", _PARTIES),
    "record": Rule("open", _COMMITTEE),
}
_OTHERWISE = TABLE["draft"]
# Facts whose deed is not plain from who records them: both `ask` and `answer` write questions.
_SHARED = {"documents": "draft", "questions": "ask"}
_OWN = "scores"
_INVITE = "invite"
# What a nomination makes of its fields: hidden as long as these are.
_MADE_OF = {"bidder": "supplier", "name": "supplier", "content": "price"}


def visible_standing(trade: Trade, actor: Actor | None) -> dict[str, Any]:
    """Return where a trade stands as an actor may see it, ready to be written as JSON.

    Titles and phases of states stand beside them; the counts of bids begin with their list.
    """
    shown = masked_standing(trade, actor)
    definition = trade.definition
    view: dict[str, Any] = msgspec.to_builtins(shown)
    view |= _titled(definition, "procedure", shown.state)
    view["phase"] = trade_phase(definition, shown)
    for known in view["facts"].get("draws", {}).values():
        # A register has thousands: the whole list stands in the record, and at the draw's address.
        known["spec"].pop("candidates", None)
    view["lots"] = [_lot_view(definition, shown, lot) for lot in shown.lots.values()]
    view["applicants"] = [
        msgspec.to_builtins(one) | _titled(definition, APPLICANT, one.state)
        for one in shown.applicants.values()
    ]
    return view


def masked_standing(trade: Trade, actor: Actor | None) -> Standing:
    """Return a standing without the facts and states that an actor may not see."""
    definition, standing = trade.definition, trade.standing
    eye = _Eye(definition, role_in(trade, actor), "" if actor is None else actor.identity)
    lots = {
        name: eye.lot(lot, lot_phase(definition, standing, name))
        for name, lot in standing.lots.items()
    }
    phase = trade_phase(definition, standing)
    return msgspec.structs.replace(
        standing,
        facts=eye.facts(standing.facts, phase),
        lots=lots,
        applicants=eye.applicants(standing, phase),
    )


def may_see(trade: Trade, actor: Actor | None) -> bool:
    """Say whether an actor may know of a trade at all: drafts are their parties' own."""
    phase = trade_phase(trade.definition, trade.standing)
    return readable(trade.definition, phase, role_in(trade, actor), "title")


def role_in(trade: Trade, actor: Actor | None) -> str:
    """Return the role an actor has in this very procedure; everyone else is the public."""
    return actor.role if actor is not None and tied(trade, actor) else PUBLIC


def readable(definition: Definition, phase: str, role: str, fact: str) -> bool:
    """Say whether a role may read a fact of a subject that has reached a phase."""
    rule = rule_of(definition, fact)
    return reached(phase, rule.since) or role in rule.early


def rule_of(definition: Definition, fact: str, of: str = "trade") -> Rule:
    """Return the rule for one fact under a definition: the later of its law's and the table's.

    What an applicant brought is its own: its documents are not those of the notice.
    """
    return _rules(definition, of).get(fact, _OTHERWISE)


@lru_cache(maxsize=128)
def _rules(definition: Definition, of: str) -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for move in definition.moves:
        for fact in _recorded_of(move, of):
            rule = _rule(move, fact)
            known = rules.get(fact)
            # Where several moves record a fact, the strictest of them rules it.
            if known is None or PHASES.index(rule.since) > PHASES.index(known.since):
                rules[fact] = rule
    return rules


def _recorded_of(move: Move, of: str) -> frozenset[str]:
    """List the facts a move leaves at applicants, or at everything else of the trade."""
    own = frozenset(DEED_FACTS[_INVITE]) if move.does == _INVITE else frozenset()
    if of != APPLICANT:
        return frozenset() if move.of == APPLICANT else recorded_by(move) - own
    if move.of == APPLICANT:
        return recorded_by(move)
    return own | {f"{move.then}.at"} if own else own


def _rule(move: Move, fact: str) -> Rule:
    shared = {} if move.of == APPLICANT else _SHARED
    does = shared.get(fact, move.does)
    in_table = TABLE.get(does, _OTHERWISE)
    if fact not in DEED_FACTS.get(does, ()) and not _hides(move, fact):
        in_table = _OTHERWISE
    since = move.until if _hides(move, fact) and move.until else in_table.since
    return Rule(max(since, in_table.since, key=PHASES.index), in_table.early)


def _hides(move: Move, fact: str) -> bool:
    made_of = _MADE_OF.get(fact, fact) if move.does == "nominate" else fact
    hidden = move.confidential or made_of in move.private
    return hidden or (move.does == _INVITE and hides_applicants(move))


@dataclass(frozen=True, slots=True)
class _Eye:
    """One role's look at the parts of a standing."""

    definition: Definition
    role: str
    identity: str

    def facts(self, facts: Facts, phase: str) -> dict[str, Any]:
        return dict(self._read(facts, phase))

    def lot(self, lot: LotStanding, phase: str) -> LotStanding:
        return msgspec.structs.replace(
            lot,
            state=self._state("lot", lot.state, phase),
            facts=self.facts(lot.facts, phase),
            bids={name: self._bid(bid, phase) for name, bid in lot.bids.items()},
        )

    def applicants(self, standing: Standing, phase: str) -> dict[str, ApplicantStanding]:
        own = self.identity if self.role == "bidder" else ""
        reader = Reader(self._knows, lambda facts, at: dict(self._read(facts, at, APPLICANT)), own)
        return masked_applicants(self.definition, standing, phase, reader)

    def _bid(self, bid: BidStanding, phase: str) -> BidStanding:
        own = self.role == "bidder" and bid.facts.get("bidder") == self.identity
        eye = replace(self, role=OWN_BIDDER) if own else self
        facts = eye.facts(bid.facts, phase)
        return BidStanding(bid=bid.bid, state=self._state("bid", bid.state, phase), facts=facts)

    def _read(self, facts: Facts, phase: str, of: str = "trade") -> Iterator[tuple[str, Any]]:
        for name, value in facts.items():
            rule = rule_of(self.definition, name, of)
            if reached(phase, rule.since):
                yield name, value
            elif self.role in rule.early:
                own = name == _OWN and self.role == "evaluator"
                yield name, {k: v for k, v in value.items() if k == self.identity} if own else value

    def _state(self, of: str, state: str, phase: str) -> str:
        """Return the last state that no hidden move led to."""
        for move in self.definition.moves:
            if move.confidential and not self._knows(move, phase):
                if move.of == of and move.to == state:
                    return move.source[0]
                for also in move.also:
                    if also.of == of and also.to == state:
                        return also.source[0]
        return state

    def _knows(self, move: Move, phase: str) -> bool:
        rule = _rule(move, APPLICANT if hides_applicants(move) else f"{move.then}.at")
        return reached(phase, rule.since) or self.role in rule.early


def _lot_view(definition: Definition, standing: Standing, lot: LotStanding) -> dict[str, Any]:
    view: dict[str, Any] = msgspec.to_builtins(lot)
    view |= _titled(definition, "lot", lot.state)
    view["phase"] = lot_phase(definition, standing, lot.lot)
    view["bids"] = [
        msgspec.to_builtins(bid) | _titled(definition, "bid", bid.state)
        for bid in lot.bids.values()
    ]
    return view


def _titled(definition: Definition, of: str, state: str) -> dict[str, Any]:
    return {"title": msgspec.to_builtins(definition.machines[of].state[state].title)}
