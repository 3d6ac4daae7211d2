"""Deeds about applicants: a party applies with its papers, or is invited by name."""

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed, Selections
from poletai.core.procedures.deeds.notices import pins_of
from poletai.core.procedures.standing import (
    ApplicantStanding,
    Event,
    Standing,
    put_applicant,
    with_facts,
)


def _pins(context: Context) -> Data:
    """Pin the law: a call for applications is the notice a trade begins with."""
    return {"pins": pins_of(context)}


def _call(standing: Standing, event: Event) -> Standing:
    kept = {name: event.data[name] for name in ("documents", "pins") if name in event.data}
    return with_facts(standing, kept)


def _keep_papers(standing: Standing, event: Event) -> Standing:
    if "documents" not in event.data:
        return standing
    known = standing.applicants[event.data["applicant"]]
    return put_applicant(standing, with_facts(known, {"documents": event.data["documents"]}))


def _initial(context: Context) -> Data:
    return {"applicant-state": context.definition.machines["applicant"].initial}


def _invite(standing: Standing, event: Event) -> Standing:
    for party in event.data["invited"]:
        new = ApplicantStanding(applicant=party["id"], state=event.data["applicant-state"])
        known = standing.applicants.get(party["id"], new)
        told = {"name": party["name"], f"{event.name}.at": format_instant(event.at)}
        standing = put_applicant(standing, with_facts(known, told))
    return standing


def _invited(data: Data) -> Selections:
    return {"invited": tuple(party["id"] for party in data["invited"])}


DEEDS = (
    Deed("call", adds=_pins, folds=_call),
    Deed("apply", folds=_keep_papers),
    Deed("invite", adds=_initial, folds=_invite, selects=_invited, selections=("invited",)),
)
