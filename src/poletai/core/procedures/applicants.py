"""Applicants: the parties that ask to take part in a trade, or were invited to."""

import re

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import ApplicantStanding, Command, Standing

KIND = "applicant"
_BIDDER = "bidder"
# As the id of a party in a field: what a body may be called here or elsewhere.
_ID = re.compile(r"[^\x00-\x1f]{1,64}")


def begin_applicant(definition: Definition, party: str) -> ApplicantStanding:
    """Return the standing of a party that has neither applied nor been invited yet."""
    return ApplicantStanding(applicant=party, state=definition.machines[KIND].initial)


def party_of(command: Command) -> str | None:
    """Name the party a command is about: a bidder speaks for itself, everyone else names one.

    None where none is named that can be a body's id, or a bidder names another.
    """
    if command.role == _BIDDER:
        return command.actor if command.applicant in (None, "", command.actor) else None
    named = command.applicant or ""
    return named if _ID.fullmatch(named) else None


def applicant_of(
    definition: Definition, standing: Standing, party: str | None
) -> ApplicantStanding | None:
    """Find an applicant, or begin with a party not known yet; None where none is named."""
    if party is None:
        return None
    return standing.applicants.get(party) or begin_applicant(definition, party)


def actor_state(standing: Standing, actor: str) -> str | None:
    """Return where an actor stands as an applicant; None where it never was one."""
    known = standing.applicants.get(actor)
    return None if known is None else known.state
