"""Objections and complaints on the pages: raised, answered, filed and decided by whom they must."""

import re
from typing import Any

import pytest
from lxml import html
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.page_checks import faults
from tests.support.portal_world import PortalWorld

WORKS = "cn.works.open-tender"
REMEDY = re.compile(r"/procedures/\w+/remedies/(\w+)/")


@pytest.fixture
def portal(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> PortalWorld:
    world = PortalWorld(exchange, monkeypatch)
    world.seat("owner", "principal", PRINCIPAL)
    world.seat("seller", "bidder", "firm-0")
    world.seat("rival", "bidder", "firm-1")
    world.seat("overseer", "regulator", "oversight")
    world.seat("elsewhere", "regulator", "housing")
    return world


def open_trade(portal: PortalWorld) -> str:
    procedure = portal.exchange.draft(WORKS)
    portal.exchange.publish(procedure)
    portal.exchange.sequence()
    portal.exchange.wait(days=1)
    return procedure


def send(portal: PortalWorld, who: str, procedure: str, move: str, **fields: str) -> Any:
    sent = portal.people[who].post(f"/procedures/{procedure}/moves/{move}/", fields)
    portal.exchange.sequence()
    return sent


def raise_objection(portal: PortalWorld, procedure: str) -> str:
    known = "2026-03-03T09:00"
    fields = {"points": "资格条件过高\n业绩要求不合理", "known-at": known}
    sent = send(portal, "seller", procedure, "object-to-documents", **fields)
    found = REMEDY.match(sent.headers["Location"])
    assert found is not None
    return found[1]


def complain(portal: PortalWorld, procedure: str) -> str:
    remedy = raise_objection(portal, procedure)
    send(portal, "owner", procedure, "answer-objection", remedy=remedy, answer="条件依法设定")
    fields = {"authority": "oversight", "request": "请求修改资格条件"}
    sent = send(portal, "seller", procedure, "file-complaint", remedy=remedy, **fields)
    assert sent.status_code == 302, sent.content.decode()
    return remedy


def shown(portal: PortalWorld, path: str, who: str = "") -> str:
    answer = portal.get(path, who)
    assert answer.status_code == 200
    assert faults(answer.content) == []
    return str(html.fromstring(answer.content.decode()).xpath("//main")[0].text_content())


def test_an_objection_is_raised_answered_and_listed(portal: PortalWorld) -> None:
    procedure = open_trade(portal)
    remedy = raise_objection(portal, procedure)
    page = f"/procedures/{procedure}/remedies/{remedy}/"

    assert "答复异议" in shown(portal, page, "owner")
    assert "业绩要求不合理" in shown(portal, page, "owner")
    assert remedy[:6] in shown(portal, "/desk/", "owner")
    sent = send(portal, "owner", procedure, "answer-objection", remedy=remedy, answer="依法设定")

    assert sent.headers["Location"] == page
    assert "依法设定" in shown(portal, page)
    assert "已答复" in shown(portal, f"/procedures/{procedure}/")
    assert "投诉" in shown(portal, page, "seller")


def test_who_objected_and_why_stays_with_the_parties(portal: PortalWorld) -> None:
    procedure = open_trade(portal)
    page = f"/procedures/{procedure}/remedies/{raise_objection(portal, procedure)}/"

    for who in ("", "rival"):
        for path in (page, f"/procedures/{procedure}/"):
            told = portal.get(path, who).content.decode()
            assert "资格条件过高" not in told
            assert "firm-0" not in told
    assert "firm-0" in shown(portal, page, "overseer")
    assert "moves/withdraw-remedy" in portal.get(page, "seller").content.decode()
    assert "moves/withdraw-remedy" not in portal.get(page, "rival").content.decode()


def test_the_regulator_finds_the_complaint_and_its_time_on_the_desk(portal: PortalWorld) -> None:
    procedure = open_trade(portal)
    remedy = complain(portal, procedure)

    assert remedy[:6] in shown(portal, "/desk/", "overseer")
    assert remedy[:6] not in shown(portal, "/desk/", "elsewhere")
    portal.exchange.wait(days=9)
    assert "逾期" in shown(portal, "/desk/", "overseer")
    send(portal, "overseer", procedure, "accept-complaint", remedy=remedy)

    page = f"/procedures/{procedure}/remedies/{remedy}/"
    assert "作出投诉处理决定" in shown(portal, page, "overseer")
    assert "处理期限" in shown(portal, page)


def test_a_complaint_suspends_and_its_decision_lets_go_on(portal: PortalWorld) -> None:
    procedure = open_trade(portal)
    remedy = complain(portal, procedure)
    page = f"/procedures/{procedure}/remedies/{remedy}/"
    send(portal, "overseer", procedure, "accept-complaint", remedy=remedy)

    reason = {"reason": "情况紧急"}
    stopped = send(portal, "overseer", procedure, "order-suspension", remedy=remedy, **reason)
    assert stopped.status_code == 302, stopped.content.decode()
    assert "交易因此暂停" in shown(portal, page)
    assert "情况紧急" in shown(portal, f"/procedures/{procedure}/")
    fields = {"outcome": "dismissed", "consequence": "none", "reason": "投诉不成立"}
    decided = send(portal, "overseer", procedure, "decide-complaint", remedy=remedy, **fields)

    assert decided.status_code == 302, decided.content.decode()
    assert "已作处理决定" in shown(portal, page)
    assert not portal.exchange.facts(procedure).get("suspensions")
    assert "情况紧急" not in shown(portal, f"/procedures/{procedure}/")


def test_a_trade_that_ended_says_why_and_by_what_article(portal: PortalWorld) -> None:
    procedure = open_trade(portal)
    send(portal, "owner", procedure, "cancel-procedure", reason="项目资金计划调整")

    told = shown(portal, f"/procedures/{procedure}/")
    # The trade says so, and its lot.
    assert told.count("项目资金计划调整") == 2
    assert "招标投标法实施条例第 31 条" in told


def test_a_complaint_is_filed_with_one_of_the_regulators(portal: PortalWorld) -> None:
    procedure = open_trade(portal)
    remedy = raise_objection(portal, procedure)
    send(portal, "owner", procedure, "answer-objection", remedy=remedy, answer="依法设定")

    form = portal.get(f"/procedures/{procedure}/moves/file-complaint/?remedy={remedy}", "seller")

    tree = html.fromstring(form.content.decode())
    offered = tree.xpath("//select[@name='authority']/option/@value")
    assert offered == ["", "housing", "oversight"]


def test_another_firm_cannot_withdraw_what_it_did_not_raise(portal: PortalWorld) -> None:
    procedure = open_trade(portal)
    remedy = raise_objection(portal, procedure)

    sent = send(portal, "rival", procedure, "withdraw-remedy", remedy=remedy)

    assert sent.status_code == 422
    assert send(portal, "seller", procedure, "withdraw-remedy", remedy=remedy).status_code == 302


def test_every_page_about_a_remedy_is_sound_in_both_languages(portal: PortalWorld) -> None:
    procedure = open_trade(portal)
    remedy = complain(portal, procedure)
    paths = [f"/procedures/{procedure}/", f"/procedures/{procedure}/remedies/{remedy}/"]

    for who in portal.people:
        for path in [*paths, *(["/desk/"] if who else [])]:
            for language in ("zh-hans", "en"):
                answer = portal.get(path, who, language)
                assert answer.status_code == 200
                assert faults(answer.content) == []


def test_a_remedy_of_another_procedure_is_not_found(portal: PortalWorld) -> None:
    procedure, other = open_trade(portal), open_trade(portal)
    remedy = raise_objection(portal, procedure)

    assert portal.get(f"/procedures/{other}/remedies/{remedy}/").status_code == 404


def test_a_tender_held_once_more_and_the_first_name_one_another(portal: PortalWorld) -> None:
    first = open_trade(portal)
    send(portal, "owner", first, "cancel-procedure", reason="项目资金计划调整")
    form = html.fromstring(portal.get(f"/desk/new/{WORKS}/", "owner").content.decode())
    assert first in form.xpath("//select[@name='repeats']/option/@value")

    drafted = {"title": "泵站二次招标", "repeats": first}
    sent = portal.people["owner"].post(f"/desk/new/{WORKS}/", drafted)
    second = sent.headers["Location"].split("/")[2]
    assert "二次招标" not in shown(portal, f"/procedures/{first}/")
    portal.exchange.publish(second)
    portal.exchange.sequence()

    assert "泵站二次招标" in shown(portal, f"/procedures/{first}/")
    assert "城北泵站改造" in shown(portal, f"/procedures/{second}/")


def test_nobody_repeats_the_procedure_of_another(portal: PortalWorld) -> None:
    sent = portal.people["owner"].post(f"/desk/new/{WORKS}/", {"title": "x", "repeats": "ab" * 16})

    assert sent.status_code == 422
