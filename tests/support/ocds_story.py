"""A public works tender told in views, from its notice to its contract, for tests of the hub."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from poletai.hub.ocds import Publisher
from poletai.hub.ocds.view import (
    AwardView,
    BidView,
    ContractView,
    DocumentView,
    EnquiryView,
    LotView,
    Party,
    ProcedureView,
)

PUBLISHER = Publisher(
    name="示范省公共资源交易中心",
    prefix="ocds-0poletai",
    uri="https://exchange.example/",
    licence="https://creativecommons.org/licenses/by/4.0/",
    policy="https://exchange.example/policy",
)
ALICE = Party("CN-SAIC-1", "青山市水务局", "91110000600037341L")
AGENCY = Party("CN-SAIC-2", "青山招标代理有限公司")
BOB = Party("CN-SAIC-3", "北溪建设有限公司")
CAROL = Party("CN-SAIC-4", "南湖水利有限公司")
DAVE = Party("CN-SAIC-5", "南湖设计院有限公司")
NOTICE = datetime(2026, 3, 1, 1, tzinfo=UTC)
DEADLINE = NOTICE + timedelta(days=21)


def announced() -> ProcedureView:
    document = DocumentView(
        id="d1",
        kind="biddingDocuments",
        title="招标文件",
        url="https://exchange.example/documents/d1",
        published_at=NOTICE,
        media_type="application/pdf",
        lots=("1",),
    )
    return ProcedureView(
        id="p-1",
        title="青山水库除险加固工程",
        phase="open",
        principal=ALICE,
        agency=AGENCY,
        revision=3,
        changed_at=NOTICE,
        method_details="cn.works.open-tender",
        category="works",
        value=Decimal("5000000.00"),
        published_at=NOTICE,
        deadline=DEADLINE,
        enquiries_until=NOTICE + timedelta(days=10),
        lots=(LotView(id="1", title="一标段", value=Decimal("5000000.00")),),
        documents=(document,),
    )


def asked() -> ProcedureView:
    question = EnquiryView(
        id="q1",
        asked_at=NOTICE + timedelta(days=2),
        question="坝顶宽度以图纸还是清单为准？",
        answered_at=NOTICE + timedelta(days=3),
        answer="以图纸为准。",
        lot="1",
    )
    return replace(
        announced(), enquiries=(question,), revision=9, changed_at=NOTICE + timedelta(days=3)
    )


def opened() -> ProcedureView:
    bob = BidView(
        id="b1",
        lot="1",
        bidders=(BOB,),
        deposited_at=DEADLINE - timedelta(days=1),
        status="valid",
        price=Decimal("4790000.10"),
    )
    pair = replace(bob, id="b2", bidders=(CAROL, DAVE), price=Decimal("4810000.00"))
    gone = replace(bob, id="b3", bidders=(DAVE,), status="withdrawn", price=None)
    return replace(
        asked(), phase="opened", bids=(bob, pair, gone), revision=40, changed_at=DEADLINE
    )


def awarded() -> ProcedureView:
    award = AwardView(
        id="a1",
        lot="1",
        suppliers=(BOB,),
        decided_at=DEADLINE + timedelta(days=9),
        value=Decimal("4790000.10"),
        bid="b1",
    )
    return replace(
        opened(), phase="awarded", awards=(award,), revision=60, changed_at=award.decided_at
    )


def contracted() -> ProcedureView:
    contract = ContractView(
        id="c1",
        award="a1",
        signed_at=DEADLINE + timedelta(days=30),
        title="除险加固施工合同",
        value=Decimal("4790000.10"),
    )
    return replace(
        awarded(),
        phase="contracted",
        contracts=(contract,),
        revision=71,
        changed_at=contract.signed_at,
    )


def story() -> tuple[ProcedureView, ...]:
    return (announced(), asked(), opened(), awarded(), contracted())
