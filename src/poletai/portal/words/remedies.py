"""Remedies by the name their readers know them by: what each is about, and its short number."""

from django.utils.translation import gettext as _

from poletai.core.procedures.standing import RemedyStanding
from poletai.exchange.read_models.remedies import RemedyView
from poletai.portal.words.texts import MATTERS, word

_SHORT = 6


def remedy_name(remedy: RemedyView | RemedyStanding) -> str:
    """Name a remedy: an objection until it was filed with the regulator, then a complaint."""
    about = {"about": word(MATTERS, remedy.facts.get("about", "")), "number": short_number(remedy)}
    if "filed" in remedy.facts:
        return _("Complaint %(number)s about %(about)s") % about
    return _("Objection %(number)s to %(about)s") % about


def short_number(remedy: RemedyView | RemedyStanding) -> str:
    """Return the first signs of its id, enough to tell it from its neighbours."""
    return remedy.remedy[:_SHORT]
