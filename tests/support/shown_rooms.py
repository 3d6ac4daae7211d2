"""What a room shows of an auction at an instant, after what was heard."""

from typing import Any

from tests.support.rooms import moment, said

from poletai.core.auctions import Entry, Refused, View, find_mechanism, read_terms, take


def shown(given: dict[str, Any], clock: str, *heard: Entry, bidder: str = "") -> View:
    """Return the view at a time of the day, after what was heard."""
    terms, problems = read_terms(given)
    assert problems == ()
    room, name = find_mechanism(given["mechanism"]), given["mechanism"]
    state = room.begin(terms)
    for entry in heard:
        taken = take(name, terms, state, entry.input, entry.at)
        state = state if isinstance(taken, Refused) else taken
    return room.view(terms, state, moment(clock), bidder)


def hidden(given: dict[str, Any], kind: str) -> bool:
    """Say whether a mechanism hides an input of a kind."""
    terms, _ = read_terms(given)
    room = find_mechanism(given["mechanism"])
    entry = said("9:30", "jia", "1000", kind=kind)
    return room.hides(terms, room.begin(terms), entry.input, entry.at)
