"""Without proof nobody wins: searches that give up, solvers that differ, figures too large."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from tests.spec.auctions.test_combinatorial import EXAMPLE, TERMS, bids, step

from poletai.core.auctions import Settlement, find_mechanism, read_terms, take
from poletai.core.auctions.packages import model, pricing, second_solver, solver, winners
from poletai.core.auctions.packages.budget import Budget
from poletai.core.auctions.packages.market import Market, Package
from poletai.core.auctions.packages.vcg import vcg
from poletai.core.auctions.packages.winners import choose

HUGE = 2**59


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    pricing.priced.cache_clear()
    yield
    pricing.priced.cache_clear()


class GivesUp:
    """A solver that proves nothing any more after so many searches."""

    def __init__(self, after: int) -> None:
        self._searches, self._after = count(1), after

    def best(self, *told: Any, **more: Any) -> Any:
        found = solver.best(*told, **more)
        if next(self._searches) <= self._after:
            return found
        return msgspec.structs.replace(found, bound=found.bound + 1)

    def earlier(self, *told: Any) -> Any:
        if next(self._searches) <= self._after:
            return solver.earlier(*told)
        return solver.Earlier(known=False)


def settled(monkeypatch: pytest.MonkeyPatch, after: int, **more: Any) -> Settlement:
    gives_up = GivesUp(after)
    monkeypatch.setattr(winners, "_solver", lambda: gives_up)
    terms, _ = read_terms({**TERMS, **more})
    room = find_mechanism("combinatorial")
    state = room.begin(terms)
    for entry in bids(*EXAMPLE):
        state = take("combinatorial", terms, state, entry.input, entry.at)
    return room.settle(terms, state, None)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_nobody_wins_unless_winners_and_every_price_are_proved(
    monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    found = settled(monkeypatch, after)

    assert (found.outcome, found.reason, found.winners) == ("unsold", "not-proved", ())
    assert len(found.others) == 5


def test_nobody_wins_where_a_core_price_is_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settled(monkeypatch, 4, payments="core").reason == "not-proved"
    assert settled(monkeypatch, 4).outcome == "sold"


def test_what_was_found_without_proof_is_told_with_its_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proof = step(settled(monkeypatch, 0), "allocation")

    assert (proof.value, proof.inputs["proved"]) == (48, "no")
    assert str(proof.inputs["gap"]) == "0.01"


def test_nobody_wins_where_the_two_solvers_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pricing, "second_worth", lambda _market: 4700)
    found = settled(monkeypatch, 99)

    assert found.reason == "not-proved"
    assert step(found, "second-solver").value == "differs"


def test_many_bids_are_not_looked_through_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pricing, "MOST_BIDS", 4)

    assert step(settled(monkeypatch, 99), "second-solver").value == "no answer"


def test_a_second_solver_without_an_answer_denies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_solver, "_solved", lambda *_: None)

    assert settled(monkeypatch, 99).outcome == "sold"


def test_a_search_that_may_do_no_work_proves_nothing() -> None:
    bids = tuple(Package(n, (n % 3, 3 + n % 4), 5 + n) for n in range(9))
    found = choose(Market(bids=bids), Budget(0))

    assert not found.proved
    assert found.worth <= found.bound == sum(5 + n for n in range(9))


def test_figures_the_solver_cannot_hold_are_not_proved() -> None:
    found = choose(Market(bids=(Package(0, (0,), HUGE), Package(1, (0,), HUGE + 1))), Budget(60))

    assert not found.proved


def test_nobody_waits_for_solvers_before_there_is_something_to_solve() -> None:
    told = (
        "import sys\n"
        "from poletai.core.auctions import find_mechanism, mechanism_names\n"
        "for name in mechanism_names():\n"
        "    find_mechanism(name)\n"
        "sys.exit(bool({'ortools', 'scipy', 'numpy'} & set(sys.modules)))\n"
    )

    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0


def triples() -> Market:
    """Return bids on triples of nine items, each in the way of many."""
    drawn = ((n, n * n + 1, 3 * n + n // 4) for n in range(60))
    packages = (tuple(sorted({a % 9, b % 9, c % 9})) for a, b, c in drawn)
    bids = tuple(Package(n, items, 100 + 7 * n % 5) for n, items in enumerate(packages))
    return Market(bids=bids)


def test_whether_equal_choices_are_earlier_takes_work_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = choose(triples(), Budget(60)).chosen
    worth = triples().worth(chosen)

    def looked(budget: Budget) -> solver.Earlier:
        return solver.earlier(triples(), budget, worth, chosen, 0)

    assert looked(Budget(60)) == solver.Earlier(known=True)
    assert looked(Budget(0)) == solver.Earlier(known=False)
    monkeypatch.setattr(model, "PARTS", 10**12)
    assert looked(Budget(1)) == solver.Earlier(known=False)


def test_all_searches_of_a_settlement_share_one_budget() -> None:
    budget = Budget(60)
    choice = choose(triples(), budget)
    before = budget.left

    assert vcg(triples(), budget, choice) is not None
    assert budget.left < before < 60_000
    assert vcg(triples(), Budget(0), choice) is None


def test_a_second_solver_that_gives_up_has_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert second_solver.second_worth(triples()) is not None
    gave_up = SimpleNamespace(success=False)
    monkeypatch.setattr("scipy.optimize.milp", lambda *_told, **_more: gave_up)

    assert second_solver.second_worth(triples()) is None


def test_a_second_solver_is_not_asked_about_figures_it_cannot_hold() -> None:
    assert second_solver.second_worth(Market(bids=(Package(0, (0,), HUGE),))) is None


def test_where_nobody_bids_the_second_solver_finds_nothing_without_a_search() -> None:
    assert second_solver.second_worth(Market(bids=())) == 0
