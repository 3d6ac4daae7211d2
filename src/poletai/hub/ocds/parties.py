"""Parties of a release: everyone it refers to, once, with all the roles they play."""

from poletai.hub.ocds.fields import Json, present
from poletai.hub.ocds.view import Party, ProcedureView

# The list of Chinese registration numbers in org-id.guide.
_SCHEME = "CN-SAIC"


def parties_of(view: ProcedureView) -> list[Json]:
    """Return the parties in the order of their first part; bidders only once bids are public.

    An agency manages the procedure for its principal; without one the principal does so itself.
    """
    known: dict[str, Party] = {}
    roles: dict[str, list[str]] = {}
    for party, role in _parts(view):
        known.setdefault(party.id, party)
        played = roles.setdefault(party.id, [])
        if role not in played:
            played.append(role)
    return [_organisation(known[id_], played) for id_, played in roles.items()]


def _parts(view: ProcedureView) -> list[tuple[Party, str]]:
    parts = [(view.principal, "buyer"), (view.agency or view.principal, "procuringEntity")]
    parts += [(applicant, "interestedParty") for applicant in view.applicants]
    if view.bids_are_public:
        parts += [(bidder, "tenderer") for bid in view.bids for bidder in bid.bidders]
        parts += [(firm, "supplier") for award in view.awards for firm in award.suppliers]
    return parts


def _organisation(party: Party, roles: list[str]) -> Json:
    identifier = present({"scheme": party.code and _SCHEME, "id": party.code})
    return present({"id": party.id, "name": party.name, "identifier": identifier, "roles": roles})
