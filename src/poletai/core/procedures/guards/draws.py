"""Guards about draws: what may be ordered, contributed to, opened; who sits as the draw says."""

from typing import Any

from poletai.core.draws.spec import blinded
from poletai.core.procedures.context import Context
from poletai.core.procedures.draws import (
    FAULTY,
    OPENED,
    can_be_filled,
    candidates_drawn,
    committed,
    next_alternate,
    spec_of_people,
    spec_of_values,
)
from poletai.core.procedures.guards.guard import guard

_MOST_CONTRIBUTIONS = 255


def _draws(context: Context) -> dict[str, dict[str, Any]]:
    draws: dict[str, dict[str, Any]] = context.standing.facts.get("draws", {})
    return draws


def _known(context: Context, draw: str) -> dict[str, Any]:
    return _draws(context).get(context.fact(draw), {})


def _new(context: Context, draw: str) -> bool:
    pending = [one for one in _draws(context).values() if "result" not in one and "void" not in one]
    return context.fact(draw) not in _draws(context) and not pending


def _fillable(context: Context) -> bool:
    fields = {**context.command.fields, "lot": context.command.lot or ""}
    return can_be_filled(spec_of_people(context.standing.procedure, fields))


def _publishes(context: Context) -> bool:
    spec = spec_of_values(context.standing.procedure, "", context.standing.facts["terms"], ())
    return bool(spec.values)


def _meant(context: Context, draw: str) -> list[dict[str, Any]]:
    """Return the draw a command names; before there is a command, every draw there is."""
    if draw not in context.command.fields:
        return list(_draws(context).values())
    known = _known(context, draw)
    return [known] if known else []


def _open(context: Context, draw: str) -> bool:
    return any(not one.keys() & {"closed", "void"} for one in _meant(context, draw))


def _closed(context: Context, draw: str) -> bool:
    meant = _meant(context, draw)
    return any("closed" in one and not one.keys() & {"result", "void"} for one in meant)


def _pending(context: Context, draw: str) -> bool:
    return any(not one.keys() & {"result", "void"} for one in _meant(context, draw))


def _next(context: Context, draw: str) -> bool:
    given = _known(context, draw)["contributions"]
    number = context.fact("contribution")["contributor"]
    return bool(number == len(given) < _MOST_CONTRIBUTIONS)


def _once(context: Context, draw: str) -> bool:
    given = _known(context, draw)["contributions"]
    return all(one.get("id") != context.command.actor for one in given)


def _enough(context: Context, draw: str, of: str) -> bool:
    given = _known(context, draw)["contributions"]
    return len(given) >= context.count(of)


def _opens(context: Context, draw: str, openings: str) -> bool:
    known, given = _known(context, draw), context.fact(openings)
    every = [one["contributor"] for one in given] == list(range(len(known["contributions"])))
    verdicts = {one["verdict"] for one in given}
    return (
        every
        and OPENED in verdicts <= {OPENED, FAULTY}
        and all(_matches(known, one) for one in given)
    )


def _matches(known: dict[str, Any], opening: dict[str, Any]) -> bool:
    if opening["verdict"] == FAULTY:
        return True
    number = opening["contributor"]
    made = committed(known["draw_hash"], number, opening.get("contribution") or "")
    return bool(made == known["contributions"][number]["commit"])


def _seats_the_drawn(context: Context) -> bool:
    facts, result = context.standing.facts, _seating(context)
    drawn = set() if result is None else candidates_drawn(result).keys()
    called = {one["candidate"] for one in facts.get("called", {}).values()}
    if not drawn or called & drawn or "unblinding" not in context.command.fields:
        # Before there is a command: whether there is anybody to seat. Nobody is called twice.
        return bool(drawn) and not called & drawn
    committee = context.fact("committee")
    who = {one["id"]: one for one in context.fact("unblinding")}
    others = [seat for seat in committee if seat["id"] not in who]
    return (
        {one["candidate"] for one in who.values()} == drawn
        and who.keys() <= {seat["id"] for seat in committee if seat["expert"]}
        and all(_unblinds(one) for one in who.values())
        and others == list(facts.get("representatives", ()))
    )


def _seating(context: Context) -> dict[str, Any] | None:
    name = context.standing.facts.get("seating")
    result: dict[str, Any] | None = _draws(context).get(name or "", {}).get("result")
    return result


def _unblinds(one: dict[str, Any]) -> bool:
    return bool(blinded(bytes.fromhex(one["salt"]), one["id"]) == one["candidate"])


def _next_alternate(context: Context) -> bool:
    facts, result = context.standing.facts, _seating(context)
    if result is None or not facts.get("vacant") or "unblinding" not in context.command.fields:
        return bool(facts.get("vacant"))
    given, seats = context.fact("unblinding"), context.fact("committee")
    if len(given) != 1 or len(seats) != 1:
        return False
    used = {one["candidate"] for one in facts["called"].values()}
    due = next_alternate(result, facts["vacant"][0], used)
    one = given[0]
    seated: bool = one["candidate"] == due and one["id"] == seats[0]["id"] and _unblinds(one)
    return seated


def _no_vacancy(context: Context) -> bool:
    return not context.standing.facts.get("vacant")


GUARDS = (
    guard(
        "draw-is-new",
        _new,
        "{draw} 为新的抽取，且没有未完成的抽取",
        "{draw} is a new draw, and none is under way",
        rests_on="standing",
        draw="fact",
    ),
    guard(
        "draw-can-be-filled",
        _fillable,
        "未被排除的候选专家足以满足各专业名额",
        "the candidates left suffice for every seat of every specialty",
        rests_on="command",
    ),
    guard(
        "terms-publish-values",
        _publishes,
        "评审办法公布了待抽取的参数或方法",
        "the terms publish values or methods to draw from",
        rests_on="standing",
    ),
    guard(
        "draw-is-open",
        _open,
        "{draw} 正在征集随机数",
        "{draw} takes contributions",
        rests_on="standing",
        draw="fact",
    ),
    guard(
        "draw-is-closed",
        _closed,
        "{draw} 已停止征集，尚未得出结果",
        "{draw} is closed and not drawn yet",
        rests_on="standing",
        draw="fact",
    ),
    guard(
        "draw-is-pending",
        _pending,
        "{draw} 尚未得出结果",
        "{draw} is under way",
        rests_on="standing",
        draw="fact",
    ),
    guard(
        "next-contribution",
        _next,
        "随机数依次编号",
        "contributions are numbered one after the other, 255 at most",
        rests_on="command",
        draw="fact",
    ),
    guard(
        "contributes-once",
        _once,
        "每个单位只提供一个随机数",
        "each body contributes once",
        rests_on="command",
        draw="fact",
    ),
    guard(
        "contributions-at-least",
        _enough,
        "{draw} 的随机数不少于 {of}",
        "{draw} has at least {of} contributions",
        draw="fact",
        of="parameter",
    ),
    guard(
        "opens-every-contribution",
        _opens,
        "{openings} 开启全部随机数且与承诺一致",
        "{openings} opens every contribution, each as it was committed to",
        draw="fact",
        openings="fact",
    ),
    guard(
        "seats-the-drawn",
        _seats_the_drawn,
        "就座的正是抽中的专家和招标人代表",
        "those seated are the drawn experts and the named representatives",
        rests_on="standing",
    ),
    guard(
        "next-alternate",
        _next_alternate,
        "有空缺席位，递补者为抽取时确定的下一名候补",
        "a seat is vacant, and whoever follows is the next alternate the draw fixed",
        rests_on="standing",
    ),
    guard(
        "no-seat-vacant",
        _no_vacancy,
        "评标委员会无空缺席位",
        "no seat of the committee is vacant",
        rests_on="standing",
    ),
)
