"""Golden auctions: a released mechanism never changes, so these settlements hold for good.

A mechanism that must change gets a new name and a new vector; these stay as they are.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from poletai.core.auctions import as_json, mechanism_names, read_record, settle_record

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "auctions.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
def test_a_settlement_once_released_stays_as_it_was(vector: dict[str, Any]) -> None:
    reserve = None if vector["reserve"] is None else Decimal(vector["reserve"])
    settled = settle_record(vector["terms"], read_record(vector["record"]), reserve)

    assert as_json(settled) == vector["settlement"]


def test_every_mechanism_has_a_golden_settlement() -> None:
    assert {vector["terms"]["mechanism"] for vector in VECTORS} == set(mechanism_names())
