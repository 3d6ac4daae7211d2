"""A draw follows from its specification and its seed, and fills what can be filled."""

import json
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poletai.core.draws.chance import uniform_int
from poletai.core.draws.selection import draw
from poletai.core.draws.spec import (
    Candidate,
    DrawSpec,
    Exclusion,
    commitment,
    draw_hash,
    read_spec,
    seed_of,
)

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "draws.json").read_text())
NOBODY = Exclusion((), ())


def spec(candidates: list[tuple[str, str, str]], quotas: dict[str, int], most: int = 9) -> DrawSpec:
    people = tuple(Candidate(name, tuple(groups), org) for name, groups, org in candidates)
    return DrawSpec(
        "poletai-draw/v1", "T", "1", "poletai-draw-1", people, NOBODY, quotas, most, alternates=2
    )


@pytest.mark.parametrize("fixed", VECTORS["draws"])
def test_the_fixed_draws_come_out(fixed: dict[str, Any]) -> None:
    read = read_spec(fixed["spec"])
    contributions = tuple(bytes.fromhex(text) for text in fixed["contributions"])
    seed = seed_of(read, contributions)

    drawn = draw(read, seed)

    committed = [commitment(read, j, one).hex() for j, one in enumerate(contributions)]
    assert (draw_hash(read).hex(), committed) == (fixed["draw_hash"], fixed["commitments"])
    assert (seed.hex(), list(drawn.order)) == (fixed["seed"], fixed["order"])
    assert {group: list(ids) for group, ids in drawn.seats.items()} == fixed["seats"]
    assert {group: list(ids) for group, ids in drawn.alternates.items()} == fixed["alternates"]
    number = fixed["uniform_int"]
    assert uniform_int(seed, number["label"], number["n"]) == number["value"]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.binary(min_size=32, max_size=32), st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(seed: bytes, random: Any) -> None:
    read = read_spec(VECTORS["draws"][1]["spec"])
    shuffled = list(read.candidates)
    random.shuffle(shuffled)

    other = msgspec.structs.replace(read, candidates=tuple(shuffled))

    assert draw(other, seed) == draw(read, seed)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(["a", "b", "c", "ab", "bc", "abc"]), max_size=6),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=1),
    st.binary(min_size=32, max_size=32),
)
def test_a_quota_that_can_be_filled_is_filled(
    groups: list[str], quotas: dict[str, int], seed: bytes
) -> None:
    people = [(f"x{i}", mine, f"org{i}") for i, mine in enumerate(groups)]
    places = [group for group, count in quotas.items() for _ in range(count)]
    possible = any(
        all(place in mine for place, mine in zip(places, seated, strict=True))
        for chosen in combinations(groups, len(places))
        for seated in permutations(chosen)
    )

    drawn = draw(spec(people, quotas), seed)

    assert drawn.filled == possible
    by_id = {name: mine for name, mine, _ in people}
    seated_ids = [name for ids in drawn.seats.values() for name in ids]
    assert len(seated_ids) == len(set(seated_ids))
    for group, ids in drawn.seats.items():
        assert len(ids) <= quotas[group]
        assert all(group in by_id[name] for name in ids)


def test_nobody_excluded_and_no_organisation_twice_is_drawn() -> None:
    people = [(f"x{i}", "a", f"org{i // 3}") for i in range(12)]
    read = msgspec.structs.replace(
        spec(people, {"a": 3}, most=1), exclude=Exclusion(("x0",), ("org1",))
    )

    for number in range(40):
        drawn = draw(read, bytes([number]) * 32)

        assert not {"x0", "x3", "x4", "x5"} & {*drawn.order}
        assert len({int(name[1:]) // 3 for name in drawn.seats["a"]}) == 3


def test_a_walk_that_only_the_organisation_limit_blocks_is_repeated() -> None:
    people = [("x1", "a", "one"), ("x2", "b", "one"), ("x3", "a", "two")]
    read = spec(people, {"a": 1, "b": 1}, most=1)

    drawn = [draw(read, bytes([number]) * 32) for number in range(20)]

    assert {one.seats["b"] for one in drawn} == {("x2",)}
    assert {one.seats["a"] for one in drawn} == {("x3",)}
    assert {"main", "main/1"} <= {one.label for one in drawn}


def test_an_organisation_limit_that_always_blocks_is_told() -> None:
    drawn = draw(spec([("x1", "a", "one"), ("x2", "a", "one")], {"a": 2}, most=1), bytes(32))

    assert (drawn.filled, drawn.label, len(drawn.seats["a"])) == (False, "main/255", 1)


def test_whole_numbers_stay_below_their_bound_and_reach_all_of_it() -> None:
    huge = 2**63 + 1

    assert {uniform_int(bytes(32), f"n{i}", 5) for i in range(100)} == set(range(5))
    assert all(uniform_int(bytes(32), f"n{i}", huge) < huge for i in range(20))


def test_a_specification_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        read_spec({**VECTORS["draws"][0]["spec"], "favourite": "x1"})
