"""Announced auctions: the terms on which a kind of trade is bid for live, as its stories tell."""

from collections.abc import Iterator
from typing import Any

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.library import Library
from poletai.core.procedures.live_lots import settling_move, terms_live
from poletai.core.procedures.playing import Play, play, values_for
from poletai.core.procedures.verdicts import told


def announced_auction(library: Library, definition: Definition) -> dict[str, Any] | None:
    """Return the auction of the first lot a story announces; None where none is bid for live."""
    if settling_move(definition) is None:
        return None
    scenarios, _ = told(library, definition.name)
    found = (
        terms
        for end in play(library, definition, scenarios).values()
        for terms in _terms(library, definition, end)
    )
    return next(found, None)


def _terms(library: Library, definition: Definition, end: Play) -> Iterator[dict[str, Any]]:
    standing = end.standing
    if standing.at is None or "auction" not in standing.facts:
        return
    values = values_for(library, definition, standing, standing.at)
    for lot in standing.lots.values():
        terms = terms_live(definition, values, standing, lot)
        if terms is not None:
            yield terms
