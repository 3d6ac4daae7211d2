"""Parties: bodies and firms by the name their readers know them by."""

from collections.abc import Mapping

from poletai.exchange.read_models.procedure_page import Party
from poletai.portal.words.texts import title_of


def party_name(parties: Mapping[str, Party], identity: str) -> str:
    """Return a body's name in the reader's language; one nobody registered stands by its id."""
    known = parties.get(identity)
    return title_of(known.name, known.name_en) if known is not None else identity


def party_names(parties: Mapping[str, Party]) -> dict[str, str]:
    """Return the names of all bodies at hand by their ids."""
    return {identity: party_name(parties, identity) for identity in parties}
