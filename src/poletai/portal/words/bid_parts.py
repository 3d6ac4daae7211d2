"""Words of the bid form: what it calls each key of a bid's parts, by where the key stands."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from poletai.portal.words.fields import Label

LABELS: Final[Mapping[str, Label]] = {
    "price": Label(_("Bid price (yuan)"), "", _("yuan")),
    "quantity": Label(_("Quantity you bid for")),
    "packages": Label(
        _("Package"),
        _("All of its items for one price, or none. The price above is the highest of yours."),
    ),
    "packages.items": Label(_("Item")),
    "packages.price": Label(_("Price of the package"), "", _("yuan")),
    "brand": Label(
        _("Brand of the core product"),
        _("Bids of one brand count as one supplier. Write it as the maker does."),
    ),
    "model": Label(_("Model")),
    "features": Label(_("What you offer"), _("Choose one option of each; it counts as published.")),
    "costs": Label(
        _("Later costs"), _("What owning and running it will cost, as the documents ask.")
    ),
    "departures": Label(
        _("Departures from the documents"),
        _("In how many units you depart; 0 where you do not. Each is valued as published."),
    ),
    "energy": Label(
        _("Energy service"), _("The price above is the sum of the payments these figures give.")
    ),
    "energy.savings": Label(_("Savings of period {number}"), "", _("yuan")),
    "energy.share": Label(_("Your share of the savings"), _("0.80 for 80 per cent.")),
    "energy.years": Label(_("The contract runs, years")),
    "energy.days": Label(_("and days")),
    "sheet": Label(
        _("Price in words and in detail"),
        _("What contradicts the price is corrected in the order of law, once you confirm it."),
    ),
    "sheet.words": Label(_("Amount written in words, as figures"), "", _("yuan")),
    "sheet.detail": Label(_("Total of the detail"), "", _("yuan")),
    "sheet.lines": Label(_("Item")),
    "sheet.lines.name": Label(_("Name of the item")),
    "sheet.lines.unit_price": Label(_("Unit price"), "", _("yuan")),
    "sheet.lines.quantity": Label(_("Quantity")),
    "consortium": Label(
        _("Consortium"),
        _("Only where you bid together. No member bids alone or in another consortium."),
    ),
    "consortium.lead": Label(
        _("Leader"), _("The organisation id or credit code of one of the members below.")
    ),
    "consortium.members": Label(_("Consortium member")),
    "consortium.members.organisation": Label(_("Organisation id here")),
    "consortium.members.uscc": Label(_("Unified social credit code")),
    "consortium.members.name": Label(_("Name")),
    "consortium.members.share": Label(_("Share of the work"), _("0.60 for 60 per cent.")),
    "consortium.agreement": Label(_("Joint agreement, signed by every member")),
    "claims": Label(
        _("What you declare"),
        _(
            "Tick only what is true: it changes the price or the points your bid is compared by, "
            "and a false declaration is unlawful."
        ),
    ),
    "claims.statement": Label(_("Statement that says so")),
    "plan": Label(_("Short description of your plan")),
    "answers": Label(_("Answers to the criteria")),
    "answers.statement": Label(_("What you say to it")),
    "answers.documents": Label(_("Documents for it")),
}
