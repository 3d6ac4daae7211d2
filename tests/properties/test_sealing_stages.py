"""What a custodian reads of a lot from public events is where the lot really stands."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import rules
from tests.support.random_trades import BEGIN, later, random_step

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.playing import Play, start, take
from poletai.core.procedures.standing import Event
from poletai.sealing.lot_stages import Stages, admitted_by, read_stages, standing_of
from poletai.sealing.lot_terms import LoggedEvent


def logged(definition: Definition, past: list[Event]) -> list[LoggedEvent]:
    """Return what of a trade stands in the log for everyone to read."""
    hidden = {move.then for move in definition.moves if move.confidential}
    own = [event for event in past if event.of != "remedy" and event.name not in hidden]
    return [LoggedEvent(i, "", event.name, dict(event.data)) for i, event in enumerate(own)]


def _agrees(definition: Definition, stages: Stages, now: Play, past: list[Event]) -> None:
    hidden = {m.to for m in definition.moves if m.confidential and m.of == "lot"}
    events = logged(definition, past)
    for lot in now.standing.lots.values():
        if lot.state not in hidden:
            # A public event that moves nothing may have come before or after a hidden move.
            assert standing_of(stages, events, lot.lot) - hidden == {lot.state}
        if "admitted" in lot.facts:
            assert admitted_by(stages, events, lot.lot) == frozenset(lot.facts["admitted"])


@pytest.mark.parametrize("name", ["cn.works.two-envelope", rules.WORKS, rules.PROCUREMENT])
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_public_events_tell_where_a_lot_stands(name: str, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a test hides nothing
    definition = rules.definition(name)
    stages = read_stages(rules.library().definition_bytes(name))
    now, at, past = start(definition), BEGIN, list[Event]()

    for _ in range(120):
        if now.standing.state in definition.machines["procedure"].final:
            break
        at = later(chance, definition, now, at)
        now = take(rules.library(), definition, now, random_step(chance, definition, now, at))
        past += now.events

    _agrees(definition, stages, now, past)
