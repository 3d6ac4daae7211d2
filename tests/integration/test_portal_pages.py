"""Every page answers everyone as far as they may see, in both languages, and is sound to read."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html
from tests.integration.test_exchange_trade import play_to_opening
from tests.support.exchange_world import EVALUATORS, PRINCIPAL, ExchangeWorld, committee
from tests.support.page_checks import faults
from tests.support.portal_world import PASSWORD, PortalWorld

from poletai.exchange.actors import Actor
from poletai.ledger.policy import parse_policy
from poletai.ledger.receipt import parse_receipt, verify_receipt
from poletai.ledger.tree import hash_leaf

WORKS = "cn.works.open-tender"
OWNER = Actor("principal", PRINCIPAL)
LANGUAGES = ("zh-hans", "en")
CHINESE = re.compile("[一-鿿]")


@pytest.fixture
def portal(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> PortalWorld:
    world = PortalWorld(exchange, monkeypatch)
    world.seat("owner", "principal", PRINCIPAL)
    world.seat("seller", "bidder", "firm-0")
    world.seat("e1", "evaluator", "experts")
    world.seat("keeper", "custodian", "custodian-1")
    world.seat("clerk", "operator", "centre")
    return world


def open_trade(exchange: ExchangeWorld) -> str:
    procedure = exchange.draft(WORKS)
    exchange.publish(procedure)
    exchange.sequence()
    return procedure


def every_page_is_sound(portal: PortalWorld, paths: list[str], *people: str) -> None:
    for who in people:
        for path in paths:
            for language in LANGUAGES:
                answer = portal.get(path, who, language)
                assert answer.status_code == 200, (path, who)
                assert faults(answer.content) == [], (path, who, language)
                assert f'lang="{language}"' in answer.content.decode()


def test_every_page_answers_everyone_while_bids_are_taken(portal: PortalWorld) -> None:
    procedure = open_trade(portal.exchange)
    public = ["/", "/notices/", "/notices/?q=泵站&phase=open", f"/procedures/{procedure}/"]
    public += ["/public-log/", "/public-log/0/", "/rulebook/", f"/rulebook/{WORKS}/", "/sign-in/"]

    every_page_is_sound(portal, public, *portal.people)
    every_page_is_sound(portal, ["/desk/"], *(name for name in portal.people if name))
    every_page_is_sound(portal, ["/release/"], "keeper", "clerk")
    every_page_is_sound(portal, [f"/desk/new/{WORKS}/"], "owner")
    every_page_is_sound(portal, [f"/procedures/{procedure}/lots/1/bid/"], "seller", "owner")


def test_every_page_answers_everyone_from_the_opening_to_the_ranking(portal: PortalWorld) -> None:
    exchange = portal.exchange
    procedure = play_to_opening(exchange)
    page = f"/procedures/{procedure}/"
    every_page_is_sound(portal, [page], *portal.people)

    exchange.wait(hours=2)
    exchange.moves(OWNER, procedure, "appoint-committee", committee=committee())
    bids = exchange.standing(procedure).lots["1"].bids
    for seat in EVALUATORS:
        actor = Actor("evaluator", PRINCIPAL, seat)
        exchange.moves(actor, procedure, "record-scores", lot="1", scores={b: {} for b in bids})
    one = Actor("evaluator", PRINCIPAL, "e1")
    exchange.moves(one, procedure, "rank-bids", lot="1")
    assert "950,000.00" not in portal.get(page).content.decode()
    every_page_is_sound(portal, [page, "/desk/", "/notices/"], *(p for p in portal.people if p))

    report = [{"title": "评标报告", "sha256": "cd" * 32, "len": 10}]
    exchange.moves(one, procedure, "submit-report", lot="1", documents=report)
    exchange.moves(OWNER, procedure, "publish-candidates", lot="1")
    exchange.sequence()
    every_page_is_sound(portal, [page], *portal.people)
    shown = portal.get(page).content.decode()
    assert "评审排序" in shown
    assert "计算过程" in shown


def test_before_the_deadline_no_page_tells_of_a_bid(portal: PortalWorld) -> None:
    exchange = portal.exchange
    procedure = open_trade(exchange)
    exchange.wait(days=10)
    before = portal.get(f"/procedures/{procedure}/", "owner").content
    exchange.bid(procedure, "firm-0", "1000000")
    exchange.sequence()

    for who in ("", "owner", "clerk", "keeper"):
        shown = portal.get(f"/procedures/{procedure}/", who).content.decode()
        assert "firm-0" not in shown
    after = portal.get(f"/procedures/{procedure}/", "owner").content
    assert main_of(after) == main_of(before)
    assert "firm-0" not in portal.get("/public-log/").content.decode()
    assert "标段 1" in portal.get("/desk/", "seller").content.decode()


def test_a_draft_is_shown_to_its_parties_alone(portal: PortalWorld) -> None:
    procedure = portal.exchange.draft(WORKS)

    assert portal.get(f"/procedures/{procedure}/", "owner").status_code == 200
    for who in ("", "seller", "e1", "keeper"):
        assert portal.get(f"/procedures/{procedure}/", who).status_code == 404


def test_pages_of_a_role_are_kept_from_the_others(portal: PortalWorld) -> None:
    assert portal.get("/desk/").headers["Location"].startswith("/sign-in/")
    assert portal.get("/release/", "seller").status_code == 403
    assert portal.get(f"/desk/new/{WORKS}/", "seller").status_code == 403


def test_a_form_says_every_problem_beside_its_field(portal: PortalWorld) -> None:
    procedure = portal.exchange.draft(WORKS)
    address = f"/procedures/{procedure}/moves/publish-notice/"

    sent = portal.people["owner"].post(address, {"deadline": "soon", "estimate": "12.345"})

    assert sent.status_code == 422
    assert faults(sent.content) == []
    tree = html.fromstring(sent.content.decode())
    linked = {link.get("href") for link in tree.xpath("//div[@role='alert']//a")}
    assert {"#id_deadline", "#id_estimate", "#id_lots", "#id_documents"} <= linked
    assert all(tree.get_element_by_id(link[1:]) is not None for link in linked)
    assert tree.get_element_by_id("id_deadline").value == "soon"


def test_a_deadline_too_early_is_refused_under_its_article(portal: PortalWorld) -> None:
    procedure = portal.exchange.draft(WORKS)
    address = f"/procedures/{procedure}/moves/publish-notice/"

    sent = portal.people["owner"].post(address, notice(deadline="2026-03-12T09:00"))

    assert sent.status_code == 422
    assert "招标投标法第 24 条" in sent.content.decode()
    assert portal.exchange.standing(procedure).state == "draft"


def test_a_notice_is_published_from_its_form(portal: PortalWorld) -> None:
    procedure = portal.exchange.draft(WORKS)
    address = f"/procedures/{procedure}/moves/publish-notice/"

    sent = portal.people["owner"].post(address, notice(deadline="2026-04-20T09:00"))

    assert sent.headers["Location"] == f"/procedures/{procedure}/"
    assert portal.exchange.standing(procedure).state == "receiving-bids"
    assert portal.exchange.facts(procedure)["documents"][0]["title"] == "招标文件.txt"


def test_the_proof_of_an_entry_verifies_under_the_policy(portal: PortalWorld) -> None:
    open_trade(portal.exchange)
    proof = portal.get("/public-log/1.tlog-proof").content.decode()
    log = portal.exchange.folder / "log"

    entry = html.fromstring(portal.get("/public-log/1/").content.decode())
    leaf = bytes.fromhex(entry.xpath("//span[@class='hash']")[0].text)
    policy = parse_policy((log / "policy").read_text())
    cosigned = verify_receipt(parse_receipt(proof), leaf, policy)

    # The draft, its notice, and the disclosure of the draft with it.
    assert cosigned.checkpoint.size == 3
    assert leaf != hash_leaf(b"")


def test_a_wrong_password_signs_nobody_in(portal: PortalWorld) -> None:
    sent = portal.people[""].post("/sign-in/", {"username": "owner", "password": f"{PASSWORD}!"})

    assert sent.status_code == 422
    assert "密码" in sent.content.decode()
    assert portal.get("/desk/").status_code == 302


def test_english_pages_have_english_words_for_everything_of_ours(portal: PortalWorld) -> None:
    for path in ("/", "/notices/", "/public-log/", "/rulebook/", f"/rulebook/{WORKS}/"):
        page = html.fromstring(portal.get(path, language="en").content.decode())
        texts = page.xpath("//main//text()")
        assert [text for text in texts if CHINESE.search(text)] == [], path


def test_what_does_not_exist_says_so_in_the_frame(portal: PortalWorld) -> None:
    answer = portal.get("/procedures/0000/")

    assert answer.status_code == 404
    assert faults(answer.content) == []
    assert "演示环境" in answer.content.decode()


def notice(**changed: str) -> dict[str, object]:

    return {
        "documents-from": "2026-03-03T09:00",
        "documents-until": "2026-03-11T17:00",
        "lots-rows": "1",
        "lots-0-lot": "1",
        "lots-0-title": "泵站土建",
        "lots-0-value": "1,200,000",
        "terms-method": "lowest-evaluated-price",
        "terms-price_weight": "100",
        "terms-criteria-rows": "1",
        "documents": SimpleUploadedFile("招标文件.txt", b"what is bought"),
        "estimate": "\uff11\uff12 00000",
        **changed,
    }


def main_of(page: bytes) -> str:
    return str(html.fromstring(page.decode()).xpath("//main")[0].text_content())
