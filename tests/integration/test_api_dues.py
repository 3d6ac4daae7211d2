"""Who owes what today, over the API and by command: to the parties, and to a bidder its own."""

from tests.integration.test_portal_dues import cancelled
from tests.support.api_world import ApiWorld


def test_the_dues_of_a_procedure_are_listed_for_its_parties(api: ApiWorld) -> None:
    procedure = cancelled(api.exchange)

    status, told = api.get(f"/api/procedures/{procedure}/dues", "principal")
    refused, _ = api.get(f"/api/procedures/{procedure}/dues")

    assert status == 200
    assert {one["bidder"] for one in told["items"]} == {"firm-0", "firm-1", "firm-2"}
    assert {one["amount"]["amount"] for one in told["items"]} == {"20000.00"}
    assert refused == 401


def test_remedies_and_their_next_moves_are_told_over_the_api(api: ApiWorld) -> None:
    procedure = cancelled(api.exchange)

    status, told = api.get(f"/api/procedures/{procedure}/remedies")

    assert (status, told) == (200, {"items": []})
