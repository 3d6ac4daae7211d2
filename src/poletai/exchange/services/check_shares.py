"""Check shares: custodians say, before the deadline, that they can open a bid."""

from typing import Any

import msgspec

from poletai.exchange.custodians import ask_all
from poletai.exchange.house import House
from poletai.exchange.models import BidLink, Procedure, ShareReceipt
from poletai.exchange.trades import load_trade, raw_connection
from poletai.ledger.store import read
from poletai.sealing.keyset import Keyset
from poletai.sealing.share_check import ShareReceipt as Receipt
from poletai.sealing.share_check import inspect_receipts, receipt_holds


def check_shares(house: House, stream: str) -> bool:
    """Ask the custodians about a bid's last header; True once enough of them gave a receipt."""
    last = last_deposit(house, stream)
    if last is None:
        BidLink.objects.filter(stream=stream).update(checked=True)
        return False
    header, signature, digest = last
    keyset = keyset_of(house, header)
    body = {"header": header, "signature": signature, "keyset": msgspec.to_builtins(keyset)}
    answers = ask_all(house.custodians(), "share-check", body)
    good = [a for a in answers if isinstance(a, dict) and _holds(a, keyset, digest)]
    for receipt in good:
        ShareReceipt.objects.update_or_create(
            stream=stream,
            custodian=receipt["i"],
            seq=header["seq"],
            defaults={"receipt": receipt},
        )
    enough = not inspect_receipts([msgspec.convert(a, Receipt) for a in good], keyset, digest)
    if enough:
        BidLink.objects.filter(stream=stream).update(checked=True)
    return enough


def last_deposit(house: House, stream: str) -> tuple[dict[str, Any], str, str] | None:
    """Return the header, signature and hash a bid stands by now; None once it is withdrawn."""
    events = read(raw_connection(), house.store, stream)
    if not events or "header" not in events[-1].data:
        return None
    data = events[-1].data
    return data["header"], data["signature"], data["bid_hash"]


def keyset_of(house: House, header: dict[str, Any]) -> Keyset:
    """Return the keyset of the lot a header is for."""
    trade = load_trade(house, Procedure.objects.get(id=header["procedure"]))
    return msgspec.convert(trade.standing.facts["keysets"][header["lot"]], Keyset)


def _holds(answer: dict[str, Any], keyset: Keyset, digest: str) -> bool:
    try:
        return receipt_holds(msgspec.convert(answer, Receipt), keyset, digest)
    except msgspec.ValidationError:
        return False
