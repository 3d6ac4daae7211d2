"""Guards about deposits: whether an applicant made a bid of its own."""

from poletai.core.procedures.context import Context
from poletai.core.procedures.debtors import bidders_of
from poletai.core.procedures.guards.guard import guard


def _made_no_bid(context: Context) -> bool:
    return context.command.applicant not in bidders_of(context.standing)


GUARDS = (
    guard(
        "made-no-bid",
        _made_no_bid,
        "该申请人未在任何标的出价",
        "the applicant made no bid in any lot",
        rests_on="command",
    ),
)
