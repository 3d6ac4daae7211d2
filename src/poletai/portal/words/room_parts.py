"""Parts of a room in words: its phases, the columns of its tables, why something was not taken."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from poletai.portal.words.texts import Word

PHASES: Final[Mapping[str, Word]] = {
    "waiting": _("Not begun"),
    "entry": _("Entering"),
    "listing": _("Free bidding"),
    "quiet": _("Quiet period before the timed phase"),
    "asking": _("Bidders are asked whether they stay in"),
    "timed": _("Timed bidding"),
    "second": _("Bidding on the second dimension"),
    "priority": _("Holders of a priority right are asked"),
    "round": _("Bids are taken"),
    "pause": _("Pause between rounds"),
    "turn": _("Turns"),
    "falling": _("The price is falling"),
    "rising": _("The price is rising"),
    "sealed": _("Sealed bids"),
    "best": _("Answer of who took the price"),
    "over": _("Over"),
}

# What the clock counts down to, where it is not simply the end of the phase.
UNTIL: Final[Mapping[str, Word]] = {
    "waiting": _("Begins in"),
    "entry": _("The clock begins in"),
    "pause": _("Goes on in"),
    "quiet": _("Timed phase begins in"),
    "turn": _("This turn ends in"),
    "round": _("This round ends in"),
    "falling": _("Next price in"),
    "rising": _("Next price in"),
    "over": _("Ended"),
}

EVENTS: Final[Mapping[str, Word]] = {
    "room-opened": _("The room was opened"),
    "room-taken": _("A process took the room up"),
    "bidder-joined": _("A bidder came in"),
    "maximum-set": _("A maximum was set"),
    "room-paused": _("The room was paused"),
    "room-resumed": _("The room goes on"),
    "room-amended": _("Its instants were moved"),
    "room-ended": _("Bidding has ended"),
    "room-terminated": _("The bidding was terminated"),
}

COLUMNS: Final[Mapping[str, Word]] = {
    "bidder": _("Plate"),
    "plate": _("Plate"),
    "leader": _("Leads now"),
    "price": _("Price"),
    "amount": _("Amount"),
    "quantity": _("Quantity"),
    "gets": _("Would get"),
    "lot": _("Lot"),
    "item": _("Item"),
    "items": _("Items"),
    "start": _("Start price"),
    "least": _("Next allowed price"),
    "round": _("Round"),
    "state": _("Where it stands"),
    "standing": _("Standing"),
    "at": _("Time"),
    "own": _("Your bid in this round"),
    "points": _("Points"),
    "eligibility": _("Points you may bid on"),
    "active": _("Points you are active on"),
    "waivers": _("Waivers left"),
    "plan": _("Score of the plan"),
    "total": _("Score in all"),
    "compared": _("Compared price"),
    "dimension": _("Bid on"),
}

VALUES: Final[Mapping[str, Word]] = {
    "in": _("still in"),
    "out": _("no longer in"),
    "leads": _("leads"),
    "outbid": _("outbid"),
}

REFUSED: Final[Mapping[str, Word]] = {
    "room.halted": _("The clock stands still. Bid again when it goes on."),
    "room.over": _("Bidding is over."),
    "room.unknown-plate": _("This plate has not joined the room. Load the page again."),
    "room.repeated": _("This message was heard before. Bid again."),
    "room.no-proxies": _("This room takes no maximum."),
    "room.too-fast": _("Too many messages at once. Wait a moment."),
    "room.bad-proof": _("The signature does not hold. Load the page again."),
    "room.other-device": _("You bid from another device since. Load the page again to bid here."),
    "room.too-large": _("The message is too large."),
    "room.begun": _("Only instants that have not come can be moved."),
    "room.not-paused": _("The room is not paused."),
    "room.order-unknown": _("The room does not know this order."),
    "room.bad-ticket": _("This entry is no longer good; another is being asked for."),
    "room.unknown": _("There is no such room."),
    "room.unreadable": _("The room did not understand the message."),
    "room.not-taken": _("The room was interrupted. Look at the price and bid again."),
    "auction.not-higher": _("It does not beat the price. Look at the next allowed price."),
    "auction.not-lower": _("It is less than a step below your own price."),
    "auction.late": _("It came after bidding had ended."),
    "auction.leads-already": _("You lead already."),
    "auction.price-moved": _("The price was another when it arrived."),
    "auction.taken": _("Another bidder took the price first."),
    "auction.off-step": _("The amount stands between two steps."),
    "auction.above-cap": _("The amount is above the cap."),
    "auction.items": _("Choose the items you bid for; in rounds one at a time."),
    "auction.too-many": _("You have as many bids as you may. Take one back first."),
    "auction.eligibility": _("You have not enough points left for this item."),
    "auction.below-start": _("The amount is below the start."),
}
