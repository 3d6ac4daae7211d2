"""Sums, names and tables as published pages write them."""

from decimal import Decimal

import pytest
from lxml import html

from poletai.hub.reading.grid import grid_of, transposed
from poletai.hub.reading.money import Heading, NotYuan, read_yuan
from poletai.hub.reading.names import split_names

YUAN = Heading(unit="元")
TEN_THOUSANDS = Heading(unit="万元")
YUAN_OR_RATE = Heading(unit="元", at_least=Decimal(1000))


@pytest.mark.parametrize(
    ("text", "heading", "yuan"),
    [
        ("4618800.00", YUAN, "4618800.00"),
        ("4,618,800.00元", YUAN, "4618800.00"),
        ("￥ 12.50 元整", YUAN, "12.50"),
        ("人民币100元", Heading(), "100"),
        ("4618.800001", TEN_THOUSANDS, "46188000.01"),
        ("12.3456789万元", YUAN, "123456.789"),
        ("3亿元", YUAN, "300000000"),
        ("4618800.00元", TEN_THOUSANDS, "4618800.00"),
        ("1000", YUAN_OR_RATE, "1000"),
        ("58.90元", YUAN_OR_RATE, "58.90"),
        ("\uff11\uff12\uff0e\uff15", YUAN, "12.5"),
    ],
)
def test_a_plain_sum_is_read_to_the_last_digit(text: str, heading: Heading, yuan: str) -> None:
    read = read_yuan(text, heading)

    assert isinstance(read, Decimal)
    assert str(read) == yuan


@pytest.mark.parametrize(
    ("text", "heading", "code"),
    [
        ("58.90", YUAN_OR_RATE, "price-maybe-rate"),
        ("73", Heading(rate=True), "price-percentage"),
        ("4618800.00", Heading(), "price-no-unit"),
        ("20%", YUAN, "price-not-plain"),
        ("", YUAN, "price-not-plain"),
        ("约500万元", YUAN, "price-not-plain"),
        ("1,23,456", YUAN, "price-not-plain"),
        ("-5元", YUAN, "price-not-plain"),
        ("壹佰万元整", YUAN, "price-not-plain"),
        ("350万美元", YUAN, "price-not-plain"),
    ],
)
def test_anything_but_a_plain_sum_is_none(text: str, heading: Heading, code: str) -> None:
    assert read_yuan(text, heading) == NotYuan(code)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("北溪公司", ("北溪公司",)),
        ("红太阳种植专业合作社", ("红太阳种植专业合作社",)),
        ("北溪公司、南湖设计院联合体", ("北溪公司", "南湖设计院")),
        ("北溪公司；南湖设计院", ("北溪公司", "南湖设计院")),
        ("北溪公司（南湖设计院联合体）", ("北溪公司", "南湖设计院")),
        (
            "北溪（青山）公司（联合体成员：南湖（武汉）公司、东岭公司）",
            ("北溪（青山）公司", "南湖（武汉）公司", "东岭公司"),
        ),
        ("北溪公司(联合体成员单位:南湖公司)", ("北溪公司", "南湖公司")),
    ],
)
def test_a_consortium_is_split_into_its_members(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "北溪公司联合体",
        "北溪公司（联合体成员：某某）",
        "北溪公司、张三",
        "北溪公司、北溪公司联合体",
        "北溪公司、、联合体",
        "北溪（青山）" * 5000 + "公司联合体",
    ],
)
def test_a_consortium_that_hides_a_member_is_not_split(text: str) -> None:
    assert split_names(text) is None


def texts(page: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid_of(html.fromstring(page))]


def test_a_merged_cell_stands_in_every_place_it_covers() -> None:
    page = """<table><tr><td colspan=2>head</td><td>a</td></tr>
        <tr><td rowspan=2>side</td><td>x</td><td>b</td></tr><tr><td>y</td></tr></table>"""

    assert texts(page) == [["head", "head", "a"], ["side", "x", "b"], ["side", "y", ""]]


def test_spans_of_nonsense_cover_one_place_and_huge_ones_no_more_than_the_table() -> None:
    page = '<table><tr><td colspan="no" rowspan="999999999">a</td><td colspan=0>b</td></tr></table>'

    assert texts(page) == [["a", "b"]]
    wide = grid_of(html.fromstring("<table><tr><td colspan=99999999>a</td></tr></table>"))
    assert len(wide[0]) == 1000


def test_an_empty_table_has_no_place_and_a_nested_one_stays_out() -> None:
    assert texts("<table></table>") == []
    assert texts("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>") == [["ab"]]


def test_turning_a_grid_twice_gives_it_back() -> None:
    page = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    grid = grid_of(html.fromstring(page))

    assert transposed(transposed(grid)) == grid
