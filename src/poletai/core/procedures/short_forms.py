"""Short forms: how a scenario writes large fields, and what each stands for.

A scenario is read by lawyers: it says what it is about, and these functions fill in the rest.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.short_auctions import auction, digest, sealed

_SUITES = ("price", "tech")
_CUSTODIANS = 5
_NEEDED = 3
_SUMS = ("value", "ceiling", "start", "step", "appraisal")


def expand(kind: str, value: Any) -> Any:
    """Return the full value of a field of this type from its short form; full ones stay."""
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return _FORMS[kind](value) if kind in _FORMS else value


def supplied(kind: str, lots: tuple[str, ...]) -> Any:
    """Return what the exchange itself supplies where a scenario leaves it out."""
    return _keysets(list(lots)) if kind == "keysets" else _SUPPLIED.get(kind)


def sample_hash(text: str) -> str:
    """Return a hash that stands for something a scenario only names."""
    return hashlib.sha256(text.encode()).hexdigest()


def deposit(bid: str, leaf: int, *, seq: int = 1, withdrawn: bool = False) -> dict[str, Any]:
    """Return the entry of a closing's list for a bid a scenario only names."""
    return {
        "bid": bid,
        "seq": seq,
        "kind": "withdrawal" if withdrawn else "deposit",
        "bid_hash": sample_hash(bid),
        "leaf": leaf,
        "salt": sample_hash(f"salt {bid}")[:32],
        "header": None,
    }


def _money(value: Any) -> Any:
    return {"amount": value, "currency": "CNY"} if isinstance(value, str) else value


def _party(value: Any) -> Any:
    return {"id": value, "name": value} if isinstance(value, str) else value


def _parties(value: Any) -> Any:
    return [_party(one) for one in value]


def _quotes(value: Any) -> Any:
    return {bid: _money(quote) for bid, quote in value.items()}


def _documents(value: Any) -> Any:
    return [_document(one) if isinstance(one, str) else one for one in value]


def _document(title: str) -> dict[str, Any]:
    return {"title": title, "sha256": sample_hash(title), "len": len(title)}


def _lots(value: Any) -> Any:
    return [_lot({"lot": one} if isinstance(one, str) else one) for one in value]


def _lot(given: Mapping[str, Any]) -> dict[str, Any]:
    money = {name: _money(given[name]) for name in _SUMS if name in given}
    lot = {"title": f"Lot {given['lot']}", "value": _money("1000000.00"), **given, **money}
    return sealed(lot, sample_hash)


def _digest(value: Any) -> Any:
    return digest(value, sample_hash)


def _terms(value: Any) -> Any:
    return {"method": value} if isinstance(value, str) else value


def _committee(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    counts = (("expert", value.get("experts", 0)), ("member", value.get("others", 0)))
    return [
        {"id": f"{kind}-{n}", "name": f"{kind} {n}", "expert": kind == "expert"}
        for kind, count in counts
        for n in range(1, count + 1)
    ]


def _grounds(value: Any) -> Any:
    return [{"law": g, "finding": "found"} if isinstance(g, str) else g for g in value]


def _keysets(value: Any) -> Any:
    return {lot: _keyset(lot) for lot in value} if isinstance(value, list) else value


def _keyset(lot: str) -> dict[str, Any]:
    custodians = [
        {"i": i, "id": sample_hash(f"id {i}"), "pub": sample_hash(f"{lot} {i}"), "sig": "signed"}
        for i in range(1, _CUSTODIANS + 1)
    ]
    return {
        "t": "poletai-keyset/v1",
        "procedure": "scenario",
        "lot": lot,
        "k": _NEEDED,
        "n": _CUSTODIANS,
        "parts": list(_SUITES),
        "custodians": custodians,
    }


def _shares(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return [{"part": part, "custodian": i} for part, given in value.items() for i in given]


def _openings(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return [_opening(bid, found) for bid, found in value.items()]


def _opening(bid: str, found: Any) -> dict[str, Any]:
    """A price text is a bid opened at that price, a table its whole price part, else a verdict."""
    if isinstance(found, str) and not found[:1].isdigit():
        return {"bid": bid, "verdict": found}
    content = {"price": _money(found)} if isinstance(found, str) else found
    part = {"key": sample_hash(f"key {bid}"), "sha256": sample_hash(bid), "content": content}
    return {"bid": bid, "verdict": "opened", "bidder": f"bidder-{bid}", "parts": {"price": part}}


_FORMS: Mapping[str, Callable[[Any], Any]] = {
    "money": _money,
    "party": _party,
    "parties": _parties,
    "quotes": _quotes,
    "documents": _documents,
    "lots": _lots,
    "auction": auction,
    "digest": _digest,
    "terms": _terms,
    "committee": _committee,
    "grounds": _grounds,
    "keysets": _keysets,
    "shares": _shares,
    "openings": _openings,
}

_SUPPLIED: Mapping[str, Any] = {
    "hash": sample_hash("bid"),
    "signature": "0" * 128,
    "header": {"t": "poletai-bid/v1"},
    "receipts": [{"custodian": 1, "sig": "receipt"}],
    "registers": {},
    "closing": {"size": 1, "root": sample_hash("closing"), "note": "closing of a scenario"},
}
