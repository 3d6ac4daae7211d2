"""Findings where there is little to find: no lot, no readable sheet, no law yet; wrong values."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.support import rules
from tests.support.chapters import codes
from tests.support.opened import LOW_PRICE, bid, case

from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.definition import Value
from poletai.core.procedures.findings import ANSWERS, Case
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.standing import BidStanding, Command, Tally
from poletai.core.procedures.wording import said_value


def asked(
    given: Case, *, lot: str | None = "1", subject: BidStanding | None = None, **fields: Any
) -> Context:
    asks = {name.replace("_", "-"): value for name, value in fields.items()}
    return Context(
        definition=cast("Any", SimpleNamespace(category="works")),
        values=given.values,
        standing=given.standing,
        subject=subject,
        tally=Tally(),
        command=Command(name="x", role="evaluator", actor="chen", lot=lot, fields=asks),
        move=cast("Any", SimpleNamespace(asks=asks)),
        at=datetime(2026, 3, 25, 2, tzinfo=UTC),
    )


def test_where_there_is_no_lot_nothing_is_found() -> None:
    context = asked(case({"a": "100"}, LOW_PRICE), lot=None, registers={})

    assert DEEDS["record-findings"].adds(context) == {"findings": []}
    assert not GUARDS["findings-answered"].holds(context, {"kinds": list(LOW_PRICE)})
    assert GUARDS["explanations-judged"].holds(context, {})


def test_a_bid_whose_price_cannot_be_read_is_not_corrected() -> None:
    unread = bid("a", {"price": "ninety"})
    context = asked(case([unread], {}), subject=unread)

    assert DEEDS["correct-arithmetic"].adds(context) == {}
    assert not GUARDS["contradicts-itself"].holds(context, {})
    assert not GUARDS["claimed"].holds(asked(case([unread], {}), claim="x"), {"claim": "claim"})


def test_a_fact_of_no_subject_is_not_known() -> None:
    context = asked(case({}, {}))

    assert not GUARDS["known"].holds(context, {"fact": "explain-until"})
    assert GUARDS["unknown"].holds(context, {"fact": "explain-until"})
    assert not GUARDS["own-bid"].holds(context, {})


@pytest.mark.parametrize(
    ("terms", "parameters", "lawful"),
    [
        ({}, {}, True),
        ({"low_price": {"of_mean": "0.50"}}, {}, False),
        ({"low_price": {"of_mean": "0.49"}}, LOW_PRICE, False),
        ({"low_price": {"of_mean": "0.65", "of_ceiling": "0.45"}}, LOW_PRICE, True),
        ({"low_price": {"of_ceiling": "0.66"}}, LOW_PRICE, False),
    ],
)
def test_documents_raise_shares_only_under_a_law_that_lets_them(
    terms: dict[str, Any], parameters: Any, lawful: bool
) -> None:
    context = asked(case({}, parameters), terms=terms)

    assert GUARDS["low-price-shares-lawful"].holds(context, {}) is lawful


def test_every_answer_is_said_in_both_languages() -> None:
    for answer in ANSWERS:
        value = Value(answer, "answer", "cn.tendering-regulation#37")
        assert said_value(value, "zh") != said_value(value, "en")


PARAMETER = """
[parameter.{name}]
title = {{ zh = "核查", en = "Looked for" }}
unit = "answer"
verified-on = 2026-11-22
value = [{{ since = 2020-01-01, is = "{answer}", law = "platform.rules#findings" }}]
"""


@pytest.mark.parametrize(
    ("name", "answer", "code"),
    [
        ("finding-bad-weather", "note", "rulebook.unknown-finding"),
        ("finding-same-brand", "shrug", "rulebook.value"),
        ("finding-abnormally-low-price-ua", "explain", "rulebook.unknown-parameter"),
    ],
)
def test_what_bids_are_looked_through_for_is_known(name: str, answer: str, code: str) -> None:
    assert code in codes(rules.WORKS, own=PARAMETER.format(name=name, answer=answer))
