"""Published values are drawn each as likely, independently, and the order of bids is fair."""

from collections import Counter
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from poletai.core.draws.values import KIND, ValuesSpec, draw_values, values_hash


def spec(bids: tuple[str, ...] = ()) -> ValuesSpec:
    values = {"weight": ("0.3", "0.4", "0.5"), "method": ("arithmetic-mean", "interval-mean")}
    return ValuesSpec(KIND, "T", "1", "poletai-draw-1", values, bids)


def seed(n: int) -> bytes:
    return sha256(n.to_bytes(4)).digest()


def test_every_value_is_drawn_about_as_often() -> None:
    drawn = [draw_values(spec(), seed(n)) for n in range(1200)]
    weights = Counter(one["weight"] for one in drawn)
    pairs = Counter((one["weight"], one["method"]) for one in drawn)

    # Six cells of 200: chi-square with 5 degrees of freedom, far below its 99.9 % point of 20.5.
    assert len(weights) == 3
    assert sum((count - 200) ** 2 / 200 for count in pairs.values()) < 20.5


@settings(max_examples=50, derandomize=True)
@given(st.binary(min_size=32, max_size=32), st.permutations(["a", "b", "c", "d"]))
def test_the_order_bids_are_named_in_does_not_matter(chance: bytes, bids: list[str]) -> None:
    named = draw_values(spec(tuple(bids)), chance)["order"]

    assert named == draw_values(spec(("a", "b", "c", "d")), chance)["order"]
    assert sorted(named) == ["a", "b", "c", "d"]


def test_terms_without_bids_draw_no_order() -> None:
    assert draw_values(spec(), seed(1)).keys() == {"weight", "method"}
    assert values_hash(spec()) != values_hash(spec(("a",)))
