"""The rulebook: every kind of trade, by category, found by words and by whose law it is."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from poletai.portal.frame import show, the_house
from poletai.portal.showing.kinds import Category, homes, kinds_by_category
from poletai.portal.words.texts import JURISDICTIONS, word


@dataclass(frozen=True, slots=True)
class Place:
    """One choice of whose law: where it leads, and whether it is chosen."""

    label: str
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class RulebookPage:
    """The kinds found, with the words and the place they were asked by."""

    q: str
    home: str
    places: tuple[Place, ...]
    categories: tuple[Category, ...]
    found: int


@require_safe
def rulebook(request: HttpRequest) -> HttpResponse:
    """List the kinds of trade that fit what the address asks for."""
    library = the_house().library
    words, home = request.GET.get("q", "").strip()[:200], request.GET.get("law", "")
    known = homes(library)
    home = home if home in known else ""
    categories = kinds_by_category(library, words, home)
    page = RulebookPage(
        q=words,
        home=home,
        places=tuple(_place(words, each, home) for each in ("", *known)),
        categories=categories,
        found=sum(len(category.kinds) for category in categories),
    )
    return show(request, "rulebook", page, section="rulebook")


def _place(words: str, home: str, chosen: str) -> Place:
    query = urlencode({name: value for name, value in (("q", words), ("law", home)) if value})
    label = word(JURISDICTIONS, home) if home else _("Every law")
    return Place(label, f"?{query}", on=home == chosen)
