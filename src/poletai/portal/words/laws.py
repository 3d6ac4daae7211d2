"""Laws: a citation as a reader knows it, with the article in our words and its official address."""

from dataclasses import dataclass

from django.utils.translation import gettext

from poletai.core.basics.citation import read_citation
from poletai.core.procedures.library import Library
from poletai.portal.words.texts import said

_STATES = ("中华人民共和国", " of the People's Republic of China")


@dataclass(frozen=True, slots=True)
class Cited:
    """An article by its short name, what it says in our words, and where the official text is."""

    law: str
    short: str
    text: str = ""
    address: str = ""

    def __str__(self) -> str:
        """Write the article as pages name it."""
        return self.short


def cite(library: Library, law: str) -> Cited:
    """Name an article for the reader; one the library does not have stands as it was cited."""
    try:
        article = library.article(law)
    except KeyError:
        return Cited(law, law)
    number = read_citation(law).article
    title = said(article.title)
    for state in _STATES:
        title = title.replace(state, "")
    # What a source says as a whole, or under a name of ours, has no number to tell.
    numbered = gettext("%(title)s, art. %(number)s") % {"title": title, "number": number}
    short = numbered if number[:1].isdigit() else title
    return Cited(law, short, said(article.text), article.address)
