"""Rooms: every text a live room's page needs, by the key its script asks for."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from poletai.portal.words.auctions import KINDS, RULES
from poletai.portal.words.room_parts import COLUMNS, EVENTS, PHASES, REFUSED, UNTIL, VALUES
from poletai.portal.words.texts import Word

_SAID: Final[Mapping[str, Word]] = {
    "price": _("Price"),
    "you": _("you"),
    "plate": _("plate {plate}"),
    "plate-you": _("plate {plate} (you)"),
    "by-proxy": _("by maximum"),
    "no-leader": _("nobody yet"),
    "extended": _("+{by} extended"),
    "round": _("round {round}"),
    "turn": _("turn of {plate}"),
    "dimension": _("bids are on: {name}"),
    "until": _("Ends in"),
    "still": _("The clock stands still: {why}."),
    "still-until": _("The clock stands still: {why}. It goes on at {runs}."),
    "still:pause": _("the auctioneer paused the room"),
    "still:outage": _("the room was interrupted; the time lost is added"),
    "over:ended": _("Bidding has ended"),
    "over:terminated": _("The auctioneer terminated the bidding"),
    "no-longer-enough": _("Your amount is no longer enough: the next allowed price is shown."),
    "bid-item": _("Bid {amount}"),
    "bid-on-item": _("Bid {amount} on {item}"),
    "jump": _("You bid {amount} {unit}. The next allowed price is only {least}."),
    "sure:exit": _("You leave at {amount} {unit}, and cannot come back."),
    "sure:cancel": _("You take your bid back."),
    "hint:short": _("{amount} is not enough: the next allowed price is {least}."),
    "hint:amount-missing": _("Write an amount in digits."),
    "hint:quantity-missing": _("Write how much you want, in digits."),
    "hint:items-missing": _("Choose at least one item."),
    "off:joining": _("Joining the room …"),
    "off:lost": _("Not connected: nothing can be bid now."),
    "off:waiting": _("Your last bid is not yet confirmed."),
    "off:still": _("The clock stands still; bids are taken when it goes on."),
    "off:over": _("Bidding is over."),
    "off:leads": _("You lead: there is no need to bid."),
    "off:out": _("You have no part in this phase."),
    "off:turn": _("It is another bidder's turn."),
    "off:phase": _("Nothing is bid in this phase."),
    "answer:taken": _("Taken: {what}"),
    "answer:refused": _("Not taken: {what}. {reason}"),
    "answer:waiting": _("Not yet confirmed: {what}"),
    "answer:came-through": _("Taken before the connection was lost: {what}"),
    "answer:lost": _("Not taken, the connection was lost first: {what}. Bid again if you want to."),
    "answer:not-sent": _("Not sent, there is no connection: {what}"),
    "entry:signed-out": _("You are not admitted here, or your sign-in has ended. Sign in again."),
    "entry:closed": _("The room is not open."),
    "entry:no-key": _("This browser cannot sign bids (Ed25519). Use a newer one."),
    "told:price": _("Price {price} {unit}, plate {plate} leads."),
    "told:outbid": _("You are outbid at {price}. Next allowed price {least}."),
    "told:lost": _("Connection lost. No bid can be made until it is back."),
    "told:back": _("Connected to the room."),
    "told:left": _("{seconds} seconds left."),
    "frame": _("change {n} of {of}"),
}
_ACTS: Final[Mapping[str, Word]] = {
    "bid": _("Bid"),
    "offer": _("Make the first offer"),
    "confirm": _("I stay in"),
    "exercise": _("Use my priority right"),
    "accept": _("Take this price"),
    "enter": _("Enter"),
    "exit": _("Leave at this price"),
    "cancel": _("Take my bid back"),
    "maximum": _("Set the maximum"),
}


def act_of(kind: str) -> str:
    """Return what the button of a kind of input says."""
    return str(_ACTS.get(kind, KINDS.get(kind, kind)))


def happening_title(event: str) -> str:
    """Return what pages call an event of a room."""
    return str(EVENTS.get(event, event))


def room_words() -> dict[str, str]:
    """Return all texts in the reader's language."""
    groups = {
        "phase": PHASES,
        "until": UNTIL,
        "kind": {**KINDS, "maximum": _("Maximum"), "enter": _("Enters"), "exit": _("Leaves")},
        "event": EVENTS,
        "column": COLUMNS,
        "value": VALUES,
        "refused": {**RULES, **REFUSED},
    }
    told = {f"{group}:{key}": text for group, of in groups.items() for key, text in of.items()}
    return {key: str(text) for key, text in {**_SAID, **told}.items()}
