"""Guards about remedies: objections answered, suspensions, parties, scope, orders to carry out."""

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.remedies import cause_of, orders_open
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.standing import RemedyStanding


def _unanswered(context: Context, remedy: RemedyStanding) -> bool:
    over = context.definition.machines["remedy"].final
    return "answered" not in remedy.facts and remedy.state not in over


def _objections_answered(context: Context, about: list[str]) -> bool:
    lot = context.command.lot
    return not any(
        remedy.facts["about"] in about
        and (lot is None or remedy.facts.get("lot") in (None, lot))
        and _unanswered(context, remedy)
        for remedy in context.tally.remedies
    )


def _unanswered_yet(context: Context) -> bool:
    return context.fact("answered") is None


def _not_suspended(context: Context) -> bool:
    suspensions = context.standing.facts.get("suspensions", {}).values()
    return not any(
        suspension.get("lot") in (None, context.command.lot)
        and ("until" not in suspension or context.at <= parse_instant(suspension["until"]))
        for suspension in suspensions
    )


def _is_suspended(context: Context) -> bool:
    named = {"lot": context.command.lot, "remedy": context.command.fields.get("remedy")}
    return cause_of(named) in context.standing.facts.get("suspensions", {})


def _same_party(context: Context) -> bool:
    return bool(context.fact("party") == context.command.actor)


def _received_first(context: Context, authority: str) -> bool:
    return bool(context.fact(authority) == context.command.actor)


def _within_scope(context: Context, points: str) -> bool:
    raised = () if context.subject is None else context.subject.facts.get("points", ())
    return set(context.fact(points)) <= set(raised)


def _ordered(context: Context, consequence: str) -> bool:
    return bool(orders_open(context, consequence))


GUARDS = (
    guard(
        "objections-answered",
        _objections_answered,
        "就 {about} 提出的异议均已答复",
        "every objection about {about} is answered",
        rests_on="remedies",
        about="choice",
    ),
    guard(
        "unanswered",
        _unanswered_yet,
        "异议尚未答复",
        "the objection is not answered yet",
        rests_on="standing",
    ),
    guard(
        "not-suspended",
        _not_suspended,
        "未被责令暂停",
        "nothing is suspended here",
        rests_on="standing",
    ),
    guard("is-suspended", _is_suspended, "处于暂停", "this is suspended", rests_on="command"),
    guard(
        "same-party",
        _same_party,
        "由提出人本人办理",
        "given by the party that raised it",
        rests_on="command",
    ),
    guard(
        "received-first",
        _received_first,
        "由最先收到的部门（{authority}）办理",
        "given by the authority that received it first ({authority})",
        rests_on="command",
        authority="fact",
    ),
    guard(
        "within-scope",
        _within_scope,
        "{points} 不超出已提出异议的事项",
        "{points} stays within what was objected to",
        points="fact",
    ),
    guard(
        "ordered",
        _ordered,
        "投诉处理决定要求：{consequence}",
        "a decision on a complaint orders: {consequence}",
        rests_on="remedies",
        consequence="choice",
    ),
)
