"""A reserve is sealed into a file that opens its hash, and only that one."""

import json
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from poletai.cli.auction import app
from poletai.core.procedures.auctions import commitment
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.reserve import read_reserve, seal_reserve, write_reserve

FOLDER = Path(__file__).parents[1] / "vectors"
VECTORS = json.loads((FOLDER / "reserves.json").read_text("utf-8"))
AUCTIONS = json.loads((FOLDER / "auctions.json").read_text("utf-8"))


def run(*words: object, exits: int = 0, typed: str = "") -> str:
    done = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    assert done.exit_code == exits, done.output
    return done.output


@pytest.mark.parametrize("vector", VECTORS["reserves"], ids=lambda vector: vector["amount"])
def test_a_published_reserve_opens_its_hash(vector: dict[str, str]) -> None:
    assert read_reserve(json.dumps(vector).encode()).reserve_hash == vector["reserve_hash"]


@pytest.mark.parametrize(("typed", "written"), VECTORS["amounts"])
def test_an_amount_is_written_in_one_way_however_it_is_typed(typed: str, written: str) -> None:
    sealed = seal_reserve(typed)

    assert sealed.amount == written
    assert sealed.reserve_hash == commitment(sealed.salt, {"amount": written})
    assert read_reserve(write_reserve(sealed)) == sealed


@pytest.mark.parametrize("typed", VECTORS["no_amounts"])
def test_what_is_no_amount_is_not_sealed(typed: str) -> None:
    with pytest.raises(BadSealingInputError, match="amount"):
        seal_reserve(typed)


def test_two_reserves_of_one_amount_have_different_hashes() -> None:
    assert seal_reserve("1").reserve_hash != seal_reserve("1").reserve_hash


@pytest.mark.parametrize(
    "changed",
    [{"amount": "850001.00"}, {"salt": "5b" * 32}, {"currency": "USD"}, {"t": "other"}, {"x": "1"}],
)
def test_a_changed_file_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(BadSealingInputError):
        read_reserve(json.dumps({**VECTORS["reserves"][0], **changed}).encode())


def test_a_sealed_reserve_is_a_file_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "reserve.json"

    told = run("reserve", "--amount", "850000.00", "--out", file)

    kept = msgspec.json.decode(file.read_bytes())
    assert kept["reserve_hash"] in told
    assert "850000" not in told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f"850000.00 CNY opens {kept['reserve_hash']}" in run("reserve", "--check", file)


def test_a_reserve_file_is_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "reserve.json"
    run("reserve", "--amount", "1", "--out", file)

    run("reserve", "--amount", "2", "--out", file, exits=1)

    assert read_reserve(file.read_bytes()).amount == "1.00"


def test_a_reserve_need_not_stand_in_the_command(tmp_path: Path) -> None:
    file = tmp_path / "reserve.json"

    run("reserve", "--out", file, typed="850000\n")

    assert read_reserve(file.read_bytes()).amount == "850000.00"


def test_a_reserve_that_opens_nothing_is_found(tmp_path: Path) -> None:
    file = tmp_path / "reserve.json"
    file.write_text(json.dumps({**VECTORS["reserves"][0], "amount": "1.00"}))

    assert "give" in run("reserve", "--check", file, exits=1)
    run("reserve", "--amount", "nothing", "--out", tmp_path / "other.json", exits=1)
    run("reserve", "--amount", "1", "--currency", "yuan", "--out", tmp_path / "o.json", exits=1)
    run("reserve", "--amount", "1", exits=2)


@pytest.mark.parametrize("vector", AUCTIONS, ids=lambda vector: str(vector["name"]))
def test_a_recorded_auction_is_settled_by_anyone(vector: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(vector))

    told = run("settle", file)

    assert json.loads(run("settle", file, "--json")) == vector["settlement"]
    assert f"{vector['terms']['mechanism']}: {vector['settlement']['outcome']}" in told


def test_a_recorded_auction_is_settled_with_the_file_of_its_reserve(tmp_path: Path) -> None:
    auction = next(one for one in AUCTIONS if one["settlement"]["outcome"] == "sold")
    file, kept = tmp_path / "record.json", tmp_path / "reserve.json"
    file.write_text(json.dumps({**auction, "reserve": None}))
    kept.write_bytes(write_reserve(seal_reserve("999999999")))

    assert "unsold below-reserve" in run("settle", file, "--reserve", kept)


@pytest.mark.parametrize(
    "record",
    [
        {"terms": {"mechanism": "none"}, "record": []},
        {"terms": {}, "record": [{"bidder": "a"}]},
        {"terms": {}},
        {"terms": {}, "record": [{"at": "soon", "bidder": "a"}]},
    ],
)
def test_what_cannot_be_settled_is_said(record: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(record))

    assert run("settle", file, exits=1)
