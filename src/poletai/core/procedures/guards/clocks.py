"""Guards about clocks that stand still: examinations under way, suspensions whose time is over."""

from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.remedies import lapsed
from poletai.core.procedures.guards.guard import guard


def _under_examination(context: Context) -> bool:
    return context.fact("examined-since") is not None


def _not_under_examination(context: Context) -> bool:
    return not _under_examination(context)


def _time_is_over(context: Context) -> bool:
    return bool(lapsed(context.standing, context.command.lot, context.at))


GUARDS = (
    guard(
        "under-examination",
        _under_examination,
        "正在检验、检测、鉴定或者专家评审",
        "tests or experts are at work on it",
        rests_on="standing",
    ),
    guard(
        "not-under-examination",
        _not_under_examination,
        "没有正在进行的检验、检测、鉴定或者专家评审",
        "no tests or experts are at work on it",
        rests_on="standing",
    ),
    guard(
        "suspension-over",
        _time_is_over,
        "暂停期限已届满",
        "the time of a suspension is over",
        rests_on="standing",
    ),
)
