"""What a form is about: the trade and subject of its move, and the documents sent with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from poletai.core.procedures.definition import Definition, Move, Values
from poletai.core.procedures.library import Library
from poletai.core.procedures.stages import marked_by
from poletai.core.procedures.standing import BidStanding, LotStanding, Standing
from poletai.portal.forms.field import Choices, Kept
from poletai.portal.words.fields import YUAN, Label, label_of
from poletai.portal.words.findings import finding_title, unsettled_in
from poletai.portal.words.laws import cite
from poletai.portal.words.texts import said

# Of which deed a field of a type has a form of its own.
_SPECIAL: Mapping[tuple[str, str], str] = {
    ("announce-round", "lots"): "round-lots",
    ("conclude", "texts"): "members",
}

# What a field is called and explained by where a deed means something of its own by it.
_OWN_WORDS: Mapping[tuple[str, str], str] = {("order", "amount"): "order-amount"}

# What opens a sealed reserve, and what a form makes of its arguments.
_OPENER = "reserve-opens"
_OPENS: Mapping[str, str] = {"amount": "opened-reserve", "salt": "reserve-salt"}


@dataclass(frozen=True, slots=True)
class About:
    """One move of one trade, as its form needs to know it."""

    library: Library
    definition: Definition
    values: Values
    standing: Standing
    move: Move
    now: datetime
    lot: str | None = None
    bid: str | None = None
    remedy: str | None = None
    applicant: str | None = None
    authorities: Choices = ()
    repeatable: Choices = ()
    kept: Mapping[str, tuple[Kept, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    # Whether the lot's own room tells the record a settlement takes, so that nobody types it.
    recorded: bool = False

    def guard_argument(self, guard: str, name: str) -> object:
        """Return an argument of the first condition of this guard; None where there is none."""
        for condition in self.move.provided:
            if condition.guard == guard:
                return condition.arguments.get(name)
        return None

    def kind_of(self, name: str) -> str:
        """Return what a form makes of a field: its type, or what a deed makes more of it."""
        kind = self.move.asks[name]
        if kind == "lots" and "auction" in self.move.asks.values():
            return "reserved-lots" if self.opens_reserves else "sale-lots"
        opens = next((a for a in _OPENS if self.guard_argument(_OPENER, a) == name), None)
        if opens is not None:
            return _OPENS[opens]
        return _SPECIAL.get((self.move.does, kind), kind)

    def choices_of(self, name: str) -> tuple[str, ...]:
        """Return what a condition lets this field be; nothing where none says."""
        for condition in self.move.provided:
            if condition.arguments.get("field") != name:
                continue
            if condition.guard in ("one-of", "each-of"):
                return tuple(condition.arguments["choices"])
            if condition.guard == "among":
                return tuple(self.standing.facts.get(condition.arguments["of"], ()))
        return ()

    def names_authority(self, name: str) -> bool:
        """Say whether some move belongs to the authority this field names."""
        return any(
            condition.guard == "received-first" and condition.arguments["authority"] == name
            for move in self.definition.moves
            for condition in move.provided
        )

    @property
    def opens_reserves(self) -> bool:
        """Say whether a lot of this kind of trade may have a reserve: some move opens it."""
        moves = self.definition.moves
        return any(condition.guard == _OPENER for move in moves for condition in move.provided)

    @property
    def sealed_reserve(self) -> str | None:
        """The hash the reserve of the lot at hand was sealed by; None where it has none."""
        lot = self.standing.lots.get(self.lot or "")
        return None if lot is None else lot.facts.get("reserve_hash")

    @property
    def findings_to_decide(self) -> Choices:
        """The findings of the lot at hand that a reasoned decision may answer."""
        lot = self.standing.lots.get(self.lot or "")
        if lot is None:
            return ()
        waiting = unsettled_in(self.definition, self.values, self.standing, lot)
        names = {bid.bid: self.bid_name(bid) for bid in lot.bids.values()}
        return tuple(
            (each.id, f"{finding_title(self.definition, each.kind)}: {_joined(each.bids, names)}")
            for each in waiting
            if each.answer == "decide"
        )

    @property
    def open_bids(self) -> tuple[BidStanding, ...]:
        """The bids of the lot at hand that this move is about, in the order they were logged."""
        lot: LotStanding | None = self.standing.lots.get(self.lot or "")
        bids = () if lot is None else lot.bids.values()
        live = (bid for bid in bids if bid.state in marked_by(self.move))
        return tuple(sorted(live, key=lambda bid: int(bid.facts.get("leaf", 0))))

    def bid_name(self, bid: BidStanding) -> str:
        """Name a bid by its bidder."""
        bidder = str(bid.facts.get("bidder", ""))
        named = str(bid.facts.get("name", bidder))
        return self.names.get(bidder, named) or bid.bid[:8]

    def label(self, name: str) -> Label:
        """Return what forms say about a field: the definition's title, the page's help and unit."""
        words = _OWN_WORDS.get((self.move.does, name), name)
        known, label = self.definition.fields.get(name), label_of(words)
        if self.move.asks.get(name) == "money" and not label.unit:
            label = replace(label, unit=YUAN)
        return label if known is None else replace(label, title=said(known))

    @property
    def laws(self) -> Choices:
        """The articles this definition rests on, for grounds to name."""
        found = {c.law for move in self.definition.moves for c in move.provided}
        found |= {move.law for move in self.definition.moves}
        return tuple((law, str(cite(self.library, law))) for law in sorted(found))


def _joined(bids: Iterable[str], names: Mapping[str, str]) -> str:
    return "、".join(names[bid] for bid in bids)
