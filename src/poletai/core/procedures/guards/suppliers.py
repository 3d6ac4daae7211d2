"""Guards that count suppliers: bids of one brand are one supplier where three are needed."""

from poletai.core.evaluation.same_brand import suppliers
from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.offers import offers_of


def _at_least(context: Context, of: str) -> bool:
    return suppliers(offers_of(context)) >= context.count(of)


def _fewer_than(context: Context, of: str) -> bool:
    return not _at_least(context, of)


GUARDS = (
    guard(
        "suppliers-at-least",
        _at_least,
        "同品牌按一家计算，未被否决的供应商不少于 {of}",
        "suppliers left, those of one brand counted once, number at least {of}",
        rests_on="standing",
        of="parameter",
    ),
    guard(
        "suppliers-fewer-than",
        _fewer_than,
        "同品牌按一家计算，未被否决的供应商少于 {of}",
        "suppliers left, those of one brand counted once, number fewer than {of}",
        rests_on="standing",
        of="parameter",
    ),
)
