"""Raising: whether a bid beats the leader, at the price or, past its cap, on a second dimension."""

from decimal import Decimal

import msgspec

from poletai.core.auctions.grid import not_above
from poletai.core.auctions.inputs import Input
from poletai.core.auctions.listing import ListingTerms
from poletai.core.auctions.settlement import Quote, Refused
from poletai.core.basics.exact import total


def unfit(terms: ListingTerms, leader: Quote | None, said: Input) -> Refused | None:
    """Refuse a bid that does not beat the leader by the terms; None for one that does."""
    amount = said.amount
    if amount is None:
        return Refused("auction.figure", "a bid names its amount")
    if leader is not None and leader.bidder == said.bidder and not terms.leader_may_raise:
        return Refused("auction.leads-already", f"{said.bidder} leads already")
    if said.dimension:
        return _unfit_second(terms, leader, said.dimension, amount)
    if leader is not None and amount == leader.price and _same_price(terms, leader, said.bidder):
        return None
    if terms.cap is not None and (amount > terms.cap or _capped(terms, leader)):
        return Refused("auction.above-cap", f"the price goes no higher than {terms.cap:f}")
    return not_above(amount, None if leader is None else leader.price, terms.start, terms.step)


class NextBid(msgspec.Struct, frozen=True):
    """The smallest amount taken next, on the price or on the second dimension."""

    amount: Decimal
    dimension: str = ""


def next_bid(terms: ListingTerms, leader: Quote | None, bidder: str) -> NextBid | None:
    """Return the next bid of a bidder, of anybody where none is named; None where none is taken."""
    if leader is None:
        return NextBid(terms.start)
    if leader.bidder == bidder and not terms.leader_may_raise:
        return None
    if leader.bidder != bidder and _same_price(terms, leader, bidder):
        return NextBid(leader.price)
    if not _capped(terms, leader):
        return NextBid(total((leader.price, terms.step)))
    second = terms.second
    if second is None:
        return None
    led = leader.amount
    amount = second.start if led is None else total((led, second.step))
    over = second.most is not None and amount > second.most
    return None if over else NextBid(amount, second.name)


def _same_price(terms: ListingTerms, leader: Quote, bidder: str) -> bool:
    priority = terms.priority
    if priority is None or priority.model != "same-price" or leader.dimension:
        return False
    return priority.outranks(bidder, leader.bidder)


def _capped(terms: ListingTerms, leader: Quote | None) -> bool:
    if leader is None or terms.cap is None:
        return False
    return total((leader.price, terms.step)) > terms.cap


def _unfit_second(
    terms: ListingTerms, leader: Quote | None, dimension: str, amount: Decimal
) -> Refused | None:
    second = terms.second
    if second is None or dimension != second.name or not _capped(terms, leader):
        return Refused("auction.dimension", f"nothing is bid on {dimension} now")
    if second.most is not None and amount > second.most:
        return Refused("auction.above-cap", f"{dimension} goes no higher than {second.most:f}")
    led = None if leader is None else leader.amount
    return not_above(amount, led, second.start, second.step)
