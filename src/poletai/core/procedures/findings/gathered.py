"""Gathering: what was found about the same bids is one finding with all its evidence."""

from collections.abc import Iterable, Mapping

from poletai.core.procedures.findings.finding import Found


def gathered(found: Iterable[tuple[tuple[str, ...], Mapping[str, str]]]) -> Found:
    """Put together what concerns the same bids; the order it came in changes nothing."""
    by_bids: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for bids, evidence in found:
        by_bids.setdefault(bids, []).append(evidence)
    for bids in sorted(by_bids):
        yield bids, tuple(sorted(by_bids[bids], key=lambda one: tuple(sorted(one.items()))))
