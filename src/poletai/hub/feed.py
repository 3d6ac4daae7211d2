"""The change feed: every public change in leaf order, in pages that a cursor continues."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import msgspec

from poletai.core.basics.problem import Problem
from poletai.hub.errors import FeedOrderError

LARGEST_PAGE = 1000
_START = "-1"
_LONGEST_NUMBER = 16


class FeedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One public change: the event at leaf `index` of the log."""

    index: int
    procedure: str
    event: str
    at: datetime
    digest: str


class FeedPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some changes in leaf order; ask again with `next`, at once where there is `more`."""

    t: str = "poletai-feed/v1"
    items: tuple[FeedRow, ...]
    next: str
    more: bool


def feed_page(rows: Sequence[FeedRow], *, limit: int, read_to: int) -> FeedPage:
    """Return a page from the rows after the reader's cursor, in leaf order.

    `rows` are all public changes after the cursor up to leaf `read_to`, or at least the first
    limit + 1 of them. Leaves without a public change leave gaps, never doubles. The cursor moves
    to the last row of a full page, otherwise to `read_to`, over which nothing public was left.
    Raises FeedOrderError where the rows do not ascend.
    """
    for first, second in pairwise(rows):
        if first.index >= second.index:
            raise FeedOrderError(first.index, second.index)
    more = len(rows) > limit
    items = tuple(rows[:limit])
    last = items[-1].index if more else max([read_to, *(row.index for row in items)])
    return FeedPage(items=items, next=str(last), more=more)


def read_cursor(text: str | None) -> int | Problem:
    """Return the leaf after which to go on, -1 for the start, or the problem with the cursor."""
    bare = text or _START
    if bare != _START and not _is_number(bare):
        message = f"{bare!r} is no cursor of this feed: leave it out, or give back a `next`"
        return Problem(code="hub.feed-cursor", where="after", message=message)
    return int(bare)


def read_limit(text: str | None, default: int = 100) -> int | Problem:
    """Return how many changes a page may hold, or the problem with the number asked for."""
    bare = text or str(default)
    if not _is_number(bare) or not 1 <= int(bare) <= LARGEST_PAGE:
        message = f"{bare!r} is no page length: give a number from 1 to {LARGEST_PAGE}"
        return Problem(code="hub.feed-limit", where="limit", message=message)
    return int(bare)


def _is_number(text: str) -> bool:
    # Sixteen digits hold every leaf index that JSON can carry exactly.
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
