"""A body that stands behind more than one bid of a lot, in a consortium at least once (TR37)."""

from poletai.core.procedures.findings.finding import Case, Found, Kind
from poletai.core.procedures.findings.gathered import gathered
from poletai.core.procedures.parties import consortium_of, shown, who


def _find(case: Case) -> Found:
    joint = {bid.bid for bid in case.opened if consortium_of(bid) is not None}
    twice = (
        (bids, {"body": shown(names), "bids": ", ".join(bids)})
        for names, bids in who(case.parties)
        if len(bids) > 1 and joint & set(bids)
    )
    return gathered(twice)


KIND = Kind("consortium-twice", _find)
