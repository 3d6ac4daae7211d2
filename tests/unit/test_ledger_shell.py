"""Sources, clocks and files: the parts of the ledger that touch the machine."""

import http.server
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from poletai.ledger.clock import clock_from, offset_clock, system_clock, unix_time
from poletai.ledger.errors import MissingError
from poletai.ledger.files import create_durably, write_durably
from poletai.ledger.publishing import PublishedFolder
from poletai.ledger.source import open_source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_durably({tmp_path / "log" / "tile" / "one": b"1", tmp_path / "secret": b"2"})
    return tmp_path / "log"


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_folder_and_an_address_give_the_same(folder: Path, address: str) -> None:
    assert open_source(folder)("tile/one") == open_source(address)("tile/one") == b"1"


@pytest.mark.parametrize("path", ["tile/two", "tile", "tile/one/more", "../secret"])
def test_what_a_folder_does_not_publish_is_missing(folder: Path, path: str) -> None:
    with pytest.raises(MissingError):
        open_source(folder)(path)


def test_what_an_address_does_not_publish_is_missing(address: str) -> None:
    with pytest.raises(MissingError, match="404"):
        open_source(address)("tile/two")


def test_an_address_out_of_reach_says_so() -> None:
    with pytest.raises(MissingError, match="cannot be reached"):
        open_source("http://127.0.0.1:1")("checkpoint")


def test_a_clock_moves_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    now = offset_clock(file)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)

    file.write_text("86400")
    assert now() - datetime.now(UTC) > timedelta(hours=23)
    assert now() - datetime.now(UTC) > timedelta(hours=23)

    file.write_text("-86400")
    os.utime(file, ns=(1, 1))
    assert datetime.now(UTC) - now() > timedelta(hours=23)


def test_a_clock_is_the_systems_unless_a_file_is_named(tmp_path: Path) -> None:
    assert clock_from(None) is system_clock
    assert clock_from("") is system_clock
    assert unix_time(clock_from(str(tmp_path / "none"))) >= 1_700_000_000


def test_an_offset_that_is_no_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "offset").write_text("soon")

    with pytest.raises(ValueError, match="soon"):
        offset_clock(tmp_path / "offset")()


def test_a_file_that_must_be_new_is_not_replaced(tmp_path: Path) -> None:
    create_durably(tmp_path / "keys" / "key", b"1")

    with pytest.raises(FileExistsError):
        create_durably(tmp_path / "keys" / "key", b"2")
    assert (tmp_path / "keys" / "key").read_bytes() == b"1"


def test_a_replaced_file_leaves_nothing_beside_it(tmp_path: Path) -> None:
    for turn in [b"1", b"2"]:
        write_durably({tmp_path / "checkpoint": turn})

    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]


def test_partial_tiles_stay_until_the_tile_after_theirs_is_full(tmp_path: Path) -> None:
    published = PublishedFolder(tmp_path)
    paths = ["0/000", "0/001", "0/002", "1/000", "1/001", "entries/000", "entries/001"]
    write_durably({tmp_path / "tile" / f"{path}.p" / "1": b"x" for path in paths})

    published.drop_partials(0, 2 * 256)
    assert left(tmp_path) == ["0/001", "0/002", "1/000", "1/001", "entries/001"]
    published.drop_partials(2 * 256, 3 * 256 + 1)
    assert left(tmp_path) == ["0/002", "1/000", "1/001"]
    published.drop_partials(3 * 256 + 1, 2 * 256 * 256)
    assert left(tmp_path) == ["1/001"]


def left(folder: Path) -> list[str]:
    found = sorted((folder / "tile").glob("*/*.p"))
    return [str(path.relative_to(folder / "tile")).removesuffix(".p") for path in found]
