"""Notices of city trading centres: what is read, and what is reported instead of guessed."""

import json
from datetime import date, datetime
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from poletai.hub.connectors import read, sources
from poletai.hub.errors import UnknownSourceError
from poletai.hub.notices import Notice

SAMPLES = resources.files("poletai.hub.connectors.ggzy").joinpath("samples/notices.json")


def records() -> list[dict[str, Any]]:
    parsed: list[dict[str, Any]] = json.loads(SAMPLES.read_text(encoding="utf-8"))
    return parsed


def read_one(record: object) -> Notice:
    reading = read("ggzy", json.dumps([record]).encode())
    assert reading.problems == ()
    return reading.notices[0]


def page(body: str, **fields: Any) -> dict[str, Any]:
    html = f"<html><body><p>标段（包）编号：Q-01</p>{body}</body></html>"
    return records()[0] | {"infocontent": html, **fields}


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def codes(notice: Notice) -> set[str]:
    return {f.code for f in notice.not_understood} - {"date-absent"}


def test_a_ranked_notice_is_read_whole() -> None:
    notice = read_one(records()[0])

    assert notice.not_understood == ()
    assert notice.section_code == "QSA020001-202601-01"
    assert notice.project == "青山水库除险加固工程"
    assert (notice.region, notice.trade_class) == ("999901", "A02")
    assert notice.published_on == date(2026, 3, 26)
    assert notice.announced_on == date(2026, 3, 2)
    assert notice.opened_at == datetime.fromisoformat("2026-03-24T09:00:00+08:00")
    assert notice.publicity_until == datetime.fromisoformat("2026-03-30T17:30:00+08:00")
    assert (notice.principal, notice.agency) == ("青山市水务局", "青山招标代理有限公司")
    candidates = notice.lots[0].candidates
    assert [c.rank for c in candidates] == [1, 2, 3]
    assert [c.price for c in candidates] == list(
        map(Decimal, ("4790000.10", "4810000.00", "4820000"))
    )
    assert candidates[1].names == ("南湖水利有限公司", "南湖设计院有限公司")
    assert candidates[2].raw["投标报价(元/%)"] == "482万元"


def test_rates_formulas_and_bare_small_numbers_are_reported_with_their_text() -> None:
    notice = read_one(records()[1])

    assert notice.section_code == "QSA020002-202601-01(2)"
    assert notice.project == "青山渠设计(第2次招标)"
    assert [c.price for c in notice.lots[0].candidates] == [None, None, None]
    assert [(f.code, f.text) for f in notice.not_understood] == [
        ("price-rate", "下浮率20.50%"),
        ("price-maybe-rate", "58.90"),
        ("price-formula", "按收费标准的45%计算"),
    ]


def test_ranks_are_dropped_where_the_page_denies_an_order() -> None:
    notice = read_one(records()[2])

    assert [c.rank for c in notice.lots[0].candidates] == [None, None]
    assert codes(notice) == {"rank-contradiction"}


def test_an_award_is_read_from_labels_and_values_side_by_side() -> None:
    notice = read_one(records()[3])

    assert (notice.kind, notice.section_code) == ("award", "QSA020004-202601-01")
    assert notice.principal == "青山市水务局"
    assert notice.lots[0].title == "青山泵站采购"
    (winner,) = notice.lots[0].candidates
    assert winner.names == ("北溪建设有限公司", "南湖水利有限公司")
    assert (winner.price, winner.rank) == (Decimal("818829.80"), None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("某某", "price-masked"),
        ("设计费1万元；建安费2万元", "price-several-sums"),
        ("建安费1元；运营费19.9%", "price-sum-and-rate"),
        ("95%", "price-percentage"),
        ("/", "price-absent"),
        ("面议", "price-prose"),
    ],
)
def test_every_other_price_has_a_code_that_says_what_it_is(text: str, code: str) -> None:
    rows = table(["中标候选人名称", "北溪公司"], ["投标报价(元)", text])

    notice = read_one(page(rows))

    assert codes(notice) == {code}
    assert notice.lots[0].candidates[0].price is None


def test_a_price_in_a_unit_nobody_described_is_not_read() -> None:
    rows = table(["中标候选人名称", "北溪公司"], ["投标报价(美元)", "5000000"])

    assert codes(read_one(page(rows))) == {"price-unknown-unit"}


def test_a_table_with_a_row_for_each_candidate_is_turned_round() -> None:
    rows = table(
        ["排名", "中标候选人", "投标价（万元）"],
        ["2", "北溪公司", "482.5"],
        ["1", "南湖公司", "479"],
    )

    notice = read_one(page(rows))

    assert [(c.names[0], c.rank, str(c.price)) for c in notice.lots[0].candidates] == [
        ("北溪公司", 2, "4825000"),
        ("南湖公司", 1, "4790000"),
    ]


def test_one_price_under_two_names_belongs_to_neither() -> None:
    merged = (
        "<table><tr><td>中标候选人名称</td><td>北溪公司</td><td>南湖公司</td></tr>"
        "<tr><td>投标报价(元)</td><td colspan=2>5000000</td></tr></table>"
    )

    notice = read_one(page(merged))

    assert [c.price for c in notice.lots[0].candidates] == [None, None]
    assert codes(notice) == {"price-shared"}


def test_two_prices_under_one_name_are_no_plain_sum() -> None:
    merged = (
        "<table><tr><td>中标候选人名称</td><td colspan=2>北溪公司</td></tr>"
        "<tr><td>投标报价(元)</td><td>5000000元</td><td>6000000元</td></tr></table>"
    )

    assert codes(read_one(page(merged))) == {"price-several-sums"}


def test_several_lots_keep_their_own_candidates_and_ranks() -> None:
    def lot(name: str, price: str) -> str:
        return (
            table(["中标候选人名称", name], ["投标报价(元)", price])
            + f"<p>第一中标候选人：{name}</p>"
        )

    body = lot("北溪公司", "5000000") + "<p>标段（包）编号：Q-02</p>" + lot("南湖公司", "6000000")

    notice = read_one(page(body))

    assert [lot.code for lot in notice.lots] == ["Q-01", "Q-02"]
    assert [lot.candidates[0].names for lot in notice.lots] == [("北溪公司",), ("南湖公司",)]
    assert [lot.candidates[0].rank for lot in notice.lots] == [1, 1]


def test_a_rank_in_a_sentence_counts_and_one_against_the_table_does_not() -> None:
    names = ["中标候选人名称", "北溪公司", "南湖公司"]
    said = "<p>第一中标候选人：北溪公司（总得分：94.72分）</p><p>第二中标候选人：南湖公司。</p>"

    agreed = read_one(page(table(names) + said))
    against = read_one(page(table(["名次", "第二名", "第一名"], names) + said))

    assert [c.rank for c in agreed.lots[0].candidates] == [1, 2]
    assert [c.rank for c in against.lots[0].candidates] == [None, None]
    assert "rank-contradiction" in codes(against)


def test_masked_and_unclear_names_are_kept_as_they_stand() -> None:
    rows = table(["中标候选人名称", "某某", "北溪公司联合体"], ["名次", "第一名", "头名"])

    notice = read_one(page(rows))

    assert [c.names for c in notice.lots[0].candidates] == [("某某",), ("北溪公司联合体",)]
    assert codes(notice) == {"names-masked", "names-unclear", "rank-unclear", "price-absent"}


def test_another_project_in_the_prose_is_reported_but_a_mask_is_not() -> None:
    said = "<p>{}于2026年03月02日在示范系统发布招标公告，2026年02月31日 09时00分在中心开标</p>"
    rows = table(["中标候选人名称", "北溪公司"], ["投标报价(元)", "5000000"])

    other = read_one(page(rows + said.format("青山桥")))
    masked = read_one(page(rows + said.format("某某除险加固工程")))

    assert codes(other) == {"project-differs", "date-impossible"}
    assert codes(masked) == {"date-impossible"}
    assert other.opened_at is None


def test_a_masked_party_and_a_missing_section_code_are_reported() -> None:
    rows = table(["中标候选人名称", "北溪公司"], ["投标报价(元)", "5000000"])
    html = f"<html><body>{rows}<p>1.招标人：某某</p></body></html>"

    notice = read_one(records()[0] | {"infocontent": html})

    assert codes(notice) == {"party-masked", "section-code-absent"}
    assert {f.where for f in notice.not_understood if f.code == "date-absent"} == {
        "announced_on",
        "opened_at",
        "publicity_from",
        "publicity_until",
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html>", "hub.not-json"),
        (b"{}", "hub.not-a-list"),
        (b"[1]", "hub.not-a-record"),
        (b'[{"infoid": "x"}]', "hub.not-a-record"),
        (json.dumps([page("", categorynum="9")]).encode(), "hub.unknown-kind"),
        (json.dumps([page("")]).encode(), "hub.no-candidates"),
        (json.dumps([page("") | {"infocontent": ""}]).encode(), "hub.no-candidates"),
        (json.dumps([records()[3] | {"infocontent": "<p>x</p>"}]).encode(), "hub.no-candidates"),
    ],
)
def test_what_is_no_notice_is_a_problem(data: bytes, code: str) -> None:
    reading = read("ggzy", data)

    assert reading.notices == ()
    assert [problem.code for problem in reading.problems] == [code]


def test_a_page_may_begin_with_an_xml_declaration() -> None:
    record = records()[0]
    record["infocontent"] = '<?xml version="1.0" encoding="gbk"?>' + record["infocontent"]

    assert read_one(record).not_understood == ()


def test_a_bad_record_does_not_hide_the_good_ones() -> None:
    reading = read("ggzy", json.dumps([records()[0], 7, records()[3]]).encode())

    assert len(reading.notices) == 2
    assert [problem.where for problem in reading.problems] == ["$[1]"]


def test_a_lot_that_names_nobody_is_reported_beside_one_that_does() -> None:
    rows = table(["中标候选人名称", "北溪公司"], ["投标报价(元)", "5000000"])

    assert codes(read_one(page(rows + "<p>标段（包）编号：Q-02</p>"))) == {"candidates-absent"}


def test_a_second_table_of_candidates_without_a_code_of_its_own_is_reported() -> None:
    first = table(["中标候选人名称", "北溪公司"], ["投标报价(元)", "5000000"])
    second = table(["中标候选人名称", "南湖公司"], ["投标报价(元)", "6000000"])

    notice = read_one(page(first + second))

    assert [c.names for c in notice.lots[0].candidates] == [("北溪公司",)]
    assert [(f.code, f.text) for f in notice.not_understood if f.code != "date-absent"] == [
        ("candidates-again", "南湖公司")
    ]


def test_tables_inside_tables_and_empty_tables_name_nobody() -> None:
    inner = table(["中标候选人名称", "南湖公司"])
    rows = table(["中标候选人名称", "北溪公司"], ["投标报价(元)", "5000000"], ["附", inner])

    notice = read_one(page("<table></table>" + rows))

    assert [c.names for c in notice.lots[0].candidates] == [("北溪公司",)]
    assert codes(notice) == set()


def test_an_award_without_a_winner_names_nobody() -> None:
    record = records()[3]
    record["infocontent"] = record["infocontent"].replace(
        "北溪建设有限公司（南湖水利有限公司联合体）", ""
    )

    reading = read("ggzy", json.dumps([record]).encode())

    assert [problem.code for problem in reading.problems] == ["hub.no-candidates"]


def test_sources_are_the_folders_that_hold_a_connector() -> None:
    assert "ggzy" in sources()
    with pytest.raises(UnknownSourceError, match="ggzy"):
        read("nowhere", b"[]")
