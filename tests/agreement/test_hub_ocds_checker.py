"""OCDS packages against the standard's own checker and merger, from the notice to the contract."""

import json
import warnings
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import ocdsmerge
import pytest
from tests.support import ocds, ocds_story

from poletai.hub.ocds import encode, record_package, release_package

NOW = datetime(2026, 7, 1, tzinfo=UTC)
URI = "https://exchange.example/ocds/p-1"


def packages(length: int) -> dict[str, bytes]:
    views = ocds_story.story()[:length]
    return {
        "release": encode(release_package(ocds_story.PUBLISHER, views, URI, NOW)),
        "record": encode(record_package(ocds_story.PUBLISHER, [views], URI, NOW)),
    }


@pytest.mark.parametrize("kind", ["release", "record"])
@pytest.mark.parametrize("length", range(1, 6))
def test_the_checker_of_the_standard_finds_nothing_at_any_stage(kind: str, length: int) -> None:
    assert ocds.findings(packages(length)[kind]) == {}


@pytest.mark.parametrize("outcome", ["cancelled", "failed"])
def test_the_checker_finds_nothing_in_a_tender_that_came_to_nothing(outcome: Any) -> None:
    view = replace(ocds_story.asked(), phase="ended", outcome=outcome, agency=None)
    package = release_package(ocds_story.PUBLISHER, [view], URI, NOW)

    assert ocds.findings(encode(package)) == {}


def test_the_checker_does_find_what_is_wrong() -> None:
    package = json.loads(packages(5)["release"])
    package["releases"][0]["tender"]["status"] = "under way"
    package["releases"][1]["tender"]["lots"][0]["colour"] = "green"
    del package["releases"][2]["ocid"]

    found = ocds.findings(json.dumps(package).encode())

    assert {"validation_errors", "all_additional_fields"} <= set(found)


@pytest.mark.parametrize("length", range(1, 6))
def test_merging_the_releases_gives_the_compiled_release(length: int) -> None:
    record = json.loads(packages(length)["record"])["records"][0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        merger = ocdsmerge.Merger(ocds.release_schema())

    assert merger.create_compiled_release(record["releases"]) == record["compiledRelease"]
