"""What a live exchange needs before bids can come, made in a process of its own.

`python -m tests.support.market prepare|furnish|open <home> ...`: tables, the people around the
exchange, and a notice. Whoever drives the load then needs neither Django nor the exchange.
"""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.documents import documents_hash
from poletai.site.demo.moved_clock import MovedClock
from poletai.site.demo.stage import Ports, Stage, furnish
from poletai.site.serve import prepare

WORKS = "cn.works.open-tender"
PRINCIPAL = "water-board"


class Market(msgspec.Struct, frozen=True):
    """An open notice of one lot, and who may bid on it: firm and API token."""

    procedure: str
    keyset: dict[str, Any]
    documents: str
    deadline: str
    tokens: dict[str, str]


class Setting(msgspec.Struct, frozen=True):
    """Where a live exchange lives: its folder and its ports."""

    home: str
    web: int
    custodians: tuple[int, ...]
    witnesses: tuple[int, ...]
    rooms: int

    @property
    def stage(self) -> Stage:
        """The same as the demonstration's stage."""
        home = Path(self.home)
        ports = Ports(self.web, self.custodians, self.witnesses, self.rooms)
        return Stage(home, MovedClock(home / "clock"), ports)


def main() -> None:
    """Do one of the steps; the arguments are JSON."""
    step, setting = sys.argv[1], msgspec.json.decode(sys.argv[2], type=Setting)
    if step == "prepare":
        prepare()
        furnish(setting.stage)
        return
    django.setup()
    sys.stdout.buffer.write(msgspec.json.encode(open_market(int(sys.argv[3]))))


def open_market(firms: int) -> Market:
    """Publish a notice of one lot and give this many firms a token each."""
    # Models can be imported only once Django stands.
    from poletai.exchange.actors import Actor  # noqa: PLC0415
    from poletai.exchange.house import house  # noqa: PLC0415
    from poletai.exchange.read_models.standings import standing_of  # noqa: PLC0415
    from poletai.exchange.services.create_procedure import create_procedure  # noqa: PLC0415
    from poletai.exchange.services.request_move import Request, request_move  # noqa: PLC0415

    tokens = _settle(firms)
    owner = Actor("principal", PRINCIPAL)
    procedure, _ = create_procedure(house(), owner, WORKS, {"title": "城北泵站改造"})
    notice = Request("publish-notice", _notice(house().clock()))
    answer = request_move(house(), owner, procedure, notice)
    facts = standing_of(house(), procedure).facts
    assert "keysets" in facts, answer
    return Market(
        procedure,
        facts["keysets"]["1"],
        documents_hash(facts["documents"]),
        facts["deadline"],
        tokens,
    )


def _settle(firms: int) -> dict[str, str]:
    from django.db import transaction  # noqa: PLC0415

    from poletai.exchange.house import house  # noqa: PLC0415
    from poletai.exchange.models import Organisation  # noqa: PLC0415
    from poletai.exchange.tokens import new_token  # noqa: PLC0415

    now = house().clock()
    names = [f"firm-{number:05d}" for number in range(firms)]
    bodies = [(PRINCIPAL, "principal"), *((name, "bidder") for name in names)]
    Organisation.objects.bulk_create(
        [Organisation(id=name, name=name, roles=[role], since=now) for name, role in bodies],
        ignore_conflicts=True,
    )
    with transaction.atomic():
        return {name: new_token(name, "bidder", "load", now) for name in names}


def _notice(now: Any) -> dict[str, Any]:
    money = {"amount": "1200000.00", "currency": "CNY"}
    return {
        "documents-from": format_instant(now + timedelta(hours=1)),
        "documents-until": format_instant(now + timedelta(days=8)),
        "deadline": format_instant(now + timedelta(days=22)),
        "lots": [{"lot": "1", "title": "泵站土建", "value": money}],
        "terms": {"method": "lowest-evaluated-price", "criteria": [], "price_weight": "100"},
        "documents": [{"title": "招标文件", "sha256": "ab" * 32, "len": 100}],
        "estimate": money,
    }


if __name__ == "__main__":
    main()
