"""Real notices: what another platform published, run through this exchange as sealed tenders."""

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from math import ceil
from pathlib import Path

from rich.console import Console

from poletai.exchange.house import house
from poletai.hub.connectors import read
from poletai.hub.notices import Candidate, Notice, NoticeLot
from poletai.site.demo.director import Director
from poletai.site.demo.people import settle
from poletai.site.demo.province import WORKS, Body, Project
from poletai.site.demo.stage import Stage
from poletai.site.demo.stories import BEGIN, Story

SOURCE = "ggzy"
FEWEST = 3
_BUYER = Body("real-buyers", "公告中的招标人", "Tenderees of the notices", "principal")


def play_notices(console: Console, stage: Stage, file: Path) -> dict[str, tuple[Decimal, ...]]:
    """Play every notice with enough plain prices; returns the published prices by procedure."""
    reading = read(SOURCE, file.read_bytes())
    usable = [(notice, lots) for notice in reading.notices if (lots := priced_lots(notice))]
    console.print(f"{len(reading.notices)} notices, {len(usable)} with {FEWEST} or more prices")
    settle(_BUYER, BEGIN)
    _settle_firms([candidate for _, lots in usable for lot in lots for candidate in priced(lot)])
    plays = tuple(_story(number, *pair) for number, pair in enumerate(usable, start=1))
    director = Director(house(), stage.clock)
    with console.status("playing the notices as sealed tenders"):
        told = director.stage(plays, lambda: None)
    return {
        told[story.number]: tuple(Decimal(amount) for _, _, amount in story.offers)
        for story in plays
    }


def priced_lots(notice: Notice) -> tuple[NoticeLot, ...]:
    """Return the lots of a notice that name enough plain prices."""
    return tuple(lot for lot in notice.lots if len(priced(lot)) >= FEWEST)


def priced(lot: NoticeLot) -> list[Candidate]:
    """Return the candidates of a lot whose price is a plain sum."""
    return [candidate for candidate in lot.candidates if candidate.price is not None]


def _settle_firms(candidates: list[Candidate]) -> None:
    firms = {_firm(candidate): "、".join(candidate.names) for candidate in candidates}
    for identity, name in firms.items():
        settle(Body(identity, name[:200], "", "bidder"), BEGIN)


def _firm(candidate: Candidate) -> str:
    return "f-" + sha256("|".join(candidate.names).encode()).hexdigest()[:16]


def _story(number: int, notice: Notice, lots: tuple[NoticeLot, ...]) -> Story:
    named = tuple((str(place), lot.title or notice.title) for place, lot in enumerate(lots, 1))
    most = max(candidate.price or Decimal(0) for lot in lots for candidate in priced(lot))
    project = Project(WORKS, notice.title, "", _BUYER.id, ceil(most) * len(lots), tuple(named))
    offers = tuple(_offers(lots))
    return Story(
        number, project, BEGIN, offers, "lowest-evaluated-price", "published", capped=False
    )


def _offers(lots: tuple[NoticeLot, ...]) -> Iterator[tuple[str, str, str]]:
    for place, lot in enumerate(lots, 1):
        for candidate in priced(lot):
            yield str(place), _firm(candidate), f"{candidate.price:.2f}"
