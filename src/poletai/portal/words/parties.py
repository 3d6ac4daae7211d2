"""Parties: bodies and firms by the name their readers know them by."""

from collections.abc import Mapping

from poletai.core.procedures.standing import BidStanding
from poletai.exchange.read_models.procedure_page import Party
from poletai.portal.words.texts import title_of


def party_name(parties: Mapping[str, Party], identity: str) -> str:
    """Return a body's name in the reader's language; one nobody registered stands by its id."""
    known = parties.get(identity)
    return title_of(known.name, known.name_en) if known is not None else identity


def bidder_name(parties: Mapping[str, Party], bid: BidStanding) -> str:
    """Name who bids: by its body, else as it was named by hand; empty while it is hidden."""
    identity = str(bid.facts.get("bidder", ""))
    named = str(bid.facts.get("name", identity))
    return party_name(parties, identity) if identity in parties else named


def party_names(parties: Mapping[str, Party]) -> dict[str, str]:
    """Return the names of all bodies at hand by their ids."""
    return {identity: party_name(parties, identity) for identity in parties}
