"""A reserve sealed in the browser opens in Python, and the other way round."""

import json
from pathlib import Path

import pytest
from tests.support.client import Ask, ClientError

from poletai.sealing.reserve import read_reserve, seal_reserve, write_reserve

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/reserves.json").read_text("utf-8"))


def test_the_published_reserves_open_in_the_browser(ask: Ask) -> None:
    for vector in VECTORS["reserves"]:
        assert ask("readReserve", file=json.dumps(vector)) == vector


def test_a_reserve_sealed_here_opens_in_the_browser(ask: Ask) -> None:
    file = write_reserve(seal_reserve("850000")).decode()

    assert ask("readReserve", file=file) == json.loads(file)


def test_a_reserve_sealed_in_the_browser_opens_here(ask: Ask) -> None:
    one, other = (ask("sealReserve", typed="850,000") for _ in range(2))

    assert read_reserve(json.dumps(one).encode()).amount == "850000.00"
    assert one["salt"] != other["salt"]


def test_amounts_are_written_the_same(ask: Ask) -> None:
    for typed, written in VECTORS["amounts"]:
        assert ask("plainAmount", typed=typed) == written


@pytest.mark.parametrize("typed", VECTORS["no_amounts"])
def test_what_is_no_amount_is_no_amount_in_the_browser_either(ask: Ask, typed: str) -> None:
    with pytest.raises(ClientError):
        ask("sealReserve", typed=typed)


@pytest.mark.parametrize(
    "changed", [{"amount": "1.00"}, {"salt": "5b" * 32}, {"salt": "5A" * 32}, {"t": "other"}]
)
def test_a_changed_file_opens_nothing_in_the_browser(ask: Ask, changed: dict[str, str]) -> None:
    with pytest.raises(ClientError):
        ask("readReserve", file=json.dumps({**VECTORS["reserves"][0], **changed}))
