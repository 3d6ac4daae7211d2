"""Comprehensive scores: price and criteria in points, summing to a hundred."""

from decimal import Decimal

from poletai.core.evaluation import Criterion, Offer, Terms, as_json, evaluate

TERMS = Terms(
    "comprehensive-score",
    criteria=(
        Criterion("technical", "Technical", Decimal(50), Decimal(0), Decimal(100)),
        Criterion("record", "Record", Decimal(10), Decimal(0), Decimal(10), objective=True),
    ),
    price_weight=Decimal(40),
    ties=("lower-price", "higher:technical", "draw"),
)


def marks(*technical: str, record: str) -> dict[str, dict[str, Decimal]]:
    names = ("chen", "li", "wang")
    return {
        "technical": {n: Decimal(m) for n, m in zip(names, technical, strict=True)},
        "record": dict.fromkeys(names, Decimal(record)),
    }


ALICE = Offer("alice", Decimal(950_000), scores=marks("80", "85", "90.5", record="8"))
BOB = Offer("bob", Decimal(1_000_000), scores=marks("95", "90", "92", record="10"))


def test_the_score_is_the_price_points_plus_the_criterion_points() -> None:
    result = evaluate([ALICE, BOB], TERMS)

    # bob: 40 x 950000 / 1000000 = 38.00; 50 x 277 / 300 = 46.17; 10.00
    # alice: 40.00; 50 x 255.5 / 300 = 42.58; 8.00
    assert [(p.bid, str(p.score), p.place, p.tied) for p in result.ranked] == [
        ("bob", "94.17", 1, False),
        ("alice", "90.58", 2, False),
    ]


def test_the_marks_of_every_evaluator_stand_in_the_steps() -> None:
    steps = evaluate([ALICE, BOB], TERMS).steps

    technical = next(
        s for s in steps if s.bid == "alice" and s.inputs.get("criterion") == "technical"
    )
    assert technical.inputs == {
        "criterion": "technical",
        "weight": Decimal(50),
        "high": Decimal(100),
        "evaluators": Decimal(3),
        "mark:chen": Decimal(80),
        "mark:li": Decimal(85),
        "mark:wang": Decimal("90.5"),
    }
    assert technical.value == Decimal("42.58")


def test_the_steps_lead_to_the_score() -> None:
    steps = evaluate([ALICE, BOB], TERMS).steps

    final = next(s for s in steps if s.name == "score" and s.bid == "bob")
    assert final.inputs == {
        "price-score": Decimal("38.00"),
        "technical": Decimal("46.17"),
        "record": Decimal("10.00"),
    }
    assert final.value == Decimal("94.17")


def test_a_result_is_plain_json_with_decimals_as_text() -> None:
    written = as_json(evaluate([ALICE], TERMS))

    assert written["ranked"] == [
        {
            "bid": "alice",
            "place": 1,
            "score": "90.58",
            "evaluation_price": "950000.00",
            "bid_price": "950000",
            "contract_price": "950000",
            "tied": False,
        }
    ]
    assert written["steps"][0] == {
        "name": "evaluation-price",
        "bid": "alice",
        "formula": "price - adjustments + deviations",
        "inputs": {"price": "950000"},
        "value": "950000.00",
        "rounding": 2,
    }
