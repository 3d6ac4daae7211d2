"""Texts of the rulebook in the reader's language, and the words pages have for its closed lists."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from poletai.core.procedures.definition import Definition, Text

Word = str | Promise

ROLES: Final[Mapping[str, Word]] = {
    "principal": _("Principal"),
    "agency": _("Agency"),
    "bidder": _("Bidder"),
    "evaluator": _("Evaluator"),
    "custodian": _("Custodian"),
    "regulator": _("Regulator"),
    "operator": _("Trading centre"),
    "witness": _("Witness"),
    "clock": _("The clock"),
}

PHASES: Final[Mapping[str, Word]] = {
    "draft": _("Draft"),
    "open": _("Open for bids"),
    "closed": _("Bids closed"),
    "opened": _("Bids opened"),
    "evaluated": _("Evaluated"),
    "awarded": _("Awarded"),
    "contracted": _("Contract signed"),
    "ended": _("Ended"),
}

CATEGORIES: Final[Mapping[str, Word]] = {
    "works": _("Construction works"),
    "procurement": _("Government procurement"),
    "goods": _("Goods"),
    "services": _("Services"),
    "goods-services": _("Goods and services"),
    "land": _("State land"),
    "mineral": _("Mineral rights"),
    "equity": _("State-owned assets and equity"),
    "assets": _("Public assets"),
    "technology": _("Results of research"),
    "emission": _("Emission rights"),
    "rural": _("Rural property"),
    "general-auction": _("Auctions"),
}

JURISDICTIONS: Final[Mapping[str, Word]] = {
    "cn": _("China"),
    "cn-ln": _("Liaoning"),
    "ua": _("Ukraine"),
    "eu": _("European Union"),
    "uncitral": _("UNCITRAL model law"),
}

SUBJECTS: Final[Mapping[str, Word]] = {
    "procedure": _("The procedure"),
    "lot": _("Its lots"),
    "bid": _("Its bids"),
    "remedy": _("Its remedies"),
    "applicant": _("Its applicants"),
}

METHODS: Final[Mapping[str, Word]] = {
    "lowest-evaluated-price": _("Lowest evaluated price"),
    "low-price-first": _("Low price first"),
    "comprehensive-score": _("Comprehensive score"),
}

CHOICES: Final[Mapping[str, Word]] = {
    "gave-up": _("The candidate gave up"),
    "force-majeure": _("Force majeure"),
    "unlawful-act": _("An unlawful act was found"),
    "no-performance-security": _("No performance security was given"),
    "refused-to-sign": _("The winner refused to sign"),
    "dismissed": _("Dismissed"),
    "upheld": _("Upheld"),
    "none": _("Nothing has to follow"),
    "evaluate-again": _("The bids are evaluated again"),
    "award-again": _("The award is void and made again"),
    "tender-again": _("The lot is tendered again"),
    "set-aside": _("The sale is set aside"),
    "transfer": _("Bank transfer"),
    "cash": _("Cash"),
    "cheque": _("Cheque"),
    "draft": _("Bank draft or promissory note"),
    "bank-guarantee": _("Bank guarantee"),
    "insurance-guarantee": _("Insurance guarantee"),
    "guarantee-company": _("Guarantee of a guarantee company"),
    "winner-broke": _("The winner would not sign"),
    "principal-broke": _("The principal would not sign"),
    "not-performed": _("The contract was not performed"),
    "triggered": _("A test of the price was met"),
    "committee-judgement": _("The committee's own judgement"),
    "accepted": _("The explanation is accepted"),
    "insufficient": _("The explanation is insufficient"),
}

MATTERS: Final[Mapping[str, Word]] = {
    "documents": _("the documents"),
    "opening": _("the opening"),
    "process": _("the process"),
    "result": _("the result"),
}


def role_title(definition: Definition, role: str) -> str:
    """Name a role as a kind of trade does: its principal may be an owner, a seller, a purchaser."""
    titled = definition.fields.get("principal") if role == "principal" else None
    return word(ROLES, role) if titled is None else said(titled)


def said(text: Text) -> str:
    """Return a text of the rulebook in the reader's language."""
    return text.en if in_english() else text.zh


def in_english() -> bool:
    """Say whether the reader reads English; everyone else reads Chinese."""
    return (get_language() or "").startswith("en")


def title_of(zh: str, en: str) -> str:
    """Return the title in the reader's language, the Chinese one where there is no English."""
    return en if en and in_english() else zh


def word(table: Mapping[str, Word], name: str) -> str:
    """Return the page's word for a name of a closed list; the name itself where it has none."""
    return str(table.get(name, name))


def state_title(definition: Definition, of: str, state: str) -> str:
    """Return what a definition calls a state of a subject."""
    machine = definition.machines.get(of)
    known = machine.state.get(state) if machine is not None else None
    return said(known.title) if known is not None else state


def title_of_event(definitions: Iterable[Definition], name: str) -> str:
    """Return what any kind of procedure calls the move that caused an event of this name."""
    titles = (event_title(definition, name) for definition in definitions)
    return next((title for title in titles if title != name), name)


def event_title(definition: Definition, name: str) -> str:
    """Return what a definition calls the move that caused an event."""
    move = next((move for move in definition.moves if move.then == name), None)
    if move is not None:
        return said(move.title)
    return str(_("Earlier entries disclosed")) if name == "disclosed" else name
