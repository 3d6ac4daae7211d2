"""Findings hold however bids arrive, and agree with a naive reading of the law."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.support.opened import LOW_PRICE, bid, case

from poletai.core.procedures.findings import findings

TWICE = {"finding-consortium-twice": ("reject", "answer")}
RELATED = {"finding-related-bidders": ("decide", "answer")}

FIRMS = tuple(f"firm-{letter}" for letter in "abcdef")
prices = st.lists(st.integers(1, 400), min_size=1, max_size=7)
groups = st.lists(
    st.lists(st.sampled_from(FIRMS), min_size=1, max_size=3, unique=True), min_size=1, max_size=6
)
ties = st.lists(
    st.tuples(st.sampled_from(("responsible-person", "control")), *[st.sampled_from(FIRMS)] * 2),
    max_size=6,
)


@given(prices, st.none() | st.integers(1, 900), st.randoms(use_true_random=False))
def test_low_prices_agree_with_the_three_tests_in_fractions(
    drawn: list[int], ceiling: int | None, order: object
) -> None:
    bids = [bid(f"b{n}", str(price)) for n, price in enumerate(drawn)]
    facts = {} if ceiling is None else {"ceiling": {"amount": str(ceiling)}}
    got = {f.bids[0] for f in findings(case(bids, LOW_PRICE, **facts))}
    order.shuffle(bids)  # type: ignore[attr-defined] # hypothesis gives a Random

    mean, ordered = Fraction(sum(drawn), len(drawn)), sorted(drawn)
    wanted = {
        f"b{n}"
        for n, price in enumerate(drawn)
        if price < mean / 2
        or (len(drawn) > 1 and price < Fraction(ordered[1], 2))
        or (ceiling is not None and price < Fraction(45 * ceiling, 100))
    }

    assert got == wanted
    assert {f.bids[0] for f in findings(case(bids, LOW_PRICE, **facts))} == wanted


@given(groups)
def test_bodies_that_bid_twice_agree_with_counting_them(drawn: list[list[str]]) -> None:
    bids = []
    for n, members in enumerate(drawn):
        named = [{"organisation": firm} for firm in members]
        consortium = {"consortium": {"lead": members[0], "members": named}}
        part = {"price": {"amount": "1"}, **(consortium if len(members) > 1 else {})}
        bids.append(bid(f"b{n}", part, bidder=members[0]))

    got = {(e["body"], f.bids) for f in findings(case(bids, TWICE)) for e in f.evidence}

    wanted = set()
    for firm in FIRMS:
        within = [n for n, members in enumerate(drawn) if firm in members]
        if len(within) > 1 and any(len(drawn[n]) > 1 for n in within):
            wanted.add((firm, tuple(f"b{n}" for n in within)))
    assert got == wanted


@given(ties)
def test_related_bidders_agree_with_looking_at_every_pair(
    drawn: list[tuple[str, str, str]],
) -> None:
    source = {"source": "register", "recorded": "2026-01-01"}
    relations = [{"kind": k, "one": a, "other": b, **source} for k, a, b in drawn]
    bids = [bid(firm, "1", bidder=firm) for firm in FIRMS]

    found = findings(case(bids, RELATED, {"relations": relations}))

    pairs = {pair for f in found for pair in [frozenset(f.bids)]}
    for a in FIRMS:
        for b in FIRMS:
            related = a != b and (
                ("control", a, b) in drawn
                or any(
                    ("responsible-person", a, p) in drawn and ("responsible-person", b, p) in drawn
                    for p in FIRMS
                )
            )
            if related:
                assert any({a, b} <= pair for pair in pairs)
    assert all(len(pair) > 1 for pair in pairs)


@given(st.integers(1, 10**9), st.integers(0, 10**4))
def test_a_mean_is_never_rounded_before_it_is_compared(cents: int, more: int) -> None:
    low = Decimal(cents).scaleb(-2)
    others = [low * 2 + Decimal(more).scaleb(-2), low * 3, low * 3]
    bids = [bid(f"b{n}", f"{price:f}") for n, price in enumerate([low, *others])]
    only_mean = {**LOW_PRICE, "low-price-of-second-lowest": ("0.0", "share")}
    only_mean["low-price-of-ceiling"] = ("0.0", "share")

    found = [f.bids for f in findings(case(bids, only_mean))]

    whole = Fraction(low) + sum(Fraction(other) for other in others)
    assert (("b0",) in found) is (Fraction(low) * 8 < whole)
