"""Applicants: who asked to take part or was invited, as far as the reader may know."""

from dataclasses import dataclass

from poletai.core.procedures.applicants import KIND
from poletai.core.procedures.standing import ApplicantStanding
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.portal.words.parties import party_name
from poletai.portal.words.texts import state_title


@dataclass(frozen=True, slots=True)
class ApplicantRow:
    """One applicant with where it stands; `own` says that it is the reader's own body."""

    name: str
    state: str
    phase: str
    own: bool


# States whose look says that they did not get in.
_LOOKS = {"refused": "failed", "withdrawn": "cancelled"}


def applicant_rows(view: ProcedureView) -> tuple[ApplicantRow, ...]:
    """List the applicants the reader may know of, its own first, the others in their order."""
    own = view.own_applicant
    others = [
        one
        for one in view.trade.standing.applicants.values()
        if own is None or one.applicant != own.applicant
    ]
    first = [] if own is None else [own]
    return tuple(_row(view, one, own=one is own) for one in (*first, *others))


def applicant_name(view: ProcedureView, identity: str) -> str:
    """Name an applicant; a party that is registered nowhere here is called as it was invited."""
    known = view.trade.standing.applicants.get(identity)
    named = identity if known is None else str(known.facts.get("name", identity))
    return party_name(view.parties, identity) if identity in view.parties else named


def _row(view: ProcedureView, one: ApplicantStanding, *, own: bool) -> ApplicantRow:
    definition = view.trade.definition
    return ApplicantRow(
        name=applicant_name(view, one.applicant),
        state=state_title(definition, KIND, one.state),
        phase=_LOOKS.get(one.state) or definition.phase(KIND, one.state),
        own=own,
    )
