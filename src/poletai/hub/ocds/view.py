"""What of a procedure is public, as plain values: the one thing OCDS releases are made from.

Whoever reads a standing fills a ProcedureView; nothing here knows events or definitions. A view
holds all that is public at one moment, so that a later view of the same procedure only adds.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Phase = Literal["draft", "open", "closed", "opened", "evaluated", "awarded", "contracted", "ended"]
Outcome = Literal["running", "cancelled", "failed"]
BidStatus = Literal["pending", "valid", "disqualified", "withdrawn"]
AwardStatus = Literal["pending", "active", "cancelled", "unsuccessful"]
ContractStatus = Literal["pending", "active", "cancelled", "terminated"]


@dataclass(frozen=True, slots=True)
class Party:
    """A body or firm; `id` is unique in the exchange, `code` its registered number."""

    id: str
    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotView:
    """A lot, with its ceiling price where one is announced."""

    id: str
    title: str
    outcome: Outcome = "running"
    value: Decimal | None = None
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A public document; `kind` is a code of the OCDS documentType codelist."""

    id: str
    kind: str
    title: str
    url: str
    published_at: datetime
    media_type: str | None = None
    lots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryView:
    """A published question and its answer; who asked is never part of it."""

    id: str
    asked_at: datetime
    question: str
    answered_at: datetime | None = None
    answer: str | None = None
    lot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BidView:
    """An opened bid: several bidders form a consortium, its leader first."""

    id: str
    lot: str
    bidders: tuple[Party, ...]
    deposited_at: datetime
    status: BidStatus
    price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardView:
    """An award of a lot to the bidders of a bid; `value` is the price awarded."""

    id: str
    lot: str
    suppliers: tuple[Party, ...]
    decided_at: datetime
    status: AwardStatus = "active"
    value: Decimal | None = None
    bid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractView:
    """A contract that follows an award; `value` is the contract price."""

    id: str
    award: str
    signed_at: datetime
    status: ContractStatus = "active"
    title: str | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureView:
    """A procedure as the public sees it after the event at leaf `revision`.

    `method` is an OCDS method, `method_details` names the definition it runs under. Money is in
    `currency`, instants carry their offset.
    """

    id: str
    title: str
    phase: Phase
    principal: Party
    revision: int
    changed_at: datetime
    method: Literal["open", "selective", "limited", "direct"] = "open"
    method_details: str | None = None
    category: Literal["goods", "works", "services"] | None = None
    outcome: Outcome = "running"
    agency: Party | None = None
    value: Decimal | None = None
    currency: str = "CNY"
    published_at: datetime | None = None
    deadline: datetime | None = None
    enquiries_until: datetime | None = None
    lots: tuple[LotView, ...] = ()
    documents: tuple[DocumentView, ...] = ()
    enquiries: tuple[EnquiryView, ...] = ()
    bids: tuple[BidView, ...] = ()
    awards: tuple[AwardView, ...] = ()
    contracts: tuple[ContractView, ...] = ()
    # Parties that applied or were invited, as far as that is public.
    applicants: tuple[Party, ...] = ()
    # A further round of bids is under way: what was opened in the rounds before stays public.
    opened_before: bool = False

    @property
    def bids_are_public(self) -> bool:
        """Tell whether the bids have been opened: before that no release names one."""
        return self.opened_before or self.phase not in {"draft", "open", "closed"}
