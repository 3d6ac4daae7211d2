"""Citations: one article of one source, or not a citation."""

import pytest

from poletai.core.basics.citation import Citation, read_citation
from poletai.core.basics.errors import NotACitationError


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("cn.tendering-law#24", Citation("cn.tendering-law", "24")),
        ("cn.tendering-law#24(2)", Citation("cn.tendering-law", "24", "2")),
        ("cn.order-87#59-1", Citation("cn.order-87", "59-1")),
        ("platform#arrival-time", Citation("platform", "arrival-time")),
    ],
)
def test_a_citation_reads_and_writes_itself(text: str, citation: Citation) -> None:
    assert read_citation(text) == citation
    assert str(citation) == text


@pytest.mark.parametrize(
    "text",
    ["", "cn.tendering-law", "#24", "cn.law#", "CN.law#2", "cn.law#2(0)", "cn.law#2 ", "cn..a#1"],
)
def test_what_names_no_one_article_is_refused(text: str) -> None:
    with pytest.raises(NotACitationError, match="is not a citation"):
        read_citation(text)
