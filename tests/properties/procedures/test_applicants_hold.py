"""What holds of applicants: they stand where a few lines of plain Python say they stand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.support import trials

from poletai.core.procedures.folding import replay
from poletai.core.procedures.playing import Play, take
from poletai.core.procedures.scenarios import Step
from poletai.core.procedures.standing import Event, begin

FIRMS = ("a", "b", "c", "d")
BEGIN = datetime(2026, 3, 3, 1, tzinfo=UTC)
# From where each move leads whom where; who is in no table has never applied.
WAYS = {
    "apply": ({"new", "withdrawn"}, "applied"),
    "admit-applicant": ({"applied"}, "admitted"),
    "refuse-applicant": ({"applied"}, "refused"),
    "withdraw-application": ({"applied", "admitted"}, "withdrawn"),
}
BY_BIDDER = ("apply", "withdraw-application")

asked = st.one_of(
    st.tuples(st.sampled_from(sorted(WAYS)), st.sampled_from(FIRMS).map(lambda firm: (firm,))),
    st.tuples(st.just("invite"), st.lists(st.sampled_from(FIRMS), unique=True).map(tuple)),
    st.tuples(st.sampled_from(["settle-list", "fail-qualification"]), st.just(())),
)


def step(command: str, firms: tuple[str, ...], at: datetime) -> Step:
    fields: dict[str, object] = {"invited": list(firms)} if command == "invite" else {}
    fields |= {"reason": "No licence"} if command == "refuse-applicant" else {}
    return Step(
        at=at,
        command=command,
        by="bidder" if command in BY_BIDDER else "principal",
        applicant=firms[0] if command in WAYS else None,
        fields=fields,
    )


def naive(states: dict[str, str], command: str, firms: tuple[str, ...]) -> dict[str, str] | None:
    """Say where everybody stands after a command; None where it is not allowed."""
    admitted = sum(1 for state in states.values() if state == "admitted")
    if command == "settle-list":
        return states if admitted >= 2 and "applied" not in states.values() else None
    if command == "fail-qualification":
        return states if admitted < 2 else None
    if command == "invite":
        let_in = {f for f in firms if states.get(f, "new") in ("new", "applied")}
        return states | dict.fromkeys(let_in, "admitted") if len(firms) >= 2 else None
    source, to = WAYS[command]
    (firm,) = firms
    return states | {firm: to} if states.get(firm, "new") in source else None


@given(commands=st.lists(asked, max_size=25))
def test_applicants_stand_where_their_moves_led_them(
    commands: list[tuple[str, tuple[str, ...]]],
) -> None:
    library, definition = trials.library(), trials.definition(trials.RESTRICTED)
    ends = trials.endings(trials.RESTRICTED)
    now: Play = ends["a notice asks for applications and bids"]
    past: list[Event] = [*ends["a trade is drafted"].events, *now.events]
    states: dict[str, str] = {}

    for number, (command, firms) in enumerate(commands):
        at = BEGIN + timedelta(minutes=number)
        now = take(library, definition, now, step(command, firms, at))
        past += now.events
        expected = naive(states, command, firms)
        assert (now.refusal is None) == (expected is not None), (command, now.refusal)
        states = states if expected is None else expected
        found = {party: one.state for party, one in now.standing.applicants.items()}
        assert found == states
        if now.standing.state == "failed":
            break

    assert replay(definition, begin("scenario", "new"), past) == now.standing
