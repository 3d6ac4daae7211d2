"""Golden evaluations: a released method never changes, so these results hold for good.

A method that must change gets a new name and a new vector; these stay as they are.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from poletai.core.evaluation import Offer, Terms, as_json, evaluate, method_names

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "evaluation.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
def test_an_evaluation_once_released_stays_as_it_was(vector: dict[str, Any]) -> None:
    terms = msgspec.convert(vector["terms"], Terms)
    offers = msgspec.convert(vector["offers"], list[Offer])

    assert as_json(evaluate(offers, terms)) == vector["result"]


def test_every_method_has_a_golden_evaluation() -> None:
    assert {vector["terms"]["method"] for vector in VECTORS} == set(method_names())
