"""Guards about members and their report: interests, deviations, signatures, dissent."""

from fractions import Fraction
from typing import Any

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.parties import parties_of
from poletai.core.procedures.reports import deviations, report_of, report_sha256


def _seats(context: Context) -> list[dict[str, Any]]:
    return list(context.fact("committee", ()))


def _declared(context: Context) -> bool:
    said = context.standing.facts.get("interests", {}).get(context.command.actor)
    return said is not None and not said["conflict"]


def _not_yet_declared(context: Context) -> bool:
    return context.command.actor not in context.standing.facts.get("interests", {})


def _free_of_parties(context: Context) -> bool:
    """Say whether no member's body, or one related to it, has a bid open before the committee."""
    return _strangers(context, _seats(context))


def _own_conflict_owned(context: Context) -> bool:
    own = [seat for seat in _seats(context) if seat["id"] == context.command.actor]
    return bool(context.fact("conflict")) or _strangers(context, own)


def _strangers(context: Context, seats: list[dict[str, Any]]) -> bool:
    """Say whether nobody behind an opened bid is a body of these seats, or related to one."""
    parties = {
        name
        for lot in context.standing.lots.values()
        for bid in lot.bids.values()
        for party in parties_of(bid, {})
        for name in party.names
    }
    return all(parties.isdisjoint(_bodies(seat)) for seat in seats)


def _bodies(seat: dict[str, Any]) -> set[str]:
    return {body for body in (seat.get("organisation"), *seat.get("related", ())) if body}


def _places_apart(context: Context, members: str) -> bool:
    """Say whether no seat of a site is given to two members."""
    places = [
        (seat["site"], seat["seat"])
        for seat in context.fact(members, ())
        if seat.get("site") and seat.get("seat")
    ]
    return len(places) == len(set(places))


def _deviates(context: Context, deviation: str) -> bool:
    member = (context.command.actor, context.fact(deviation))
    return member in deviations(context, _most(context))


def _deviations_explained(context: Context) -> bool:
    told = context.fact("explanations", {})
    return all(what in told.get(member, {}) for member, what in deviations(context, _most(context)))


def _most(context: Context) -> Fraction:
    """Read the declared share; a definition that names none lets no mark be far."""
    declared = context.standing.facts.get("terms", {}).get("deviation")
    return Fraction(declared or str(context.value("deviation").value))


def _report_is(context: Context, signed: str) -> bool:
    return _current(context) and context.fact(signed) == context.fact("report-sha256")


def _current(context: Context) -> bool:
    """Say whether the report is what the record gives now: an evaluation set aside voids it."""
    known = context.fact("report-sha256")
    return known is not None and report_sha256(report_of(context)) == known


def _report_due(context: Context) -> bool:
    return not _current(context)


def _not_signed(context: Context) -> bool:
    return context.command.actor not in context.fact("signatures", {})


def _everyone_signed(context: Context, or_after: str) -> bool:
    """Say whether all have signed or dissented; who stays silent past the time has agreed."""
    given = context.fact("signatures", {})
    over = context.instant(or_after)
    silent = over is not None and context.at >= over
    return _current(context) and (silent or all(seat["id"] in given for seat in _seats(context)))


GUARDS = (
    guard(
        "declared-no-interest",
        _declared,
        "评委已声明与投标人无利害关系",
        "the member has declared to have no interest in a bidder",
        rests_on="actor",
    ),
    guard(
        "not-yet-declared",
        _not_yet_declared,
        "评委尚未声明利害关系",
        "the member has not declared interests yet",
        rests_on="actor",
    ),
    guard(
        "free-of-parties",
        _free_of_parties,
        "评标委员会成员及其关联单位均未投标",
        "no member's body, or one related to it, has bid",
    ),
    guard(
        "conflict-is-owned",
        _own_conflict_owned,
        "所在单位或关联单位参加投标的评委须声明利害关系",
        "a member whose body, or one related to it, has bid declares the conflict",
        rests_on="command",
    ),
    guard(
        "places-apart",
        _places_apart,
        "{members} 每个席位只坐一人",
        "every seat of a site is given to one of {members} alone",
        members="fact",
    ),
    guard(
        "mark-deviates",
        _deviates,
        "{deviation} 超出评审办法规定的偏差",
        "{deviation} is further from the mean than the terms allow",
        rests_on="command",
        deviation="fact",
    ),
    guard(
        "deviations-explained",
        _deviations_explained,
        "超出规定偏差的评分均已说明理由",
        "every mark further from the mean than declared has its reason",
    ),
    guard(
        "report-is",
        _report_is,
        "{signed} 为已生成的评标报告",
        "{signed} is the hash of the report",
        rests_on="command",
        signed="fact",
    ),
    guard(
        "report-is-due",
        _report_due,
        "尚未生成与记录一致的评标报告",
        "no report has been put together yet that is as the record gives it",
        rests_on="standing",
    ),
    guard(
        "not-signed-yet",
        _not_signed,
        "本人尚未签署",
        "the member has not signed or dissented yet",
        rests_on="actor",
    ),
    guard(
        "everyone-signed-or-dissented",
        _everyone_signed,
        "全体评委已签署或书面提出异议，或已过 {or-after}",
        "every member has signed or dissented in writing, or {or-after} is past",
        or_after="fact",
    ),
)
