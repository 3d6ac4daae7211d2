"""Selection: who takes the seats of a draw, decided by the seed and by nothing else.

Candidates are walked in the order of their scores. One is taken if all taken so far can still be
seated with it, moving earlier ones between their groups where need be: which sets can be seated is
a matroid, so a quota that can be filled is filled, whatever the order.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec

from poletai.core.draws.chance import score
from poletai.core.draws.spec import Candidate, DrawSpec, eligible

# An organisation limit that blocked this often blocks always, for all practical purposes.
_MOST_WALKS = 256

Seats = dict[str, list[Candidate]]


class Drawn(msgspec.Struct, frozen=True):
    """Ids by group: the seated and their alternates; the order they came from and its label.

    `filled` is False where the candidates do not suffice; the seats are then the most there are.
    """

    order: tuple[str, ...]
    seats: dict[str, tuple[str, ...]]
    alternates: dict[str, tuple[str, ...]]
    label: str
    filled: bool


def draw(spec: DrawSpec, seed: bytes) -> Drawn:
    """Return who is drawn; the order of the candidates in the specification does not matter."""
    candidates = eligible(spec)
    places = sum(spec.quotas.values())
    fillable = _count(_walk(spec, candidates, len(candidates))) == places
    label, order, seats = "main", _ordered(candidates, seed, "main"), {}
    for attempt in range(_MOST_WALKS):
        label = f"main/{attempt}" if attempt else "main"
        order = _ordered(candidates, seed, label)
        seats = _walk(spec, order, spec.max_per_org)
        if not fillable or _count(seats) == places:
            break
    return _drawn(spec, label, order, seats, filled=_count(seats) == places)


def _ordered(candidates: Sequence[Candidate], seed: bytes, label: str) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda one: (score(seed, label, one.id), one.id)))


def _walk(spec: DrawSpec, order: Sequence[Candidate], limit: int) -> Seats:
    seats: Seats = {group: [] for group in sorted(spec.quotas)}
    taken: Counter[str] = Counter()
    free = sum(spec.quotas.values())
    for candidate in order:
        if not free:
            break
        if taken[candidate.org] < limit and _seat(spec, seats, candidate, set()):
            taken[candidate.org] += 1
            free -= 1
    return seats


def _seat(spec: DrawSpec, seats: Seats, candidate: Candidate, seen: set[str]) -> bool:
    """Seat a candidate, moving others along an augmenting path; nothing changes where none is."""
    for group in (name for name in seats if name in candidate.groups and name not in seen):
        seen.add(group)
        if len(seats[group]) < spec.quotas[group]:
            seats[group].append(candidate)
            return True
        for other in tuple(seats[group]):
            if _seat(spec, seats, other, seen):
                seats[group].remove(other)
                seats[group].append(candidate)
                return True
    return False


def _count(seats: Seats) -> int:
    return sum(len(seated) for seated in seats.values())


def _drawn(
    spec: DrawSpec, label: str, order: Sequence[Candidate], seats: Seats, *, filled: bool
) -> Drawn:
    place = {candidate.id: at for at, candidate in enumerate(order)}
    taken = {candidate.id for seated in seats.values() for candidate in seated}
    return Drawn(
        order=tuple(place),
        seats={
            group: tuple(sorted((one.id for one in seated), key=place.__getitem__))
            for group, seated in seats.items()
        },
        alternates={
            group: tuple(one.id for one in order if one.id not in taken and group in one.groups)[
                : spec.alternates
            ]
            for group in seats
        },
        label=label,
        filled=filled,
    )
