"""The published log over HTTP: right types, right caches, and nothing but the log."""

from http import HTTPStatus
from pathlib import Path

import pytest
from django.http import Http404
from django.test import RequestFactory
from pytest_django import Settings

from poletai.site.published import published

BLOB = "blob/" + "a" * 64


@pytest.fixture
def log_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.LOG_FOLDER = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("checkpoint", "text/plain; charset=utf-8", "public, max-age=1"),
        ("tile/0/x001/067.p/12", "application/octet-stream", "immutable"),
        ("tile/entries/000", "application/octet-stream", "immutable"),
        (BLOB, "application/octet-stream", "immutable"),
    ],
)
def test_published_files_are_served_with_their_cache_rule(
    rf: RequestFactory, log_folder: Path, path: str, kind: str, cache: str
) -> None:
    file = log_folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"content")

    answer = published(rf.get(f"/log/{path}"), path)

    assert b"".join(answer) == b"content"
    assert answer.headers["Content-Type"] == kind
    assert cache in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    answer.close()


@pytest.mark.parametrize(
    "path", ["../keys/log", "keys/log", "tile/64/000", "blob/../checkpoint", "blob/A", "tile/0/1"]
)
def test_nothing_but_the_log_is_served(rf: RequestFactory, log_folder: Path, path: str) -> None:
    for name in ("keys", "blob"):
        (log_folder / name).mkdir()
    (log_folder / "keys" / "log").write_text("secret")
    (log_folder / "checkpoint").write_text("c")

    with pytest.raises(Http404):
        published(rf.get("/log/"), path)


def test_what_is_not_yet_published_is_not_found(rf: RequestFactory, log_folder: Path) -> None:
    with pytest.raises(Http404):
        published(rf.get("/log/checkpoint"), "checkpoint")


def test_the_log_cannot_be_written_over_http(rf: RequestFactory, log_folder: Path) -> None:
    answer = published(rf.post("/log/checkpoint"), "checkpoint")

    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
