"""A bidder or member of a consortium on a sanction list on the day of the deadline."""

from poletai.core.procedures.findings.finding import Case, Found, Kind
from poletai.core.procedures.findings.gathered import gathered
from poletai.core.procedures.registers import Exclusion


def _find(case: Case) -> Found:
    listed = [e for e in case.registers.exclusions if e.in_force(case.day, case.category)]
    return gathered(
        ((party.bid,), _evidence(entry))
        for entry in listed
        for party in case.parties
        if {entry.body, entry.body.upper()} & party.names
    )


def _evidence(entry: Exclusion) -> dict[str, str]:
    return {
        "body": entry.body,
        "source": entry.source,
        "since": entry.since.isoformat(),
        "until": "" if entry.until is None else entry.until.isoformat(),
    }


KIND = Kind("excluded-supplier", _find)
