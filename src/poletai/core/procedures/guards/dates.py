"""Guards that compare instants: minimum periods, limits, and what may not come too early."""

from datetime import timedelta

from poletai.core.basics.periods import earliest_deadline, latest_before
from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard

_LAST = timedelta(seconds=1)


def _days_ahead(context: Context, instant: str, days: str) -> bool:
    return _far_enough(context, instant, "at", days)


def _days_after(context: Context, instant: str, after: str, days: str) -> bool:
    return _far_enough(context, instant, after, days)


def _far_enough(context: Context, instant: str, start: str, days: str) -> bool:
    end, begin = context.instant(instant), context.instant(start)
    if end is None or begin is None:
        return False
    due = earliest_deadline(context.values.calendar, begin, *context.value(days).period)
    # A minimum holds at the latest date an unknown year may give, or it is not known to hold.
    return end >= due.latest


def _leaves_days(context: Context, instant: str, days: str, when: str) -> bool:
    return not context.fact(when) or _days_ahead(context, instant, days)


def _within_days(context: Context, after: str, days: str) -> bool:
    start = context.instant(after)
    # A maximum holds only at the earliest date an unknown year may give.
    return start is not None and context.at <= context.period_after(start, days).earliest


def _days_before(context: Context, instant: str, days: str) -> bool:
    moment = context.instant(instant)
    if moment is None:
        return False
    limit = latest_before(context.values.calendar, moment, *context.value(days).period)
    return context.at <= limit.earliest


def _within_days_not_counting(
    context: Context, after: str, days: str, begun: str, ended: str, at_latest: str
) -> bool:
    start, pause = context.instant(after), context.instant(begun)
    over = context.instant(ended) or context.instant(at_latest)
    if start is None or pause is None or over is None:
        return False
    # What somebody else had to answer in is not the complainant's time.
    return context.at <= context.period_after(start, days).earliest + (over - pause)


def _within_days_of_end(context: Context, after: str, days: str) -> bool:
    start = context.instant(after)
    if start is None:
        return False
    # A period that is over at 24:00 ended on that day, not on the one then beginning.
    return context.at <= context.period_after(start - _LAST, days).earliest


def _not_before(context: Context, instant: str) -> bool:
    moment = context.instant(instant)
    return moment is not None and context.at >= moment


def _not_after(context: Context, instant: str) -> bool:
    moment = context.instant(instant)
    return moment is not None and context.at <= moment


def _still_ahead(context: Context, instant: str) -> bool:
    # What the command itself says about the instant must not push it ahead of now.
    text = context.standing.facts.get(instant)
    return text is not None and context.at <= context.parsed(text)


def _only_later(context: Context, instant: str) -> bool:
    new = context.instant(instant)
    old = context.standing.facts.get(instant)
    return new is None or old is None or new >= context.parsed(old)


def _follows(context: Context, instant: str, after: str) -> bool:
    late, early = context.instant(instant), context.instant(after)
    return late is not None and early is not None and late >= early


GUARDS = (
    guard(
        "at-least-days-after",
        _days_after,
        "{instant} 距 {after} 不少于 {days}",
        "{instant} lies at least {days} after {after}",
        instant="fact",
        after="fact",
        days="parameter",
    ),
    guard(
        "leaves-days-ahead",
        _leaves_days,
        "如有 {when}，{instant} 距今不少于 {days}",
        "where {when}, {instant} lies at least {days} ahead",
        instant="fact",
        days="parameter",
        when="fact",
    ),
    guard(
        "within-days",
        _within_days,
        "自 {after} 起 {days} 内",
        "within {days} of {after}",
        after="fact",
        days="parameter",
    ),
    guard(
        "at-least-days-before",
        _days_before,
        "距 {instant} 不少于 {days}",
        "at least {days} before {instant}",
        instant="fact",
        days="parameter",
    ),
    guard(
        "within-days-not-counting",
        _within_days_not_counting,
        "自 {after} 起 {days} 内，{begun} 至 {ended}（至迟 {at-latest}）不计",
        "within {days} of {after}, not counting from {begun} to {ended}, {at-latest} at the latest",
        after="fact",
        days="parameter",
        begun="fact",
        ended="fact",
        at_latest="fact",
    ),
    guard(
        "within-days-of-end",
        _within_days_of_end,
        "{after} 届满后 {days} 内",
        "within {days} of the end of {after}",
        after="fact",
        days="parameter",
    ),
    guard("not-before", _not_before, "不早于 {instant}", "not before {instant}", instant="fact"),
    guard("not-after", _not_after, "不迟于 {instant}", "not after {instant}", instant="fact"),
    guard(
        "still-ahead",
        _still_ahead,
        "{instant} 尚未届至",
        "{instant}, as announced, is still ahead",
        rests_on="standing",
        instant="fact",
    ),
    guard(
        "only-later",
        _only_later,
        "{instant} 只能推迟",
        "{instant} only moves later",
        instant="fact",
    ),
    guard(
        "follows",
        _follows,
        "{instant} 不早于 {after}",
        "{instant} is not before {after}",
        instant="fact",
        after="fact",
    ),
)
