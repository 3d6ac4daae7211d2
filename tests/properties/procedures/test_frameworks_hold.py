"""What holds of every framework: turns are fair, and sums stay within what was agreed."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.support import trials

from poletai.core.procedures.playing import Play, start, take
from poletai.core.procedures.scenarios import Step

BEGIN = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Buyer:
    """Somebody who runs a framework, a minute between two steps."""

    def __init__(self) -> None:
        self.definition = trials.definition(trials.FRAMEWORK)
        self.now: Play = start(self.definition)
        self.at = BEGIN

    def does(self, command: str, lot: str | None = "1", **fields: object) -> bool:
        self.at += timedelta(minutes=1)
        step = Step(at=self.at, command=command, by="principal", lot=lot, fields=fields)
        self.now = take(trials.library(), self.definition, self.now, step)
        return self.now.refusal is None

    def concluded(self, prices: list[int], places: int) -> tuple[str, ...]:
        assert self.does("draft-procedure", None, title="Paper", principal="city")
        terms = "lowest-evaluated-price"
        assert self.does("publish-notice", None, lots=["1"], terms=terms, total="1000.00")
        for number, price in enumerate(prices):
            assert self.does("nominate", supplier=f"firm-{number}", price=f"{price}.00")
        assert self.does("rank-bids")
        assert self.does("conclude", places=places)
        return tuple(self.now.standing.lots["1"].facts["members"])


frameworks = st.integers(2, 6).flatmap(
    lambda places: st.tuples(
        st.lists(st.integers(1, 30), min_size=places + 2, max_size=places + 3), st.just(places)
    )
)


@given(drawn=frameworks, asked=st.lists(st.integers(0, 5), max_size=20))
def test_turns_are_fair_and_go_by_price(drawn: tuple[list[int], int], asked: list[int]) -> None:
    prices, places = drawn
    buyer = Buyer()
    members = buyer.concluded(prices, places)
    counts = Counter(dict.fromkeys(members, 0))

    for wish in asked:
        member = members[wish % places]
        taken = buyer.does("order-in-turn", member=member, amount="0.01")
        assert taken is (member == members[counts.total() % places])
        counts[member] += taken
        assert max(counts.values()) - min(counts.values()) <= 1

    bids = buyer.now.standing.lots["1"].bids
    paid = [int(Decimal(bids[m].facts["content"]["price"]["price"]["amount"])) for m in members]
    assert paid == sorted(prices)[:places]


@given(amounts=st.lists(st.integers(1, 60_000), min_size=1, max_size=8))
def test_orders_never_pass_the_total(amounts: list[int]) -> None:
    buyer = Buyer()
    members = buyer.concluded([10, 20, 30, 40], 2)
    left = Decimal(1000)

    for cents in amounts:
        amount = Decimal(cents) / 100
        taken = buyer.does("order", member=members[0], amount=f"{amount:.2f}")

        assert taken is (amount <= left)
        left -= amount if taken else 0
