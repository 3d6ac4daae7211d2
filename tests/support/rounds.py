"""Trades in rounds, as far as several tests need them: a notice, applications, a second round."""

from datetime import timedelta

from tests.support import trials
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld

from poletai.core.basics.instant import format_instant
from poletai.exchange.actors import Actor

OWNER = Actor("principal", PRINCIPAL)
FIRMS = ("firm-a", "firm-b", "firm-c")


def bidder(name: str) -> Actor:
    return Actor("bidder", name)


def announced(world: ExchangeWorld) -> str:
    """A notice asks for applications within a week and for bids within two."""
    procedure = world.draft(trials.RESTRICTED)
    value = {"amount": "1200000.00", "currency": "CNY"}
    world.moves(
        OWNER,
        procedure,
        "publish-notice",
        applications_until=format_instant(world.now + timedelta(days=7)),
        deadline=format_instant(world.now + timedelta(days=14)),
        lots=[{"lot": "1", "title": "A bridge", "value": value}],
        documents=[{"title": "Documents", "sha256": "ab" * 32, "len": 100}],
    )
    world.sequence()
    return procedure


def applied(world: ExchangeWorld) -> str:
    """Three firms apply: two are admitted, the third is refused."""
    procedure = announced(world)
    world.wait(days=2)
    for firm in FIRMS:
        world.organisation(firm)
        world.moves(bidder(firm), procedure, "apply")
    for firm in FIRMS[:2]:
        world.moves(OWNER, procedure, "admit-applicant", applicant=firm)
    world.moves(OWNER, procedure, "refuse-applicant", applicant="firm-c", reason="No licence")
    world.sequence()
    return procedure


def second_round(world: ExchangeWorld, procedure: str, lot: str) -> None:
    """Ask who was opened in lot 1 for a final offer within five days."""
    value = {"amount": "1200000.00", "currency": "CNY"}
    final = {"lot": lot, "title": "Final offers", "value": value, "continues": "1"}
    until = format_instant(world.now + timedelta(days=5))
    asked = world.moves(OWNER, procedure, "announce-round", deadline=until, lots=[final])
    world.sequence()
    assert asked.event.data["pins"] == world.facts(procedure)["pins"]
