"""Citations: one article of one source, written cn.tendering-law#24 or cn.tendering-law#24(2)."""

import re

import msgspec

from poletai.core.basics.errors import NotACitationError

_FORM = re.compile(
    r"(?P<source>[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*)"
    r"#(?P<article>[a-z0-9]+(?:-[a-z0-9]+)*)"
    r"(?:\((?P<paragraph>[1-9][0-9]*)\))?"
)


class Citation(msgspec.Struct, frozen=True):
    """An article of a source, and the paragraph or item of it where one is meant."""

    source: str
    article: str
    paragraph: str | None = None

    def __str__(self) -> str:
        """Write the citation as the rulebook has it."""
        paragraph = f"({self.paragraph})" if self.paragraph else ""
        return f"{self.source}#{self.article}{paragraph}"


def read_citation(text: str) -> Citation:
    """Read a citation; raises NotACitationError where it does not name exactly one article."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise NotACitationError(text)
    return Citation(**match.groupdict())
