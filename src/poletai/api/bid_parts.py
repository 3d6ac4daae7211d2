"""What a lot asks of its bids over HTTP: what is relevant in each part, and the parts' schemas."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from poletai.api.answers import answer
from poletai.api.callers import ANYONE, caller
from poletai.core.procedures.bidding.asked import asked_of
from poletai.core.procedures.bidding.keys import schema_of
from poletai.core.procedures.bidding.parts import PARTS
from poletai.exchange.errors import NoSuchProcedureError
from poletai.exchange.house import house
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.visibility import masked_standing

router = Router(tags=["bids"])


@router.get("/procedures/{slug:procedure}/lots/{slug:lot}/bid", auth=ANYONE)
def asked(request: HttpRequest, procedure: str, lot: str) -> HttpResponse:
    """Answer {asked, parts}: what this lot asks, and the JSON schema of each part of a bid."""
    trade = trade_of(house(), procedure)
    standing = masked_standing(trade, caller(request))
    if "terms" not in standing.facts or lot not in standing.lots:
        missing = f"{procedure}/lots/{lot}"
        raise NoSuchProcedureError(missing)
    found = asked_of(trade.values, standing.facts["terms"], standing.lots[lot].facts)
    parts = {part: schema_of(shape) for part, shape in PARTS.items()}
    return answer({"asked": found, "parts": parts})
