"""The connector against real notices, and against a second, quite different way to read them.

The second way knows no tables: it drops every tag and takes the words between two headings.
"""

import html
import json
import re
from collections import Counter
from decimal import Decimal

import pytest
from tests.support import needs

from poletai.hub.connectors import read
from poletai.hub.notices import Notice

_BARE = re.compile(r"\d+\.\d{2}")
_SMALLEST_BID = 1000


def words(content: str) -> list[str]:
    flat = html.unescape(re.sub(r"<[^>]+>", "\n", content))
    return [word.strip() for word in flat.split("\n") if word.strip()]


def between(content: str, start: str, end: str) -> list[str]:
    found = words(content)
    begin = found.index(start) + 1
    return found[begin : found.index(end, begin)]


def notices(name: str) -> list[tuple[Notice, str]]:
    data = needs.shared(f"data/ggzy-yichang/{name}.json").read_bytes()
    reading = read("ggzy", data)
    contents = {record["infoid"]: record["infocontent"] for record in json.loads(data)}
    assert reading.problems == ()
    assert len(reading.notices) == len(contents)
    return [(notice, contents[notice.source_id]) for notice in reading.notices]


def prices(notice: Notice) -> list[Decimal | None]:
    return [candidate.price for lot in notice.lots for candidate in lot.candidates]


def test_every_price_of_the_candidate_notices_is_the_one_that_plain_text_shows() -> None:
    for notice, content in notices("candidates"):
        shown = between(content, "投标报价(元/%)", "质量目标")
        plain = [
            Decimal(text) if _BARE.fullmatch(text) and Decimal(text) >= _SMALLEST_BID else None
            for text in shown
        ]

        assert prices(notice) == plain, notice.section_code


def test_every_name_stands_in_the_text_in_the_order_of_the_columns() -> None:
    for notice, content in notices("candidates"):
        shown = between(content, "中标候选人名称", "投标报价(元/%)")
        candidates = notice.lots[0].candidates

        assert len(candidates) == len(shown)
        for candidate, text in zip(candidates, shown, strict=True):
            consortium = "联合体" if len(candidate.names) > 1 else ""
            assert "、".join(candidate.names) + consortium == text


def test_forty_one_notices_have_three_or_more_prices_and_the_rest_say_why_not() -> None:
    read_notices = [notice for notice, _ in notices("candidates")]
    whole = [n for n in read_notices if len(prices(n)) >= 3 and None not in prices(n)]
    others = [n for n in read_notices if n not in whole]

    assert (len(read_notices), len(whole)) == (54, 41)
    for notice in others:
        reported = [f for f in notice.not_understood if f.code.startswith("price-")]
        assert len(reported) == prices(notice).count(None) == len(prices(notice))
        assert all(finding.text for finding in reported)


def test_ranks_are_those_of_the_sentences_and_absent_where_an_order_is_denied() -> None:
    for notice, content in notices("candidates"):
        text = "".join(content.split())
        ranks = [candidate.rank for candidate in notice.lots[0].candidates]
        denied = re.search("不分先后|不标明排序", re.sub("<[^>]+>", "", text)) is not None

        assert ranks == ([None] * len(ranks) if denied else list(range(1, len(ranks) + 1)))


def test_codes_and_dates_of_the_candidate_notices_stand_in_their_text() -> None:
    for notice, content in notices("candidates"):
        text = "".join(words(content))

        assert f"编号：{notice.section_code}" in text
        assert notice.opened_at is not None
        assert f"{notice.opened_at:%Y年%m月%d日 %H时%M分}在" in text
        assert notice.publicity_from is not None
        assert f"公示期为{notice.publicity_from:%Y年%m月%d日%H时%M分}" in text.replace(" ", "")


@pytest.mark.parametrize("unit", ["中标价(元):", "中标价(报价承诺):", "中标价(%):"])
def test_every_price_of_the_award_notices_is_the_one_that_plain_text_shows(unit: str) -> None:
    seen: Counter[bool] = Counter()
    for notice, content in notices("results"):
        if unit not in words(content):
            continue
        shown = "".join(between(content, unit, "履约期限(天):"))
        match = re.fullmatch(r"(\d+(?:\.\d+)?)(元?)", shown)
        plain = match is not None and (unit == "中标价(元):" or match[2] == "元")
        expected = Decimal(match[1]) if match is not None and plain else None
        assert prices(notice) == [expected], notice.section_code
        seen[plain] += 1

    assert seen
