"""Guards about applicants: whether the actor was admitted, and how many others stand where."""

from poletai.core.procedures.applicants import actor_state
from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard


def _applicant_is(context: Context, states: list[str]) -> bool:
    return actor_state(context.standing, context.command.actor) in states


def _named_is(context: Context, party: str, states: list[str]) -> bool:
    named = context.fact(party)
    body = named["id"] if isinstance(named, dict) else str(named)
    return actor_state(context.standing, body) in states


def _counted(context: Context, states: list[str]) -> int:
    return sum(1 for one in context.standing.applicants.values() if one.state in states)


def _at_least(context: Context, states: list[str], of: str) -> bool:
    return _counted(context, states) >= context.count(of)


def _fewer_than(context: Context, states: list[str], of: str) -> bool:
    return _counted(context, states) < context.count(of)


def _no_applicant(context: Context, states: list[str]) -> bool:
    return not _counted(context, states)


def _invited_at_least(context: Context, parties: str, of: str) -> bool:
    return len(context.fact(parties, ())) >= context.count(of)


GUARDS = (
    guard(
        "applicant-is",
        _applicant_is,
        "办理人作为申请人处于 {states}",
        "whoever acts is an applicant that is {states}",
        rests_on="actor",
        states_of="applicant",
        states="states",
    ),
    guard(
        "named-applicant-is",
        _named_is,
        "{party} 作为申请人处于 {states}",
        "{party} names an applicant that is {states}",
        party="fact",
        states_of="applicant",
        states="states",
    ),
    guard(
        "applicants-at-least",
        _at_least,
        "处于 {states} 的申请人不少于 {of}",
        "applicants that are {states} number at least {of}",
        states_of="applicant",
        states="states",
        of="parameter",
    ),
    guard(
        "applicants-fewer-than",
        _fewer_than,
        "处于 {states} 的申请人少于 {of}",
        "applicants that are {states} number fewer than {of}",
        states_of="applicant",
        states="states",
        of="parameter",
    ),
    guard(
        "no-applicant",
        _no_applicant,
        "无申请人处于 {states}",
        "no applicant is {states}",
        states_of="applicant",
        states="states",
    ),
    guard(
        "parties-at-least",
        _invited_at_least,
        "{parties} 不少于 {of}",
        "{parties} names at least {of}",
        parties="fact",
        of="parameter",
    ),
)
