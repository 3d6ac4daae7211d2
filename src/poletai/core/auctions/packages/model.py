"""The model of one choice of packages, as CP-SAT takes it: whole numbers and yes or no.

One worker, one seed, and a limit on work, not on time: the same bids give the same answer on a
slow machine and on a fast one.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, gcd

from ortools.sat.python import cp_model

from poletai.core.auctions.packages.budget import PARTS, Budget
from poletai.core.auctions.packages.market import Market


class Model:
    """A model of one choice of bids: no item twice, and no bidder twice where bids exclude."""

    def __init__(self, market: Market, useful: Iterable[int]) -> None:
        self._model = cp_model.CpModel()
        self._market = market
        self._takes = {index: self._model.new_bool_var("") for index in useful}
        self._cost: list[cp_model.LinearExprT] = []
        self._status = cp_model.UNKNOWN
        for rivals in _rivals(market, self._takes):
            self._model.add_at_most_one(self._takes[index] for index in rivals)

    @property
    def proved(self) -> bool:
        """Say whether the search ended with nothing better to be found."""
        return self._status == cp_model.OPTIMAL

    @property
    def none(self) -> bool:
        """Say whether the search ended with no choice at all."""
        return self._status == cp_model.INFEASIBLE

    def gain(self, weights: Mapping[int, int]) -> None:
        """Count what bids are worth."""
        self._cost += [-weight * self._takes[index] for index, weight in weights.items()]

    def charge(self, charges: Mapping[int, int]) -> None:
        """Charge a bidder once if any of its bids is taken."""
        for bidder, cost in charges.items():
            comes = self._model.new_bool_var("")
            for index, takes in self._takes.items():
                if self._market.bids[index].bidder == bidder:
                    self._model.add_implication(takes, comes)
            self._cost.append(cost * comes)

    def reaches(self, worth: int) -> None:
        """Ask for choices worth so much at least."""
        bids = self._market.bids
        scale = gcd(*(bid.worth for bid in bids)) or 1
        gains = [bids[index].worth // scale * takes for index, takes in self._takes.items()]
        self._model.add(sum(gains) >= worth // scale)

    def ahead(self, chosen: Sequence[int], settled: int) -> dict[int, cp_model.IntVar]:
        """Say of every place whether the choice is the same before it and takes the bid there."""
        same: cp_model.IntVar | None = None
        places: dict[int, cp_model.IntVar] = {}
        for index, takes in self._takes.items():
            if index < settled:
                self._model.add(takes == (index in chosen))
                continue
            if index not in chosen and not _clash(self._market, index, chosen):
                places[index] = self._here(takes, same)
            same = self._same(takes if index in chosen else ~takes, same)
        return places

    def first(self, places: Mapping[int, cp_model.IntVar]) -> None:
        """Ask for the first of these places."""
        self._model.add_exactly_one(places.values())
        self._cost += [index * here for index, here in places.items()]

    def _here(self, takes: cp_model.IntVar, same: cp_model.IntVar | None) -> cp_model.IntVar:
        here = self._model.new_bool_var("")
        self._model.add_implication(here, takes)
        if same is not None:
            self._model.add_implication(here, same)
        return here

    def _same(self, as_before: cp_model.LiteralT, same: cp_model.IntVar | None) -> cp_model.IntVar:
        still = self._model.new_bool_var("")
        self._model.add_implication(still, as_before)
        if same is not None:
            self._model.add_implication(still, same)
        return still

    def solved(self, budget: Budget) -> tuple[tuple[int, ...], int | None]:
        """Search within a budget; return the bids taken, and the bound where one is known."""
        self._model.minimize(sum(self._cost))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = budget.left / PARTS
        self._status = solver.solve(self._model)
        budget.spend(ceil(solver.deterministic_time * PARTS))
        if self._status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return (), None
        taken = tuple(i for i, takes in self._takes.items() if solver.boolean_value(takes))
        return taken, -solver.response_proto.inner_objective_lower_bound


def _rivals(market: Market, useful: Iterable[int]) -> Iterable[list[int]]:
    """List the bids of which one at most can win: those on an item, and an exclusive bidder's."""
    groups: dict[tuple[str, int], list[int]] = {}
    for index in useful:
        bid = market.bids[index]
        own = [("bidder", bid.bidder)] if market.exclusive else []
        for key in (*own, *(("item", item) for item in bid.items)):
            groups.setdefault(key, []).append(index)
    return [group for group in groups.values() if len(group) > 1]


def _clash(market: Market, index: int, chosen: Iterable[int]) -> bool:
    """Say whether a bid cannot win beside those chosen that came before it."""
    bid = market.bids[index]
    ahead = (market.bids[other] for other in chosen if other < index)
    return any(
        set(bid.items) & set(other.items) or (market.exclusive and bid.bidder == other.bidder)
        for other in ahead
    )
