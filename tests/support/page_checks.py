"""What every page must hold for those who do not see it: landmarks, headings, labels, names."""

from itertools import pairwise
from typing import Any

from lxml import html

_HIDDEN = {"hidden", "submit"}


def faults(page: bytes) -> list[str]:
    """List what a page gets wrong; nothing where it is sound."""
    tree = html.fromstring(page.decode())
    return [
        *(f"{n} main landmarks" for n in [len(tree.xpath("//main"))] if n != 1),
        *(f"{n} headings of the first level" for n in [len(tree.xpath("//h1"))] if n != 1),
        *_skipped_levels(tree),
        *_unlabelled(tree),
        *_nameless(tree),
        *_repeated_ids(tree),
    ]


def _skipped_levels(tree: Any) -> list[str]:
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    return [f"a heading skips from {a} to {b}" for a, b in pairwise(levels) if b > a + 1]


def _unlabelled(tree: Any) -> list[str]:
    labelled = set(tree.xpath("//label/@for"))
    fields = tree.xpath("//main//input|//main//select|//main//textarea")
    return [
        f"{field.get('name')} has no label"
        for field in fields
        if field.get("type") not in _HIDDEN
        and field.get("id") not in labelled
        and not field.xpath("ancestor::label")
    ]


def _nameless(tree: Any) -> list[str]:
    return [
        f"a {thing.tag} without a name: {html.tostring(thing)[:80]!r}"
        for thing in tree.xpath("//a|//button|//section|//nav")
        if not (thing.text_content().strip() or thing.get("aria-label"))
    ]


def _repeated_ids(tree: Any) -> list[str]:
    ids = tree.xpath("//@id")
    return [f"the id {one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1]
