"""Bodies, people and tokens: who may act, in which role, and how the site's session is used."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld

from poletai.core.basics.problem import Problem
from poletai.exchange.accounts import actor_for, add_organisation, add_user, sign_in
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError, WrongRoleError
from poletai.exchange.models import ApiToken, Organisation
from poletai.exchange.tokens import end_tokens, find_token, new_token

PASSWORD = "ein-langes-geheimnis"  # noqa: S105 - of a person who does not exist
WORKS = "cn.works.open-tender"


@pytest.fixture
def api(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> ApiWorld:
    world = ApiWorld(exchange, monkeypatch)
    Organisation.objects.filter(id=PRINCIPAL).update(roles=["principal", "evaluator"])
    return world


def where(raised: pytest.ExceptionInfo[ProblemsError]) -> list[str]:
    return [problem.where for problem in raised.value.problems if isinstance(problem, Problem)]


def test_a_code_with_a_wrong_check_digit_is_warned_about_and_taken(
    exchange: ExchangeWorld,
) -> None:
    body, warnings = add_organisation("水务", ["bidder"], exchange.now, uscc="91420500ma00000001")

    assert body.id == body.uscc == "91420500MA00000001"
    assert [warning.code for warning in warnings] == ["uscc-check"]


def test_everything_wrong_with_a_body_is_said_at_once(exchange: ExchangeWorld) -> None:
    add_organisation("水务", ["bidder"], exchange.now, uscc="91420500MA00000001")

    with pytest.raises(ProblemsError) as raised:
        add_organisation(" ", ["king"], exchange.now, identity="x" * 33, uscc="9142")
    with pytest.raises(ProblemsError) as again:
        add_organisation("水务", [], exchange.now, uscc="91420500MA00000001")

    assert where(raised) == ["uscc", "roles", "name", "id"]
    assert where(again) == ["roles", "id", "uscc"]


def test_a_person_signs_in_and_acts_in_the_roles_held(api: ApiWorld) -> None:
    add_user("alice", PASSWORD, PRINCIPAL, ["principal", "evaluator"])

    alice = sign_in("alice", PASSWORD)

    assert alice is not None
    assert sign_in("alice", "wrong") is None
    assert sign_in("nobody", PASSWORD) is None
    assert actor_for(alice) == Actor("principal", PRINCIPAL)
    assert actor_for(alice, "evaluator") == Actor("evaluator", PRINCIPAL, "alice")
    with pytest.raises(WrongRoleError):
        actor_for(alice, "operator")


def test_everything_wrong_with_a_person_is_said_at_once(api: ApiWorld) -> None:
    add_user("alice", PASSWORD, PRINCIPAL, ["principal"])

    with pytest.raises(ProblemsError) as raised:
        add_user("alice", "1234", PRINCIPAL, ["bidder"])
    with pytest.raises(ProblemsError) as unknown:
        add_user("bob", PASSWORD, "nowhere", ["bidder"])

    assert where(raised) == ["password", "roles", "username"]
    assert where(unknown) == ["organisation"]


def test_a_token_is_shown_once_and_ends(api: ApiWorld) -> None:
    now = api.exchange.now
    text = new_token(PRINCIPAL, "principal", "bot", now, until=now + timedelta(days=1))
    kept = ApiToken.objects.get(label="bot")

    assert text not in vars(kept).values()
    assert find_token(text, now) == kept
    assert find_token(text + "x", now) is None
    assert find_token(text, now + timedelta(days=1)) is None
    assert end_tokens(PRINCIPAL, "bot", now) == 1
    assert end_tokens(PRINCIPAL, "bot", now) == 0
    assert find_token(text, now) is None


@pytest.mark.parametrize(("body", "role"), [("nowhere", "principal"), (PRINCIPAL, "operator")])
def test_no_token_is_made_for_a_role_a_body_has_not(api: ApiWorld, body: str, role: str) -> None:
    with pytest.raises(ProblemsError):
        new_token(body, role, "bot", api.exchange.now)


def test_the_sites_session_speaks_to_the_api_with_its_form_token(api: ApiWorld) -> None:
    alice = add_user("alice", PASSWORD, PRINCIPAL, ["principal", "evaluator"])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    draft = {"definition": WORKS, "fields": {"title": "泵站"}}

    me = strict.get("/api/me").json()
    other = strict.get("/api/me", headers={"Poletai-Role": "evaluator"}).json()
    wrong = strict.get("/api/me", headers={"Poletai-Role": "operator"})
    forged = strict.post("/api/procedures", draft, content_type="application/json")
    relaxed = Client()
    relaxed.force_login(alice)
    real = relaxed.post("/api/procedures", draft, content_type="application/json")

    assert me == {"role": "principal", "organisation": PRINCIPAL, "person": ""}
    assert other["person"] == "alice"
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong-role")
    assert (forged.status_code, forged.json()["code"]) == (403, "forbidden")
    assert real.status_code == 201
