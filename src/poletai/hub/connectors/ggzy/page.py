"""Pages: the HTML of one notice as its paragraphs and, for each lot, its tables."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import html
from lxml.etree import ParserError

from poletai.hub.connectors.ggzy.mapping import Mapping
from poletai.hub.reading.grid import plain_text

# Patterns never meet a paragraph of any length.
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Section:
    """One lot of the page: its code, empty where no paragraph gives one, its prose and tables."""

    code: str
    paragraphs: tuple[str, ...]
    tables: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A notice taken apart, in the order of the page."""

    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]


def take_apart(content: str, mapping: Mapping) -> Page:
    """Return the paragraphs and the sections of a page; a page without elements has neither.

    A paragraph with a section code opens a section, and what follows belongs to it.
    """
    try:
        # As bytes: a page may begin with an XML declaration, which lxml refuses in a str.
        root = html.document_fromstring(content.encode("utf-8", "replace"), parser=_parser())
    except ParserError:
        return Page((), ())
    sections: list[tuple[str, list[str], list[Any]]] = [("", [], [])]
    for element in root.iter("p", "table"):
        if element.tag == "table":
            if next(element.iterancestors("table"), None) is None:
                sections[-1][2].append(element)
            continue
        text = plain_text(element)[:_LONGEST]
        match = re.search(mapping.prose["section_code"], text)
        if match is not None:
            sections.append((match[1], [], []))
        sections[-1][1].append(text)
    return Page(
        tuple(text for _, texts, _ in sections for text in texts),
        tuple(
            Section(code, tuple(texts), tuple(tables))
            for code, texts, tables in sections
            if code or tables
        ),
    )


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8")
