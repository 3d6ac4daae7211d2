"""Bad requests: empty, huge, misshapen, by the wrong people; each gets a clear error."""

from typing import Any

import pytest
from tests.integration.test_api_trade import DRAFT, WORKS, drafted, published
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import notice_fields

PROCEDURES = "/api/procedures"
TOKEN = {"organisation": "x", "role": "bidder", "label": "x"}
# What is asked, and how it is answered.
BAD_REQUESTS: list[tuple[tuple[str, str, str, Any], tuple[int, str]]] = [
    (("post", PROCEDURES, "", DRAFT), (401, "not-signed-in")),
    (("post", PROCEDURES, "firm-1", DRAFT), (409, "not-permitted")),
    (("post", PROCEDURES, "principal", {}), (422, "problems")),
    (("post", PROCEDURES, "principal", {"definition": "no"}), (404, "rulebook.unknown-definition")),
    (("post", PROCEDURES, "principal", {"definition": WORKS}), (422, "problems")),
    (("post", PROCEDURES, "principal", {**DRAFT, "principal": "others"}), (422, "problems")),
    (("post", PROCEDURES, "principal", "[]"), (422, "problems")),
    (("post", PROCEDURES, "principal", "{"), (422, "problems")),
    (("post", PROCEDURES, "principal", '{"definition": "\\ud800"}'), (422, "problems")),
    (("post", PROCEDURES, "principal", '{"a":' + "[" * 100_000), (422, "problems")),
    (("post", PROCEDURES, "principal", " " * 10_000_000), (413, "too-large")),
    (("get", f"{PROCEDURES}/nothing", "", None), (404, "no-such-procedure")),
    (("get", f"{PROCEDURES}?limit=0&phase=x&after=!", "", None), (422, "problems")),
    (("get", f"{PROCEDURES}?limit=ten", "", None), (422, "problems")),
    (("get", f"{PROCEDURES}?q=%00", "", None), (422, "problems")),
    (("post", f"{PROCEDURES}/none/moves/award", "principal", {}), (404, "no-such-procedure")),
    (("post", f"{PROCEDURES}/none/releases", "operator", {"t": 1}), (404, "no-such-procedure")),
    (("get", "/api/feed?after=x&limit=0", "", None), (422, "problems")),
    (("get", "/api/log/receipts/999999", "", None), (404, "not-found")),
    (("get", "/api/payloads/xyz", "firm-1", None), (422, "problems")),
    (("get", "/api/payloads/xyz", "principal", None), (409, "not-permitted")),
    (("post", "/api/bids", "firm-1", {"header": {}, "signature": ""}), (422, "problems")),
    (("post", "/api/bids", "firm-1", {"header": 5}), (422, "problems")),
    (("post", "/api/bids", "principal", {"header": {}, "signature": ""}), (409, "not-permitted")),
    (("post", "/api/tokens", "principal", TOKEN), (409, "not-permitted")),
    (("post", "/api/tokens", "operator", TOKEN), (422, "problems")),
    (("post", "/api/organisations", "operator", {"name": "", "roles": ["x"]}), (422, "problems")),
    (("get", "/api/organisations/nobody", "", None), (404, "not-found")),
    (("get", "/api/refusals", "firm-1", None), (409, "not-permitted")),
]


@pytest.mark.parametrize(("request_", "expected"), BAD_REQUESTS)
def test_bad_requests_get_clear_errors(
    api: ApiWorld, request_: tuple[str, str, str, Any], expected: tuple[int, str]
) -> None:
    status, told = api.ask(*request_)

    assert (status, told["code"]) == expected, told
    if told["code"] == "problems":
        assert all(p["code"] and p["where"] and p["message"] for p in told["problems"])


def test_refusals_are_noted_without_saying_whose(api: ApiWorld) -> None:
    procedure = published(api)
    api.post(f"{PROCEDURES}/{procedure}/moves/award", "firm-1", {"lot": "1", "bid": "x"})
    api.post(f"{PROCEDURES}/{procedure}/moves/%00", "firm-1", {})

    noted = api.get("/api/refusals", "regulator")[1]["items"]

    assert [one["command"] for one in noted] == ["", "award"]
    assert "firm-1" not in str(noted)


def test_a_wrong_token_is_never_overlooked(api: ApiWorld) -> None:
    headers = {"Authorization": "Bearer poletai_wrong"}

    assert api.get("/api/procedures", headers=headers)[0] == 401


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "x" * 30_000},
        {"title": 5},
        {"title": "x\x00y"},
        {"title": "x", "unheard-of": "y"},
        {"title": "x", "reference": None},
        {"title": "x", "agency": {"a": 1.5}},
    ],
)
def test_wrong_fields_are_listed_and_nothing_is_half_written(
    api: ApiWorld, fields: dict[str, object]
) -> None:
    status, told = api.post("/api/procedures", "principal", {"definition": WORKS, "fields": fields})

    assert status == 422, told
    assert told["problems"]
    assert api.get("/api/procedures?phase=draft", "principal")[1]["items"] == []


def test_a_long_title_is_kept_whole_and_listed_short(api: ApiWorld) -> None:
    fields = {"title": "长" * 3000, "reference": "r" * 500}

    status, told = api.post("/api/procedures", "principal", {"definition": WORKS, "fields": fields})

    assert status == 201
    shown = api.get(f"/api/procedures/{told['procedure']}", "principal")[1]
    assert shown["standing"]["facts"]["title"] == fields["title"]
    assert len(shown["title"]) == 400


def test_custodians_are_not_asked_for_keys_in_vain(
    api: ApiWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    procedure = drafted(api)
    asked: list[str] = []
    monkeypatch.setattr(
        "poletai.exchange.services.request_move.make_keysets",
        lambda _house, _procedure, lots: asked.extend(lots),
    )
    path = f"/api/procedures/{procedure}/moves/publish-notice"
    fields = {k.replace("_", "-"): v for k, v in notice_fields(api.exchange.now).items()}

    assert api.post(path, "agency", {"fields": fields})[0] == 409
    assert api.post(path, "firm-1", {"fields": fields})[0] == 409
    status, told = api.post(path, "principal", {"fields": {**fields, "deadline": "soon"}})

    assert status == 422
    assert [problem["where"] for problem in told["problems"]] == ["deadline"]
    assert asked == []
