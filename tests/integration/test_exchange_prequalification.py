"""A works tender with prequalification through the services: called, applied, admitted, opened."""

from datetime import timedelta

from tests.support.exchange_world import PRINCIPAL, ExchangeWorld

from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.services.make_move import tick
from poletai.replay.recompute import replay_trade

OWNER = Actor("principal", PRINCIPAL)
FIRMS = ("firm-1", "firm-2", "firm-3", "firm-4")
PAPERS = [{"title": "Papers", "sha256": "cd" * 32, "len": 10}]


def called(world: ExchangeWorld) -> str:
    """Ask for applications within a fortnight."""
    procedure = world.draft("cn.works.prequalification")
    for does in ("set-security-terms", "set-bond-terms"):
        forms = "security-forms" if does == "set-security-terms" else "bond-forms"
        world.moves(OWNER, procedure, does, **{forms: ["transfer", "cheque"]})
    world.moves(
        OWNER,
        procedure,
        "publish-call",
        documents_from=format_instant(world.now + timedelta(hours=1)),
        documents_until=format_instant(world.now + timedelta(days=8)),
        applications_until=format_instant(world.now + timedelta(days=15)),
        requirements="Class one",
        documents=PAPERS,
    )
    world.sequence()
    return procedure


def test_only_who_was_admitted_bids_and_the_trade_replays(exchange: ExchangeWorld) -> None:
    procedure = called(exchange)
    for firm in FIRMS:
        exchange.organisation(firm)
        exchange.moves(Actor("bidder", firm), procedure, "apply", documents=PAPERS)
    exchange.wait(days=16)
    assert tick(exchange.house, procedure)
    for firm in FIRMS[:3]:
        exchange.moves(OWNER, procedure, "admit-applicant", applicant=firm)
    grounds = [{"law": "cn.tendering-regulation#18", "finding": "No licence"}]
    exchange.moves(OWNER, procedure, "refuse-applicant", applicant="firm-4", grounds=grounds)
    exchange.publish(procedure)
    exchange.sequence()
    refused = exchange.send(exchange.seal(procedure, "firm-4", "1"))
    for number, firm in enumerate(FIRMS[:3]):
        exchange.bid(procedure, firm, f"{900 + number}000")
    exchange.sequence()
    exchange.close(procedure)

    again = replay_trade(exchange.source, procedure)

    assert isinstance(refused, Refusal)
    assert refused.code == "requires:applicant-is"
    lot = exchange.standing(procedure).lots["1"]
    assert {bid.facts["bidder"] for bid in lot.bids.values()} == set(FIRMS[:3])
    # What the platform found about the bids stays hidden until they are evaluated.
    assert again.difference is None
    assert {one["until"] for one in again.withheld} == {"evaluated"}, again.stopped
