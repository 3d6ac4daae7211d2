"""The API from outside: what it shows, what it takes, and how it says no."""

import json
from hashlib import sha256

import msgspec
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import notice_fields

from poletai.ledger.envelope import entry_of
from poletai.ledger.receipt import parse_receipt, verify_receipt
from poletai.ledger.tree import hash_leaf
from poletai.sealing.header import header_object
from poletai.sealing.withdrawal import make_withdrawal, sign_withdrawal

WORKS = "cn.works.open-tender"
DRAFT = {"definition": WORKS, "fields": {"title": "城北泵站改造", "title-en": "Pumping station"}}


def drafted(api: ApiWorld) -> str:
    status, told = api.post("/api/procedures", "principal", DRAFT)
    assert status == 201, told
    return str(told["procedure"])


def published(api: ApiWorld) -> str:
    procedure = drafted(api)
    fields = {k.replace("_", "-"): v for k, v in notice_fields(api.exchange.now).items()}
    path = f"/api/procedures/{procedure}/moves/publish-notice"
    status, told = api.post(path, "principal", {"fields": fields})
    assert status == 201, told
    api.exchange.sequence()
    return procedure


def sent(api: ApiWorld, procedure: str, bidder: str, price: str = "950000") -> object:
    sealed = api.exchange.seal(procedure, bidder, price)
    for payload in sealed.payloads.values():
        name = sha256(payload).hexdigest()
        assert api.put(f"/api/payloads/{name}/0", bidder, payload)[0] == 201
        assert api.post(f"/api/payloads/{name}", bidder)[0] == 201
        assert api.get(f"/api/payloads/{name}", bidder)[1]["complete"]
    return {"header": header_object(sealed.header), "signature": sealed.signature}


def test_a_draft_is_its_parties_own(api: ApiWorld) -> None:
    procedure = drafted(api)

    assert api.get(f"/api/procedures/{procedure}", "principal")[0] == 200
    assert api.get(f"/api/procedures/{procedure}")[0] == 404
    assert api.get(f"/api/procedures/{procedure}", "firm-1")[0] == 404
    assert api.get("/api/procedures")[1]["items"] == []
    drafts = api.get("/api/procedures?phase=draft", "principal")[1]["items"]
    assert [line["id"] for line in drafts] == [procedure]
    assert api.get("/api/procedures?phase=draft", "firm-1")[1]["items"] == []


def test_a_published_notice_is_found_and_shown(api: ApiWorld) -> None:
    procedure = published(api)

    found = api.get("/api/procedures?q=泵站&phase=open")[1]["items"]
    status, shown = api.get(f"/api/procedures/{procedure}")

    assert [line["id"] for line in found] == [procedure]
    assert status == 200
    assert shown["phase"] == "open"
    assert shown["standing"]["lots"][0]["bids"] == []
    assert shown["allowed"] == []
    assert shown["timetable"]
    allowed = api.get(f"/api/procedures/{procedure}", "firm-1")[1]["allowed"]
    assert {"deposit-bid", "ask-question"} <= {move["move"] for move in allowed}


def test_lists_are_read_page_by_page(api: ApiWorld) -> None:
    made = set()
    for _ in range(5):
        made.add(published(api))
        api.exchange.wait(seconds=1)
    seen: list[str] = []
    after = ""
    while True:
        page = api.get(f"/api/procedures?limit=2&after={after}")[1]
        seen += [line["id"] for line in page["items"]]
        if not (after := page["next"]):
            break

    assert len(seen) == 5
    assert set(seen) == made


def test_a_sealed_bid_is_deposited_followed_and_proved(api: ApiWorld) -> None:
    procedure = published(api)
    api.exchange.wait(days=1)
    bid = sent(api, procedure, "firm-1")

    status, told = api.post("/api/bids", "firm-1", bid)
    again = api.post("/api/bids", "firm-1", bid)
    api.exchange.sequence()
    mine = api.get("/api/bids/mine", "firm-1")[1]["items"]

    assert status == 201
    assert again == (201, told)
    assert [one["bid"] for one in mine] == [told["bid"]]
    assert mine[0]["needed"] == 4
    logged = mine[0]["logged"]
    receipt = parse_receipt(logged["receipt"])
    leaf = hash_leaf(entry_of(logged["envelope"], receipt.extra))
    verify_receipt(receipt, leaf, api.exchange.policy)
    assert api.get(f"/api/bids/mine/{procedure}/1", "firm-1")[1]["bid"] == told["bid"]
    assert api.get(f"/api/bids/mine/{procedure}/1", "firm-2")[0] == 404
    assert api.get("/api/bids/mine", "principal")[0] == 409


def test_a_bid_is_withdrawn_over_the_wire(api: ApiWorld) -> None:
    procedure = published(api)
    api.exchange.wait(days=1)
    sealed = api.exchange.seal(procedure, "firm-1", "900000")
    api.exchange.send(sealed)
    word = make_withdrawal(sealed.header)
    signature = sign_withdrawal(word, api.exchange.bidders["firm-1"])
    body = {"withdrawal": msgspec.to_builtins(word), "signature": signature}

    forged = api.post("/api/bids/withdrawals", "firm-1", {**body, "signature": "00" * 64})
    status, told = api.post("/api/bids/withdrawals", "firm-1", body)

    assert forged[0] == 422
    assert status == 201, told
    assert api.get(f"/api/bids/mine/{procedure}/1", "firm-1")[1]["withdrawn"]


def test_what_the_rules_forbid_is_refused_with_its_article(api: ApiWorld) -> None:
    procedure = published(api)
    api.exchange.wait(days=23)
    api.exchange.sequence()

    status, told = api.post(
        f"/api/procedures/{procedure}/moves/ask-question", "firm-1", {"fields": {"text": "?"}}
    )

    assert status == 409
    assert told["code"] == "not-now"
    assert told["law"] == told["article"]["law"]
    assert set(told["article"]["text"]) == {"zh", "en"}


def test_documents_and_definitions_are_served(api: ApiWorld) -> None:
    procedure = drafted(api)
    path = f"/api/procedures/{procedure}/documents?title=招标文件"

    status, told = api.ask("post", path, "principal", None, data=b"%PDF", content_type="x/y")
    stranger = api.ask("post", path, "agency", None, data=b"%PDF", content_type="x/y")
    kinds = api.get("/api/definitions")[1]["items"]
    works = api.get(f"/api/definitions/{WORKS}")[1]

    assert status == 201
    assert told["sha256"] == sha256(b"%PDF").hexdigest()
    assert stranger[0] == 409
    assert WORKS in {kind["name"] for kind in kinds}
    notice = next(move for move in works["moves"] if move["when"] == "publish-notice")
    assert "keysets" not in notice["fields"]["properties"]
    assert "deadline" in notice["fields"]["required"]


def test_the_api_documents_itself(api: ApiWorld) -> None:
    status, schema = api.get("/api/openapi.json")
    docs, page = api.get("/api/docs")

    assert (status, docs) == (200, 200)
    assert "/api/bids" in schema["paths"]
    assert b"https://" not in page


def test_the_operator_manages_accounts(api: ApiWorld) -> None:
    body = {"name": "示例水务", "roles": ["bidder"], "uscc": "91420500MA00000001"}
    status, made = api.post("/api/organisations", "operator", body)
    person = {
        "username": "chen", "password": "ein-langes-geheimnis", "organisation": made["id"],
        "roles": ["bidder"],
    }  # fmt: skip
    token = {"organisation": made["id"], "role": "bidder", "label": "bot"}

    assert status == 201
    assert [warning["code"] for warning in made["warnings"]] == ["uscc-check"]
    assert api.post("/api/users", "operator", person)[0] == 201
    assert api.post("/api/users", "operator", {**person, "password": "1234"})[0] == 422
    text = api.post("/api/tokens", "operator", token)[1]["token"]
    me = api.get("/api/me", headers={"Authorization": f"Bearer {text}"})[1]
    assert me == {"role": "bidder", "organisation": made["id"], "person": ""}
    assert api.get(f"/api/organisations/{made['id']}")[1]["name"] == "示例水务"


def test_changes_are_followed_in_leaf_order(api: ApiWorld) -> None:
    procedure = published(api)
    first = api.get("/api/feed?limit=1")[1]
    rest = api.get(f"/api/feed?after={first['next']}")[1]

    events = [item["event"] for item in (*first["items"], *rest["items"])]
    # The draft is no public change: it is disclosed with its notice, not before.
    assert events == ["notice-published", "disclosed"]
    assert first["more"]
    assert not rest["more"]
    assert api.get(f"/api/feed?after={rest['next']}")[1]["items"] == []
    status, release = api.get(f"/api/procedures/{procedure}/ocds/release")
    assert status == 200
    assert release["releases"][0]["tender"]["title"] == "城北泵站改造"
    record = json.dumps(api.get(f"/api/procedures/{procedure}/ocds/record")[1])
    assert "bids" not in record
    assert api.get("/api/log/receipts/0")[1].startswith(b"c2sp.org/tlog-proof@v1")
    assert api.get(f"/record/{procedure}/")[1]["t"] == "poletai-record/v1"
    assert api.get("/record/nothing/")[0] == 404
