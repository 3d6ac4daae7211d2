"""Auctions: what the pages call mechanisms, what was said in a room, and the rules it met."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from poletai.portal.words.texts import Word

RULES: Final[Mapping[str, Word]] = {
    "auction.accepted": _("Taken"),
    "auction.closes": _("Bids now end at"),
    "auction.order": _("Order of the round, the worst first"),
    "auction.turn": _("Price after the turn"),
    "auction.priority": _("Priority is used"),
    "auction.filled": _("Gets"),
    "auction.marginal-price": _("Price of the last unit, paid by all"),
    "auction.reserve": _("Compared with the reserve"),
    "auction.best": _("Best bid"),
    "auction.compared": _("Compares by"),
    "auction.exit": _("Leaves at"),
    "auction.points": _("Points of price and plan"),
    "auction.second-price": _("Price the second one sets"),
    "auction.allocation": _("Worth of the best choice of bids"),
    "auction.second-solver": _("Looked for again by another solver"),
    "auction.payment": _("Pays for its items"),
    "auction.round": _("The round is over"),
    "auction.held": _("Holds the item"),
    "auction.activity": _("Points it may still bid on"),
    "auction.waiver": _("Uses a waiver, and has left"),
    "auction.no-bid": _("Nobody bid"),
    "auction.not-proved": _("It is not proved who wins"),
    "auction.below-reserve": _("The reserve is not met"),
    "auction.undersubscribed": _("Less is wanted than there is"),
    "auction.tie-priority": _("Equal bids parted by priority"),
    "auction.tie-earliest": _("Equal bids parted by arrival"),
    "auction.tie-entered": _("Equal bids parted by who entered first"),
    "auction.kind-unknown": _("Not said in such a room"),
    "auction.figure": _("No amount or quantity"),
    "auction.time-runs-forward": _("Earlier than what was taken before"),
    "auction.too-early": _("Before bids begin"),
    "auction.late": _("After bids ended"),
    "auction.quiet": _("In the quiet period"),
    "auction.asking": _("While bidders were being asked"),
    "auction.pause": _("In a pause"),
    "auction.not-now": _("Not in this phase"),
    "auction.not-your-turn": _("Not in its turn"),
    "auction.not-asked": _("Not asked then"),
    "auction.not-in": _("Not in this phase of the auction"),
    "auction.no-priority": _("No right before the leader's"),
    "auction.leads-already": _("Leads already"),
    "auction.below-start": _("Worse than the start price"),
    "auction.not-higher": _("Beats nothing"),
    "auction.not-lower": _("Not a step below its own price"),
    "auction.off-step": _("Between two steps"),
    "auction.above-cap": _("Above the cap"),
    "auction.dimension": _("Not bid on then"),
    "auction.units": _("Not whole units"),
    "auction.too-much": _("More or less than one may bid for"),
    "auction.price-moved": _("The price was another then"),
    "auction.taken": _("The price was taken already"),
    "auction.in-already": _("Is in already"),
    "auction.items": _("Names no items of the auction"),
    "auction.too-many": _("More bids than one bidder may have"),
    "auction.eligibility": _("More points than it may bid on"),
}

VALUES: Final[Mapping[str, Word]] = {
    "met": _("The reserve is met"),
    "not met": _("The reserve is not met"),
    "takes the lead": _("Takes the lead"),
    "agrees": _("Agrees"),
    "differs": _("Differs"),
    "no answer": _("Gave no answer in reasonable time"),
}

KINDS: Final[Mapping[str, Word]] = {
    "bid": _("Bid"),
    "offer": _("First offer"),
    "confirm": _("Stays in"),
    "exercise": _("Uses its priority"),
    "accept": _("Takes the price"),
    "cancel": _("Takes its bid back"),
}
