"""Whatever a foreign portal serves, reading it ends in notices and problems, never in a crash."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from poletai.hub.connectors import read
from poletai.hub.reading.money import UNITS, in_yuan

PIECES = (
    *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td colspan=2>", "<td rowspan=3>"),
    *(
        "<p>",
        "</p>",
        "<!--",
        "-->",
        "中标候选人名称",
        "投标报价(元/%)",
        "名次",
        "第一名",
        "北溪公司",
    ),
    *(
        "南湖公司联合体",
        "、",
        "（",
        "）",
        "4790000.10",
        "482万元",
        "58.9",
        "20%",
        "某某",
        "\x00",
        "&#x110000;",
    ),
    *("标段（包）编号：Q-1", "第一中标候选人：北溪公司", "排名不分先后", "公示期为2026年02月30日"),
)
PAGES = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join)
RECORD: dict[str, Any] = {
    "infoid": "1",
    "title": "青山桥中标候选人公示",
    "infodate": "2026-03-26",
    "xiaquname": "青山市",
    "xiaqucode": "999901",
    "projectjiaoyitypeex": "A02",
}


@given(content=PAGES, kind=st.sampled_from(["003001004", "003001005", "1"]))
def test_every_page_is_a_notice_or_a_problem(content: str, kind: str) -> None:
    record = RECORD | {"infocontent": content, "categorynum": kind}

    reading = read("ggzy", json.dumps([record]).encode())

    assert len(reading.notices) + len(reading.problems) == 1
    for notice in reading.notices:
        candidates = [c for lot in notice.lots for c in lot.candidates]
        unpriced = [c for c in candidates if c.price is None]
        reported = [f for f in notice.not_understood if f.code.startswith("price-")]
        assert len(unpriced) == len(reported)


@given(data=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_every_file_is_read_or_has_a_problem(data: bytes) -> None:
    reading = read("ggzy", data)

    assert reading.problems or data.strip() == b"[]"


@given(
    number=st.decimals(0, 10**12, places=6, allow_nan=False, allow_infinity=False),
    unit=st.sampled_from(sorted(UNITS)),
)
def test_a_unit_moves_the_point_and_nothing_else(number: Decimal, unit: str) -> None:
    yuan = in_yuan(number, unit)

    assert yuan == number * 10 ** UNITS[unit]
    assert "E" not in str(yuan)
