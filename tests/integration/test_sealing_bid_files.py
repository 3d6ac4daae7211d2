"""A bid is sealed, replaced and withdrawn with files in and out, on the bidder's own machine."""

import json
from pathlib import Path

import msgspec
import pytest
from tests.support.sealed_trade import DOCUMENTS, SealedTrade
from typer.testing import CliRunner

from poletai.cli import bid as bid_cli
from poletai.sealing.bid_files import read_bid, read_keyset_file
from poletai.sealing.errors import BadSealingInputError

run = CliRunner()


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    return SealedTrade(tmp_path / "trade")


def test_a_bid_is_sealed_replaced_and_withdrawn_from_the_command_line(
    trade: SealedTrade, tmp_path: Path
) -> None:
    keyset, price, tech = (tmp_path / name for name in ("keyset.json", "price", "tech"))
    keyset.write_bytes(msgspec.json.encode(trade.keyset))
    price.write_text('{"price":{"amount":"1.00"}}')
    tech.write_bytes(b"plan")
    common = ["--keyset", str(keyset), "--bidder", "Bob", "--documents", DOCUMENTS]
    parts = ["--part", f"price={price}", "--part", f"tech={tech}"]
    first, second, gone = tmp_path / "first", tmp_path / "second", tmp_path / "gone.json"

    sealed = run.invoke(bid_cli.app, ["seal", *common, *parts, "--out", str(first)])
    again = run.invoke(bid_cli.app, ["seal", *common, *parts, "--out", str(first)])
    new = ["seal", *common, *parts, "--out", str(second), "--replaces", str(first)]
    replaced = run.invoke(bid_cli.app, new)
    withdrawn = run.invoke(bid_cli.app, ["withdraw", str(second), "--out", str(gone)])

    assert [one.exit_code for one in (sealed, again, replaced, withdrawn)] == [0, 1, 0, 0], sealed
    header, recovery = read_bid(second)
    assert (header.seq, recovery.bid_hash in replaced.output) == (2, True)
    assert json.loads(gone.read_text())["withdrawal"]["prev"] == recovery.bid_hash
    gone.rename(second / "header.json")
    with pytest.raises(BadSealingInputError, match="not a bid"):
        read_bid(second)
    odd = run.invoke(bid_cli.app, ["seal", *common, "--part", "price", "--out", str(first)])
    bad = run.invoke(bid_cli.app, ["withdraw", str(tmp_path), "--out", str(gone)])
    assert (odd.exit_code, bad.exit_code) == (2, 1)


def test_a_part_with_a_key_nobody_reads_is_neither_sealed_nor_found_right(
    trade: SealedTrade, tmp_path: Path
) -> None:
    keyset, price, tech = (tmp_path / name for name in ("keyset.json", "price", "tech"))
    keyset.write_bytes(msgspec.json.encode(trade.keyset))
    price.write_text('{"price":{"amount":"1.00"},"sheet":{"totle":"1"}}')
    tech.write_bytes(b"%PDF")
    parts = ["--part", f"price={price}", "--part", f"tech={tech}"]
    common = ["--keyset", str(keyset), "--bidder", "Bob", "--documents", DOCUMENTS]

    sealed = run.invoke(bid_cli.app, ["seal", *common, *parts, "--out", str(tmp_path / "bid")])
    checked = run.invoke(bid_cli.app, ["check", f"price={price}", f"tech={tech}"])
    price.write_text("1.5")
    odd = run.invoke(bid_cli.app, ["check", f"price={price}"])
    price.write_text('{"price":{"amount":"1.00"},"brand":"Lotus"}')
    right = run.invoke(bid_cli.app, ["check", f"price={price}", f"other={tech}"])

    assert [one.exit_code for one in (sealed, checked, odd, right)] == [1, 1, 1, 0]
    assert not (tmp_path / "bid").exists()
    assert "bid-key-unknown: price.sheet.totle" in sealed.output
    assert "bid-not-json" in odd.output
    assert "nothing is wrong with other, price" in right.output


def test_the_schema_of_each_part_is_printed() -> None:
    price = run.invoke(bid_cli.app, ["schema"])
    unknown = run.invoke(bid_cli.app, ["schema", "voice"])

    assert "consortium" in json.loads(price.output)["properties"]
    assert unknown.exit_code == 2


def test_files_that_are_not_json_are_named(tmp_path: Path) -> None:
    for name in ("keyset.json", "header.json"):
        (tmp_path / name).write_text("nothing")

    with pytest.raises(BadSealingInputError, match=r"keyset\.json"):
        read_keyset_file(tmp_path / "keyset.json")
    with pytest.raises(BadSealingInputError, match=r"header\.json"):
        read_bid(tmp_path)
