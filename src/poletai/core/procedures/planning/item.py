"""Items of a plan: what is to be traded, for how much, with whose money, where and when."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from poletai.core.basics.exact import product, total

AMOUNT, PUBLIC_FUNDS, PUBLIC_SHARE = "amount", "public-funds", "public-share"
# What a rule may compare with a value of the law.
MEASURES = (AMOUNT, PUBLIC_FUNDS, PUBLIC_SHARE)


class PlanItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a plan; `parts` are those that could be let together: their sum counts.

    `place` is the code of an administrative division, `level` whose budget pays, and `day` the
    day the notice is to appear.
    """

    object: str
    funding: str
    parts: tuple[Decimal, ...]
    day: date
    place: str = ""
    level: str = ""
    public_funds: Decimal | None = None
    investment: Decimal | None = None
    circumstances: frozenset[str] = frozenset()

    @property
    def amount(self) -> Decimal:
        """The sum of the parts."""
        return total(self.parts)

    def reaches(self, measure: str, bound: Decimal) -> bool | None:
        """Say whether a measure comes to at least a bound; None where it was not said."""
        if measure == AMOUNT:
            return self.amount >= bound
        if self.public_funds is None:
            return None
        if measure == PUBLIC_FUNDS:
            return self.public_funds >= bound
        if self.investment is None:
            return None
        return self.public_funds >= product(bound, self.investment)

    def alone(self) -> Iterator["PlanItem"]:
        """Yield each part as if it stood alone."""
        for part in self.parts:
            yield msgspec.structs.replace(self, parts=(part,))
