"""Checks of what single deeds need: their subject, the fields they read, what hides a party."""

from collections.abc import Iterator, Mapping

from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.lines import Path

Found = Iterator[tuple[Path, str, str]]

# What names the subject of a move and can be hidden like a field.
NAMES: Mapping[str, tuple[str, ...]] = {"applicant": ("applicant",)}

# Deed -> the subject it is of, and the fields it cannot do without.
_NEEDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "announce-round": ("procedure", {"lots": "lots", "deadline": "instant"}),
    "call": ("procedure", {}),
    "apply": ("applicant", {}),
    "invite": ("procedure", {"invited": "parties"}),
    "nominate": ("lot", {"supplier": "party", "price": "money"}),
    "conclude": ("lot", {}),
    "tell-holders": ("lot", {"holders": "parties"}),
    "waive-priority": ("lot", {"holder": "party"}),
    "settle": ("lot", {"record": "auction-record"}),
    "settle-sealed": ("lot", {}),
    "award-shares": ("lot", {}),
    "sign-share": ("bid", {"amount": "money"}),
    "order": ("lot", {"member": "text", "amount": "money"}),
}


def check(definition: Definition, move: Move, path: Path) -> Found:
    """Yield what is wrong with what a move does and to whom: path, code and message."""
    of, fields = _NEEDS.get(move.does, (move.of, {}))
    if of != move.of:
        yield path, "rulebook.deed-subject", f"{move.when}: {move.does} is of {of}, not {move.of}"
    for name, kind in fields.items():
        if move.asks.get(name) != kind or name in move.optional:
            message = f'{move.when}: {move.does} asks {name} = "{kind}", always'
            yield path, "rulebook.deed-field", message
    applicants = move.does == "invite" or any(also.of == "applicant" for also in move.also)
    if applicants and "applicant" not in definition.machines:
        yield path, "rulebook.no-machine", f"{move.when} needs machine.applicant"
    if move.of == "applicant":
        yield from _applicant(move, path)


def _applicant(move: Move, path: Path) -> Found:
    if "clock" in move.by:
        message = f"{move.when}: the clock moves applicants only along with a lot or procedure"
        yield path, "rulebook.clock-subject", message
    hidden = {name for name in ("by", "applicant") if name in move.private}
    if "bidder" in move.by and not move.confidential and len(hidden) == 1:
        message = f"{move.when}: who acts is the applicant, so hide `by` and `applicant` together"
        yield path, "rulebook.half-hidden", message
