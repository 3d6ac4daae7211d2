"""Unsold lots begin again at a share of what they began at first, however often."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.support import rules

from poletai.core.procedures.playing import start, take
from poletai.core.procedures.scenarios import Step

PRIVATISATION = "ua.privatisation"
AMOUNTS = st.decimals(Decimal("0.01"), Decimal("99999999.99"), places=2)


@given(value=AMOUNTS, step=AMOUNTS, security=AMOUNTS)
def test_every_later_attempt_is_half_of_the_first(
    value: Decimal, step: Decimal, security: Decimal
) -> None:
    def half(amount: Decimal) -> dict[str, str]:
        rounded = (amount / 2).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return {"amount": f"{rounded:f}", "currency": "CNY"}

    now = start(rules.definition(PRIVATISATION))
    stories = {story.name: story for story in rules.scenarios(PRIVATISATION)}
    notice = stories["a notice opens the lots for bids"].steps[-1]
    own = {
        "lots": [{"lot": "1", "start": f"{value:f}", "step": f"{step:f}"}],
        "security": f"{security:f}",
    }
    steps = [
        *stories["a procedure is drafted"].steps,
        Step(at=notice.at, command=notice.command, fields={**notice.fields, **own}),
        Step(at="listing-until + 1 hour", command="end-attempt"),
        *stories["what was not tried is not halved"].steps,
        *stories["nobody wants it at half"].steps,
        *stories["the last attempt begins at half as well"].steps,
    ]

    for one in steps:
        now = take(rules.library(), rules.definition(PRIVATISATION), now, one)
        assert now.refusal is None
        if one.command in ("list-at-half", "list-falling"):
            facts = now.standing.lots["1"].facts
            assert (facts["start"], facts["step"]) == (half(value), half(step))
            assert now.standing.facts["security"] == half(security)
