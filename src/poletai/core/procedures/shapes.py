"""Shapes: what the larger fields of a command look like, refused where a key is unknown."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from poletai.core.evaluation.parts import Benchmark, EnergyTerms, Feature, Quantified
from poletai.core.evaluation.terms import Stacking

Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Signature = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{128}$")]
Key = Annotated[str, msgspec.Meta(pattern="^[0-9a-z][0-9a-z-]{0,63}$")]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
DecimalText = Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,12})?$")]


class _Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class MoneyShape(_Shape, frozen=True, kw_only=True):
    """An amount of money as decimal text, in units of the currency."""

    amount: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,18}(\.[0-9]{1,2})?$")]
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")] = "CNY"


class DocumentShape(_Shape, frozen=True, kw_only=True):
    """A document by its title and the hash of its bytes."""

    title: Words
    sha256: Hash
    len: Annotated[int, msgspec.Meta(ge=0)]
    media: Words = "application/pdf"


class LotShape(_Shape, frozen=True, kw_only=True):
    """What is bid for and awarded; `ceiling` is the highest price allowed, if there is one."""

    lot: Key
    title: Words
    title_en: str = ""
    value: MoneyShape
    ceiling: MoneyShape | None = None
    code: str = ""
    # The lot of an earlier round whose bidders this one asks for another bid.
    continues: Key | None = None
    # What is sold: from which price on, in which steps, how much of it, or which items apart or
    # together; what it was appraised at; and the hash its sealed reserve is committed to by.
    start: MoneyShape | None = None
    step: MoneyShape | None = None
    quantity: DecimalText | None = None
    unit: str = ""
    items: list[Words] = []
    appraisal: MoneyShape | None = None
    reserve_hash: Hash | None = None


class CriterionShape(_Shape, frozen=True, kw_only=True):
    """One criterion: its weight in points and the lowest and highest mark an evaluator may give."""

    name: Key
    title: Words
    title_en: str = ""
    weight: DecimalText
    low: DecimalText = "0"
    high: DecimalText
    objective: bool = False
    pass_mark: DecimalText | None = None


class LowPriceShares(_Shape, frozen=True, kw_only=True):
    """The shares below which a price is looked into, 0.50 for half; the law's where one is left."""

    of_mean: DecimalText | None = None
    of_second_lowest: DecimalText | None = None
    of_ceiling: DecimalText | None = None


class TermsShape(_Shape, frozen=True, kw_only=True):
    """How bids of every lot are evaluated: the method by name and what it needs.

    What follows `deductions` is for single methods; one that does not read a part refuses it.
    """

    method: Key
    criteria: list[CriterionShape] = []
    price_weight: DecimalText = "100"
    rounding: dict[str, int] = {}
    ties: list[str] = []
    deductions: dict[Key, DecimalText] = {}
    bonuses: dict[Key, DecimalText] = {}
    same_brand: str = ""
    floor: DecimalText | None = None
    pass_score: DecimalText | None = None
    benchmark: Benchmark | None = None
    features: list[Feature] = []
    costs: list[Key] = []
    quantified: list[Quantified] = []
    energy: EnergyTerms | None = None
    low_price: LowPriceShares | None = None
    stacking: Stacking = "summed"
    # The share of the mean from which on a member gives the reason for a mark.
    deviation: DecimalText | None = None


class MemberShape(_Shape, frozen=True, kw_only=True):
    """A member of the evaluation committee; an expert has no seat for the principal."""

    id: Key
    name: Words
    expert: bool
    organisation: str = ""
    specialty: str = ""
    chair: bool = False
    related: list[str] = []
    site: str = ""
    seat: str = ""


class PartyShape(_Shape, frozen=True, kw_only=True):
    """A body by its id, registered here or not, and by its name."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f]{1,64}$")]
    name: Words


class GroundShape(_Shape, frozen=True, kw_only=True):
    """A ground for a rejection: the article and what was found."""

    law: Words
    finding: Words


class CustodianKeyShape(_Shape, frozen=True, kw_only=True):
    """One custodian's place and fresh public key in a keyset."""

    i: Annotated[int, msgspec.Meta(ge=1, le=255)]
    id: Hash
    pub: Hash
    sig: Words


class KeysetShape(_Shape, frozen=True, kw_only=True):
    """The keys a lot's bids are sealed to, as the sealing protocol has it."""

    t: str
    procedure: str
    lot: Key
    k: Annotated[int, msgspec.Meta(ge=1)]
    n: Annotated[int, msgspec.Meta(ge=1)]
    parts: list[Key]
    custodians: list[CustodianKeyShape]


class ClosingShape(_Shape, frozen=True, kw_only=True):
    """The closing checkpoint: its size and root, and the note with its cosignatures."""

    size: int
    root: Hash
    note: Words


class ReleaseShape(msgspec.Struct, frozen=True):
    """What a trade reads of a custodian's signed release; the rest is for whoever verifies it."""

    part: Key
    custodian: Annotated[int, msgspec.Meta(ge=1, le=255)]


class OwnKeyShape(_Shape, frozen=True):
    """A key a bidder publishes itself: of which part of which bid."""

    bid: Key
    part: Key
    key: Hash


class PartOpeningShape(_Shape, frozen=True, kw_only=True):
    """One opened part: the payload key anyone can decrypt with, the hash and the content found."""

    key: Hash
    sha256: Hash
    content: dict[str, Any]


class OpeningShape(_Shape, frozen=True, kw_only=True):
    """What opening one bid gave: `opened` with its parts, or the fault that kept it shut."""

    bid: str
    verdict: str
    bidder: str = ""
    parts: dict[str, PartOpeningShape] = {}


def complaint(read: Any) -> str | None:
    """Say what a rightly shaped value still gets wrong: empty lists, names used twice."""
    if isinstance(read, list):
        return _list_complaint(read)
    if isinstance(read, TermsShape):
        return _terms_complaint(read)
    return None


def _list_complaint(read: Sequence[Any]) -> str | None:
    if not read:
        return "is empty: give at least one"
    names = [getattr(item, "lot", None) or getattr(item, "id", None) for item in read]
    given = [name for name in names if name]
    twice = sorted({name for name in given if given.count(name) > 1})
    return f"names {', '.join(twice)} twice" if twice else None


def _terms_complaint(terms: TermsShape) -> str | None:
    total = Decimal(terms.price_weight) + sum(Decimal(c.weight) for c in terms.criteria)
    return None if total == Decimal(100) else f"has weights that sum to {total}, not to 100"
