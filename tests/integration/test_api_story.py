"""One trade over the API from opening to contract: what each sees on the way, and its OCDS."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.integration.test_api_trade import published
from tests.support import ocds
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import EVALUATORS, PRINCIPAL, ExchangeWorld, committee

from poletai.exchange.models import Organisation, Procedure
from poletai.exchange.services import close_lot
from poletai.exchange.services.make_move import tick

PRICES = {"firm-1": "1000000", "firm-2": "950000", "firm-3": "1100000"}
REPORT = [{"title": "评标报告", "sha256": "cd" * 32, "len": 10}]
ROLES = ("", "principal", "agency", "operator", "regulator", "firm-1", "e1", "e2")


@pytest.fixture
def api(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> ApiWorld:
    world = ApiWorld(exchange, monkeypatch)
    for seat in EVALUATORS:
        world.tokens[seat] = world.token(PRINCIPAL, "evaluator", seat)
    Organisation.objects.filter(id=PRINCIPAL).update(uscc="91420500MA00000001")
    return world


def made(api: ApiWorld, procedure: str, who: str, name: str, **body: Any) -> None:
    """Make a move of the lot or of one of its bids."""
    path = f"/api/procedures/{procedure}/moves/{name}"
    status, told = api.post(path, who, {"lot": "1", **body})
    assert status == 201, told
    api.exchange.sequence()


def move(api: ApiWorld, procedure: str, who: str, name: str, **fields: Any) -> None:
    """Make a move of the whole procedure."""
    path = f"/api/procedures/{procedure}/moves/{name}"
    sent = {field.replace("_", "-"): value for field, value in fields.items()}
    status, told = api.post(path, who, {"fields": sent})
    assert status == 201, told


def story(api: ApiWorld, procedure: str) -> Iterator[str]:
    """Play a trade on from its notice, pausing after each step with the step's name."""
    yield "published"
    yield from _bidding(api, procedure)
    yield from _evaluation(api, procedure)
    yield from _award(api, procedure)


def _bidding(api: ApiWorld, procedure: str) -> Iterator[str]:
    api.exchange.wait(days=10)
    move(api, procedure, "firm-1", "ask-question", text="泵的型号？")
    answer = {"question": 1, "text": "见图纸", "affects_preparation": False}
    move(api, procedure, "principal", "answer-question", **answer)
    for bidder, price in PRICES.items():
        api.exchange.bid(procedure, bidder, price)
    api.exchange.sequence()
    yield "deposited"
    api.exchange.close(procedure)
    yield "opened"


def _evaluation(api: ApiWorld, procedure: str) -> Iterator[str]:
    api.exchange.wait(hours=2)
    move(api, procedure, "principal", "appoint-committee", committee=committee())
    yield "seated"
    marks: dict[str, Any] = {bid: {} for bid in api.exchange.standing(procedure).lots["1"].bids}
    for seat in EVALUATORS:
        made(api, procedure, seat, "record-scores", fields={"scores": marks})
    made(api, procedure, "e1", "rank-bids")
    yield "ranked"
    made(api, procedure, "e1", "submit-report", fields={"documents": REPORT})
    yield "reported"
    api.exchange.wait(days=1)
    made(api, procedure, "principal", "publish-candidates")
    yield "candidates"


def _award(api: ApiWorld, procedure: str) -> Iterator[str]:
    api.exchange.wait(days=7)
    winner = api.exchange.standing(procedure).lots["1"].facts["ranking"][0]["bid"]
    made(api, procedure, "principal", "award", bid=winner)
    yield "awarded"
    documents = {"documents": REPORT}
    made(api, procedure, "principal", "issue-award-notice", fields=documents)
    amount = {"amount": {"amount": "950000", "currency": "CNY"}}
    made(api, procedure, "principal", "sign-contract", fields={**amount, **documents})
    made(api, procedure, "principal", "publish-contract", fields=documents)
    yield "contracted"


def seen(api: ApiWorld, procedure: str, who: str) -> Any:
    status, shown = api.get(f"/api/procedures/{procedure}", who)
    assert status == 200, shown
    return shown


def test_a_trade_is_seen_by_each_as_far_as_it_may_be(api: ApiWorld) -> None:
    procedure = published(api)
    ranked: dict[str, dict[str, bool]] = {}
    allowed: dict[str, set[str]] = {}

    for step in story(api, procedure):
        shown = {who: seen(api, procedure, who) for who in ROLES}
        ranked[step] = {
            who: "ranking" in one["standing"]["lots"][0]["facts"] for who, one in shown.items()
        }
        allowed[step] = {move["move"] for move in shown["principal"]["allowed"]}
        if step == "deposited":
            assert all(one["standing"]["lots"][0]["bids"] == [] for one in shown.values())
        if step == "opened":
            assert set(shown[""]["bidders"]) == set(PRICES)

    # The agency is not this procedure's, so it sees what the public sees.
    knows = {"principal", "regulator", "e1", "e2"}
    assert {who for who, known in ranked["ranked"].items() if known} == knows
    assert all(ranked["candidates"].values())
    assert "publish-candidates" in allowed["reported"]
    assert "award" not in allowed["candidates"]
    assert "issue-award-notice" in allowed["awarded"]
    assert seen(api, procedure, "")["phase"] == "ended"


def test_the_standards_checker_finds_nothing_on_the_way(api: ApiWorld) -> None:
    procedure = published(api)

    for step in story(api, procedure):
        for kind in ("release", "record"):
            path = f"/api/procedures/{procedure}/ocds/{kind}"
            answer = api.client.get(path)
            assert ocds.findings(answer.content) == {}, (step, kind)
            if step == "deposited":
                assert b"firm-" not in answer.content

    record = json.loads(answer.content)["records"][0]
    compiled = record["compiledRelease"]
    tags = {tag for release in record["releases"] for tag in release["tag"]}
    assert {"tender", "tenderUpdate", "award", "contract"} <= tags
    bids = compiled["bids"]["details"]
    prices = {bid["tenderers"][0]["id"]: bid["value"]["amount"] for bid in bids}
    assert prices == {bidder: float(price) for bidder, price in PRICES.items()}
    assert compiled["awards"][0]["suppliers"][0]["id"] == "firm-2"
    assert compiled["contracts"][0]["value"]["amount"] == 950000
    assert compiled["tender"]["enquiries"][0]["answer"] == "见图纸"


def test_only_a_custodians_own_release_counts(api: ApiWorld) -> None:
    procedure = published(api)
    exchange = api.exchange
    exchange.wait(days=10)
    for bidder, price in PRICES.items():
        exchange.bid(procedure, bidder, price)
    exchange.sequence()
    deadline = Procedure.objects.get(id=procedure).deadline
    assert deadline is not None
    exchange.now = deadline + timedelta(seconds=6)
    path = f"/api/procedures/{procedure}/releases"
    early = api.post(path, "operator", {"t": "x"})
    assert tick(exchange.house, procedure)
    exchange.sequence()
    exchange.must(close_lot.list_bids(exchange.house, procedure, "1"))
    exchange.sequence()
    about = {"procedure": procedure, "lot": "1", "part": "price"}
    release = exchange.custodians[0].ask("release", about)

    forged = api.post(path, "operator", {**release, "custodian": 2})
    elsewhere = api.post(path, "operator", {**release, "lot": "9"})
    stranger = api.post(path, "firm-1", release)
    brought = api.post(path, "operator", release)

    assert early[0] == 422
    assert forged[1]["problems"][0]["code"] == "release-unsigned"
    assert elsewhere[0] == 422
    assert stranger[0] == 409
    assert brought[0] == 201
    assert exchange.standing(procedure).lots["1"].facts["releases"] == {"price": [1]}
