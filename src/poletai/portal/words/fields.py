"""Fields: the label, help and unit that forms show for each name a definition asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from poletai.portal.words.texts import Word


@dataclass(frozen=True, slots=True)
class Label:
    """What a form says about a field."""

    title: Word
    help: Word = ""
    unit: Word = ""


YUAN = _("yuan")
_POINTS = _("points")

LABELS: Final[Mapping[str, Label]] = {
    "title": Label(_("Title in Chinese"), _("The name of the project as it is approved.")),
    "title-en": Label(_("Title in English")),
    "reference": Label(_("Reference number"), _("The number your own files have for it.")),
    "principal": Label(_("Principal"), _("Whose money is at stake.")),
    "agency": Label(_("Agency")),
    "deadline": Label(_("Deadline for bids"), _("Bids are opened at this very time.")),
    "documents-from": Label(_("Documents available from")),
    "documents-until": Label(_("Documents available until")),
    "place": Label(_("Place"), _("Where the work is done or the goods are delivered.")),
    "lots": Label(_("Lots"), _("What is bid for and awarded. One lot is enough.")),
    "terms": Label(_("Terms of evaluation"), _("Weights add up to 100 points.")),
    "documents": Label(_("Documents"), _("Each is kept under the hash of its bytes.")),
    "estimate": Label(_("Estimated value"), "", YUAN),
    "budget": Label(_("Budget"), "", YUAN),
    "security": Label(_("Bid security"), "", YUAN),
    "performance-security": Label(_("Performance security"), "", YUAN),
    "amount": Label(_("Contract price"), _("The price of the award, unchanged."), YUAN),
    "text": Label(_("Text")),
    "question": Label(_("Question to answer")),
    "affects-preparation": Label(
        _("It affects how bids are prepared"), _("Then the deadline has to leave enough time.")
    ),
    "reason": Label(_("Reason"), _("It is published as you write it.")),
    "committee": Label(_("Evaluation committee"), _("Names stay secret until the award.")),
    "scores": Label(_("Marks"), _("Your own marks; the others do not see them.")),
    "grounds": Label(_("Grounds"), _("Each ground names its article and what was found.")),
    "ground": Label(_("Ground")),
    "points": Label(_("Points raised"), _("One point a line. A complaint may not go beyond them.")),
    "known-at": Label(_("When it became known"), _("The time to complain runs from then.")),
    "authority": Label(_("Authority"), _("The first that receives a complaint handles it.")),
    "request": Label(_("What is asked for"), _("What the regulator is to order, and why.")),
    "finding": Label(_("What was found")),
    "publicity-until": Label(_("End of publicity")),
    "contract-until": Label(_("Time to sign the contract")),
    "at": Label(_("Now")),
    "award-price": Label(_("Price of the award")),
    "committee.count": Label(_("Members of the committee")),
    "seq": Label(_("Number of the bid")),
    "openings": Label(_("Openings")),
    "report-submitted.at": Label(_("Report submitted")),
    "award-notified.at": Label(_("Award notified")),
    "invited": Label(_("Who is invited"), _("One party a row. Rows left empty do not count.")),
    "supplier": Label(_("Supplier")),
    "member": Label(_("Member of the framework")),
    "members": Label(_("Members"), _("Choose nobody to take in the first of the ranking.")),
    "places": Label(_("Places"), _("How many of the ranking are taken in.")),
    "order-amount": Label(_("Amount of the order"), "", YUAN),
    "quotes": Label(_("Quotes"), _("Leave empty who did not quote.")),
    "quote": Label(_("Quote"), "", YUAN),
    "applications-until": Label(_("Deadline for applications")),
    "auction": Label(
        _("Terms of the auction"), _("By which rule bids are taken and the price is found.")
    ),
    "mechanism": Label(_("Mechanism")),
    "auction-record": Label(_("Record of the bidding"), _("One line for all that was said.")),
    "record": Label(_("Record of the bidding"), _("One line for all that was said.")),
    "reserve": Label(_("Reserve"), _("As it was sealed before the bidding."), YUAN),
    "reserve-salt": Label(_("Salt of the reserve"), _("64 hexadecimal digits.")),
    # Cells of the groups above.
    "start": Label(_("Start price"), "", YUAN),
    "step": Label(_("Step of the price"), "", YUAN),
    "quantity": Label(_("Quantity")),
    "unit": Label(_("Unit")),
    "appraisal": Label(_("Appraised at"), "", YUAN),
    "items": Label(_("Items, one a line")),
    "reserve_hash": Label(_("Hash of the sealed reserve")),
    "arrived": Label(_("Arrived at")),
    "said": Label(_("What was said"), _("A bid where it is left empty.")),
    "bid-amount": Label(_("Amount of the bid")),
    "dimension": Label(_("Bid on, where not on the price")),
    "plate": Label(_("Number plate")),
    "party-id": Label(_("Id"), _("Its id here, or its credit code where it has none.")),
    "party-name": Label(_("Name")),
    "continues": Label(
        _("Continues lot"), _("The number of the earlier lot whose bidders may bid here.")
    ),
    "lot": Label(_("Number"), _("Small letters and digits: 1, 2, a.")),
    "title_en": Label(_("Title in English")),
    "value": Label(_("Estimated value"), "", YUAN),
    "ceiling": Label(_("Highest price allowed"), "", YUAN),
    "method": Label(_("Method")),
    "price_weight": Label(_("Weight of the price"), "", _POINTS),
    "criteria": Label(_("Criteria"), _("Leave them out where only the price counts.")),
    "name": Label(_("Name")),
    "weight": Label(_("Weight"), "", _POINTS),
    "high": Label(_("Highest mark"), "", _POINTS),
    "objective": Label(_("Objective: every member gives the same mark")),
    "id": Label(_("Seat"), _("Small letters and digits: e1.")),
    "expert": Label(_("Expert")),
    "organisation": Label(_("Body")),
    "specialty": Label(_("Specialty")),
    "chair": Label(_("Chair")),
    "law": Label(_("Article")),
    "draw": Label(_("Draw"), _("A short name of small letters and digits: committee, k1.")),
    "quotas": Label(_("Seats by specialty"), _("Each specialty by its code, such as A08.")),
    "group": Label(_("Specialty")),
    "seats": Label(_("Seats")),
    "max-per-organisation": Label(_("Most of one body")),
    "alternates": Label(_("Alternates of each specialty")),
    "exclusions": Label(
        _("Who is left out"), _("Experts or bodies by their id; reasons are published.")
    ),
    "who": Label(_("Expert or body")),
    "representatives": Label(_("Representatives of the principal")),
    "conflict": Label(
        _("I have an interest in a bidder"), _("Then your seat goes to the next alternate.")
    ),
    "deviation": Label(_("Mark that is far from the mean")),
    "signed": Label(_("Report"), _("The hash of the report you have read.")),
}


# Words a cell of a group needs that a field of the same name has not.
_CELLS: Final[Mapping[str, Label]] = {"title": Label(_("Title"))}


def cell_label(key: str) -> Label:
    """Return what forms say about a cell of a group."""
    return _CELLS.get(key) or label_of(key)


def label_of(name: str) -> Label:
    """Return what forms say about a field; a name nobody described stands for itself."""
    return LABELS.get(name) or Label(name.replace("-", " "))
