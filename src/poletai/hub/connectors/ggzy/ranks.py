"""Ranks: what the table, the prose and a denied order say together about who stands where."""

import re

from msgspec.structs import replace

from poletai.hub.connectors.ggzy.cells import Findings, rank_of
from poletai.hub.connectors.ggzy.mapping import Mapping
from poletai.hub.notices import Candidate, Finding


def settle_ranks(
    mapping: Mapping, paragraphs: tuple[str, ...], candidates: tuple[Candidate, ...], where: str
) -> tuple[tuple[Candidate, ...], Findings]:
    """Return the candidates with the ranks that nothing on the page contradicts.

    A rank stands in the table, in a sentence (第一中标候选人：...), or in both alike. Where table
    and sentence differ, or the page ranks and says that nobody is ranked, there is no rank.
    """
    said = _ranks_in_prose(mapping, paragraphs)
    settled = tuple(_with_prose(candidate, said) for candidate in candidates)
    denial = next((p for p in paragraphs if re.search(mapping.ranks.unordered, p)), None)
    if denial is not None and any(candidate.rank for candidate in settled):
        finding = Finding("rank-contradiction", f"{where}.rank", denial)
        return tuple(replace(candidate, rank=None) for candidate in settled), (finding,)
    differing = tuple(
        Finding("rank-contradiction", f"{where}.candidates[{place}].rank", name)
        for place, candidate in enumerate(candidates)
        for name, rank in said.items()
        if _names(candidate, name) and candidate.rank not in {None, rank}
    )
    return settled, differing


def _ranks_in_prose(mapping: Mapping, paragraphs: tuple[str, ...]) -> dict[str, int]:
    found = (match for p in paragraphs for match in re.finditer(mapping.ranks.sentence, p))
    return {match[2]: rank_of(mapping, match[1]) for match in found}


def _with_prose(candidate: Candidate, said: dict[str, int]) -> Candidate:
    ranks = {rank for name, rank in said.items() if _names(candidate, name)}
    if not ranks:
        return candidate
    agreed = ranks if candidate.rank is None else ranks | {candidate.rank}
    return replace(candidate, rank=agreed.pop() if len(agreed) == 1 else None)


def _names(candidate: Candidate, name: str) -> bool:
    """Tell whether a sentence that begins with a name means this candidate, by its leader."""
    leader = re.escape(candidate.names[0])
    return re.match(rf"{leader}(?:$|、|联合体)", name) is not None
