"""The feed: following its cursors shows every public change once, in leaf order."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poletai.core.basics.problem import Problem
from poletai.hub.errors import FeedOrderError
from poletai.hub.feed import FeedPage, FeedRow, feed_page, read_cursor, read_limit


def row(index: int) -> FeedRow:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return FeedRow(index=index, procedure="p-1", event="notice-published", at=at, digest="ab")


def ask(public: list[int], size: int, cursor: str | None, limit: int) -> FeedPage:
    """Answer as a server does whose log has `size` leaves, `public` among them."""
    after = read_cursor(cursor)
    assert isinstance(after, int)
    rows = [row(index) for index in public if after < index < size][: limit + 1]
    return feed_page(rows, limit=limit, read_to=max(after, size - 1))


@given(
    public=st.sets(st.integers(0, 60)).map(sorted),
    sizes=st.lists(st.integers(0, 61), min_size=1, max_size=6).map(sorted),
    limit=st.integers(1, 7),
)
def test_following_the_cursors_of_a_growing_log_skips_and_repeats_nothing(
    public: list[int], sizes: list[int], limit: int
) -> None:
    seen: list[int] = []
    cursor: str | None = None
    for size in sizes:
        more = True
        while more:
            page = ask(public, size, cursor, limit)
            assert len(page.items) <= limit
            seen += [item.index for item in page.items]
            cursor, more = page.next, page.more

    assert seen == [index for index in public if index < sizes[-1]]


def test_rows_out_of_leaf_order_are_refused() -> None:
    for wrong in ([3, 2], [3, 3]):
        with pytest.raises(FeedOrderError, match="leaf 3"):
            feed_page([row(index) for index in wrong], limit=9, read_to=9)


def test_an_empty_log_has_an_empty_page_that_starts_over() -> None:
    page = ask([], 0, None, 10)

    assert (page.items, page.more) == ((), False)
    assert read_cursor(page.next) == -1


@pytest.mark.parametrize("text", ["-2", "x", "1.5", "٣", "9" * 17, " 1"])
def test_a_cursor_that_is_none_of_ours_is_a_problem(text: str) -> None:
    problem = read_cursor(text)

    assert isinstance(problem, Problem)
    assert problem.code == "hub.feed-cursor"


@pytest.mark.parametrize(("text", "limit"), [(None, 100), ("", 100), ("7", 7), ("1000", 1000)])
def test_a_page_length_is_a_number_within_bounds(text: str | None, limit: int) -> None:
    assert read_limit(text) == limit


@pytest.mark.parametrize("text", ["0", "1001", "-1", "many"])
def test_a_page_length_out_of_bounds_is_a_problem(text: str) -> None:
    problem = read_limit(text)

    assert isinstance(problem, Problem)
    assert problem.code == "hub.feed-limit"
