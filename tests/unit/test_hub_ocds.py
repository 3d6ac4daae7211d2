"""What a release says, and above all what it does not say yet."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from tests.support.ocds_story import announced, asked, awarded, contracted, opened, story

from poletai.hub.errors import NotPublicError
from poletai.hub.ocds import Publisher, encode, ocid_of, record_package, release_of, release_package
from poletai.hub.ocds.view import Party, Phase

PREFIX = "ocds-0poletai"
SECRETS = ("北溪", "南湖", "4790000", "b1")


@pytest.mark.parametrize("phase", ["open", "closed"])
def test_no_trace_of_a_bid_is_released_before_the_opening(phase: Any) -> None:
    premature = replace(contracted(), phase=phase)

    text = encode(release_of(PREFIX, premature)).decode()

    assert not [secret for secret in SECRETS if secret in text]
    assert "numberOfTenderers" not in text


@pytest.mark.parametrize("phase", [p for p in get_args(Phase) if p not in {"draft"}])
def test_every_public_phase_has_a_release(phase: Any) -> None:
    release = release_of(PREFIX, replace(contracted(), phase=phase))

    assert ("bids" in release) == (phase not in {"open", "closed"})


def test_a_draft_has_no_release() -> None:
    with pytest.raises(NotPublicError, match="p-1"):
        release_of(PREFIX, replace(announced(), phase="draft"))


def test_amounts_keep_every_digit_as_json_numbers() -> None:
    text = encode(release_of(PREFIX, opened())).decode()

    assert '"amount":4790000.10,' in text


def test_the_agency_manages_and_without_one_the_principal_does() -> None:
    def roles(view: Any) -> dict[str, list[str]]:
        return {p["name"]: p["roles"] for p in release_of(PREFIX, view)["parties"]}

    assert roles(announced()) == {
        "青山市水务局": ["buyer"],
        "青山招标代理有限公司": ["procuringEntity"],
    }
    assert roles(replace(announced(), agency=None)) == {
        "青山市水务局": ["buyer", "procuringEntity"]
    }


def test_a_winner_is_one_party_with_two_roles() -> None:
    parties = release_of(PREFIX, awarded())["parties"]

    assert [p["roles"] for p in parties if p["name"] == "北溪建设有限公司"] == [
        ["tenderer", "supplier"]
    ]


def test_an_organisation_is_one_party_even_if_named_in_two_ways() -> None:
    award = replace(awarded().awards[0], suppliers=(Party("CN-SAIC-3", "北溪建设"),))

    parties = release_of(PREFIX, replace(awarded(), awards=(award,)))["parties"]

    assert [p["name"] for p in parties if p["id"] == "CN-SAIC-3"] == ["北溪建设有限公司"]


def test_a_consortium_makes_one_bid_and_a_withdrawn_bid_does_not_count() -> None:
    bob, _pair, gone = opened().bids
    view = replace(opened(), bids=(bob, gone))

    assert release_of(PREFIX, opened())["bids"]["statistics"][0]["value"] == 2
    assert release_of(PREFIX, opened())["tender"]["numberOfTenderers"] == 3
    assert release_of(PREFIX, view)["bids"]["statistics"][0]["value"] == 1
    assert release_of(PREFIX, view)["tender"]["numberOfTenderers"] == 1


def test_tags_say_what_changed() -> None:
    views = (*story(), replace(contracted(), revision=72))
    package = release_package(publisher(), views, "https://exchange.example/p", NOW)

    assert [release["tag"] for release in package["releases"]] == [
        ["tender"],
        ["tenderUpdate"],
        ["tenderUpdate"],
        ["tenderUpdate", "award"],
        ["contract"],
        ["tenderUpdate"],
    ]


def test_a_changed_award_and_a_cancelled_tender_have_tags_of_their_own() -> None:
    before = awarded()
    overturned = replace(before, awards=(replace(before.awards[0], status="cancelled"),))
    cancelled = replace(asked(), outcome="cancelled")

    assert release_of(PREFIX, overturned, before)["tag"] == ["awardUpdate"]
    assert release_of(PREFIX, cancelled, asked())["tag"] == ["tenderCancellation"]
    assert release_of(PREFIX, cancelled)["tender"]["status"] == "cancelled"
    assert release_of(PREFIX, cancelled)["tender"]["lots"][0]["status"] == "cancelled"


def test_the_prefix_of_the_publisher_begins_every_ocid() -> None:
    record = record_package(publisher("ocds-abc123"), [story(), []], "https://e.example/", NOW)

    assert ocid_of("ocds-abc123", announced()) == "ocds-abc123-p-1"
    assert [one["ocid"] for one in record["records"]] == ["ocds-abc123-p-1"]
    assert json.loads(encode(record))["records"][0]["compiledRelease"]["tag"] == ["compiled"]


def test_no_field_is_present_and_empty() -> None:
    def empty(value: Any) -> bool:
        if isinstance(value, dict):
            return not value or any(map(empty, value.values()))
        if isinstance(value, list):
            return not value or any(map(empty, value))
        return value is None or value == ""

    assert not any(empty(release_of(PREFIX, view)) for view in story())


NOW = datetime(2026, 7, 1, tzinfo=UTC)


def publisher(prefix: str = PREFIX) -> Publisher:
    return Publisher(name="示范省公共资源交易中心", prefix=prefix)
