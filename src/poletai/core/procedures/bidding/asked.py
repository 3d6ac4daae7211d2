"""What a lot asks of its bids: which keys of their parts its terms and its definition read."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from poletai.core.evaluation import Feature, Quantified
from poletai.core.procedures.definition import Values

_SOLD_BY = {"quantity": "quantity", "packages": "items"}
_FINDING, _DEDUCTION, _BONUS = "finding-", "deduction-", "bonus-"


class Criterion(msgspec.Struct, frozen=True):
    """A criterion a bid may answer in words and by documents."""

    name: str
    title: str
    title_en: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is relevant in a bid for one lot; `keys` are those of the price part beside the price.

    Of `required` none may be missing. A claim needs its statement where `stated`.
    """

    keys: tuple[str, ...]
    required: tuple[str, ...]
    claims: tuple[str, ...] = ()
    stated: bool = False
    features: tuple[Feature, ...] = ()
    costs: tuple[str, ...] = ()
    quantified: tuple[Quantified, ...] = ()
    criteria: tuple[Criterion, ...] = ()


def asked_of(values: Values, terms: Mapping[str, Any], lot: Mapping[str, Any]) -> Asked:
    """Say what a lot asks: what its terms name, and what its definition looks through bids for."""
    claims = _claims(values, terms)
    required = tuple(_required(terms, lot))
    brand = _looks(values, "same-brand") or bool(terms.get("same_brand"))
    looked = {
        "consortium": _looks(values, "consortium-twice"),
        "brand": brand,
        "model": brand,
        "sheet": _looks(values, "arithmetic"),
        "declares": bool(claims),
        "claims": bool(claims),
    }
    return Asked(
        keys=(*required, *(key for key, relevant in looked.items() if relevant)),
        required=required,
        claims=claims,
        stated=_looks(values, "unproven-claim"),
        features=msgspec.convert(terms.get("features", ()), tuple[Feature, ...]),
        costs=tuple(terms.get("costs", ())),
        quantified=msgspec.convert(terms.get("quantified", ()), tuple[Quantified, ...]),
        criteria=_criteria(terms.get("criteria", ())),
    )


def _looks(values: Values, kind: str) -> bool:
    return f"{_FINDING}{kind}" in values.parameters


def _required(terms: Mapping[str, Any], lot: Mapping[str, Any]) -> list[str]:
    of_terms = {
        "features": "features",
        "costs": "costs",
        "departures": "quantified",
        "energy": "energy",
    }
    asked = [key for key, name in of_terms.items() if terms.get(name)]
    sold_by = [key for key, name in _SOLD_BY.items() if lot.get(name)]
    return [*sold_by, *asked]


def _claims(values: Values, terms: Mapping[str, Any]) -> tuple[str, ...]:
    """List the preferences of the law of the day; bonuses only where the terms give any."""
    given = [_DEDUCTION] if terms.get("bonuses") is None else [_DEDUCTION, _BONUS]
    named = {n.removeprefix(p) for p in given for n in values.parameters if n.startswith(p)}
    return tuple(sorted(named))


def _criteria(said: Sequence[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    return tuple(Criterion(c["name"], c["title"], c.get("title_en", "")) for c in said)
