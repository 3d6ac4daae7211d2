"""Recompute: every recorded event judged again under the law its procedure pinned."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import parse_instant
from poletai.core.basics.problem import Refusal
from poletai.core.procedures.definition import Definition, Move, Values
from poletai.core.procedures.folding import DISCLOSED, evolve
from poletai.core.procedures.live_lots import record_field, takes_record, terms_live
from poletai.core.procedures.machine import decide
from poletai.core.procedures.remedies import found_remedies
from poletai.core.procedures.stages import OPENING, move_here
from poletai.core.procedures.standing import Command, Event, Standing, Tally, begin
from poletai.core.procedures.timers import catch_up
from poletai.ledger.policy import Policy
from poletai.ledger.source import Source
from poletai.replay.draws import draw_openings
from poletai.replay.openings import openings_again, shown_events
from poletai.replay.pinned import read_pinned
from poletai.replay.record import Record, Shown, below, blob, read_record
from poletai.replay.report import Award, Difference, Report
from poletai.replay.rooms import settlement_difference, terms_difference
from poletai.replay.stages import stage_difference
from poletai.sealing.lot_stages import read_stages

_LONGEST_GRACE = timedelta(minutes=1)


def replay_trade(source: Source, procedure: str, policy: Policy | None = None) -> Report:
    """Recompute a trade from its public record; the report names the first difference, if any.

    Raises RecordError where the record is not what the log holds.
    """
    record = read_record(source, procedure, policy)
    log = below(source, "log/")
    definition, values = read_pinned(log, record)
    report = _Replay(log, record, definition, values).run()
    if report.difference is not None:
        return report
    stages = read_stages(blob(log, record.pins["definition"]))
    early = stage_difference(stages, shown_events(record.events, procedure))
    return msgspec.structs.replace(report, difference=early)


class _Replay:
    """One replay under way; local to replay_trade, and gone with it."""

    def __init__(self, log: Source, record: Record, definition: Definition, values: Values) -> None:
        self.log, self.record = log, record
        self.definition, self.values = definition, values
        initial = definition.machines["procedure"].initial
        self.standing = begin(record.procedure, initial)

    def run(self) -> Report:
        """Judge event after event until one differs, one is withheld, or all are done."""
        own = shown_events(self.record.events, self.record.procedure)
        judged = 0
        for position, shown in enumerate(own):
            if shown.envelope["position"] != position or not shown.complete:
                return self._report(len(own), judged, stopped=_stopped(shown, position))
            difference = self._judge(shown)
            if difference is not None:
                return self._report(len(own), judged, difference=difference)
            self.standing = evolve(self.definition, self.standing, self._event(shown))
            judged += 1
        return self._report(len(own), judged, stopped=self._missing(len(own)))

    def _missing(self, length: int) -> str:
        hidden = [h for h in self.record.withheld if h["stream"] == self.record.procedure]
        later = [h for h in hidden if h["position"] >= length]
        return f"position {length} is withheld" if later else ""

    def _event(self, shown: Shown) -> Event:
        of = next((m.of for m in self.definition.moves if m.then == shown.name), "procedure")
        return Event(
            name=shown.name,
            of=of,
            at=parse_instant(shown.envelope["at"]),
            role=shown.by["role"],
            actor=shown.by["id"],
            data=shown.data,
        )

    def _judge(self, shown: Shown) -> Difference | None:
        if shown.name == DISCLOSED:
            return None
        again = self._decided(shown)
        if isinstance(again, Refusal):
            return Difference(shown.index, f"{shown.name} was forbidden", again.law, again.reason)
        return _differs(shown, again.data) or self._differs_from_room(shown)

    def _differs_from_room(self, shown: Shown) -> Difference | None:
        """Compare a settlement with the room its lot was bid for in."""
        move = next(m for m in self.definition.moves if m.then == shown.name)
        if not takes_record(move):
            return None
        lot = self.standing.lots[shown.data["lot"]]
        terms = terms_live(self.definition, self.values, self.standing, lot)
        lines = shown.data[record_field(move)]
        return terms_difference(self.record, shown, terms) or settlement_difference(
            self.record, shown, lines
        )

    def _decided(self, shown: Shown) -> Event | Refusal:
        event = self._event(shown)
        if event.role == "clock":
            events, _ = catch_up(
                self.definition, self.values, self.standing, event.at + _LONGEST_GRACE
            )
            matching = [e for e in events if (e.name, e.at) == (event.name, event.at)]
            return matching[0] if matching else _not_due(event)
        move = self._move(event)
        answer = decide(
            self.definition,
            self.values,
            self.standing,
            self._tally(move, event),
            self._command(move, event),
            event.at,
        )
        return answer if isinstance(answer, Refusal) else answer.event

    def _move(self, event: Event) -> Move:
        return next(move for move in self.definition.moves if move.then == event.name)

    def _command(self, move: Move, event: Event) -> Command:
        fields = {name: event.data[name] for name in move.asks if name in event.data}
        if move.does in OPENING:
            fields["openings"] = self._openings(event)
        if move.does == "draw":
            fields["openings"] = self._drawn(event)
        return Command(
            name=move.when,
            role=event.role,
            actor=event.actor,
            fields=fields,
            lot=event.data.get("lot"),
            bid=event.data.get("bid") if move.of == "bid" else None,
            applicant=event.data.get("applicant") if move.of == "applicant" else None,
        )

    def _drawn(self, event: Event) -> list[Any]:
        return draw_openings(self.record, self.definition, event.data["draw"])

    def _openings(self, event: Event) -> list[Any]:
        lot = self.standing.lots[event.data["lot"]]
        move = move_here(self.definition, OPENING, lot.state)
        if move is None or move.then != event.name:
            # Nothing was to be opened where the lot stands: what is recorded is judged as it is.
            return list(event.data["openings"])
        return openings_again(self.log, self.record, self.standing, lot, move)

    def _tally(self, move: Move, event: Event) -> Tally:
        """Take a closing's list from the bids' own logged events, not from the list itself."""
        if move.does != "list-bids":
            return Tally(remedies=found_remedies(event))
        listed = {line["leaf"]: line for line in event.data["bids"]}
        found = [
            {**listed[shown.index], **_told(shown)}
            for shown in self.record.events
            if shown.index in listed
        ]
        return Tally(deposits=tuple(found))

    def _report(self, events: int, judged: int, **found: Any) -> Report:
        return Report(
            procedure=self.record.procedure,
            definition=self.definition.name,
            state=self.standing.state,
            events=events,
            judged=judged,
            awards=awards_of(self.standing),
            withheld=self.record.withheld,
            **found,
        )


def awards_of(standing: Standing) -> tuple[Award, ...]:
    """Return each lot's outcome as a standing has it."""
    return tuple(
        Award(lot.lot, lot.state, tuple(lot.facts.get("ranking", ())), lot.facts.get("award"))
        for lot in standing.lots.values()
    )


def _told(shown: Shown) -> dict[str, Any]:
    data = shown.data
    return {"bid": shown.envelope["stream"], "seq": data["seq"], "bid_hash": data["bid_hash"]}


def _not_due(event: Event) -> Refusal:
    return Refusal(code="not-due", reason=f"{event.name} was not due", law="platform.rules#1")


def _stopped(shown: Shown, position: int) -> str:
    if shown.envelope["position"] != position:
        return f"position {position} is withheld"
    return f"a part of leaf {shown.index} is withheld"


def _differs(shown: Shown, again: Mapping[str, Any]) -> Difference | None:
    recorded, recomputed = dict(shown.data), msgspec.to_builtins(dict(again))
    if canonical(recorded) == canonical(recomputed):
        return None
    for name in sorted(recorded.keys() | recomputed.keys()):
        if recorded.get(name) != recomputed.get(name):
            what = f"{shown.name}.{name}"
            return Difference(shown.index, what, recorded.get(name), recomputed.get(name))
    return None
