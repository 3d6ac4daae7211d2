"""The committee as pages show it: who sits where, what each member has done, the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.portal.words.parties import party_name
from poletai.portal.words.texts import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One member: the place, and whether interests are declared."""

    id: str
    name: str
    body: str
    place: str
    expert: bool
    declared: str


@dataclass(frozen=True, slots=True)
class MemberWord:
    """What one member said of the report: signed, or why not."""

    name: str
    signed: bool
    dissent: str


@dataclass(frozen=True, slots=True)
class MarkRow:
    """The marks of one bid under one criterion, a mark a member, with any reason given."""

    bid: str
    criterion: str
    marks: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report on one lot as its signers see it."""

    lot: str
    title: str
    sha256: str
    members: tuple[str, ...]
    marks: tuple[MarkRow, ...]
    rejections: tuple[str, ...]
    ranking: tuple[tuple[int, str, str], ...]
    words: tuple[MemberWord, ...]


def seats(view: ProcedureView) -> tuple[Seat, ...]:
    """List the members as far as the reader may know of them."""
    facts = view.trade.standing.facts
    interests: Mapping[str, Any] = facts.get("interests", {})
    return tuple(
        Seat(
            id=seat["id"],
            name=seat["name"],
            body=seat.get("organisation", ""),
            place=" · ".join(p for p in (seat.get("site", ""), seat.get("seat", "")) if p),
            expert=seat["expert"],
            declared=_declared(interests.get(seat["id"])),
        )
        for seat in facts.get("committee", ())
    )


def _declared(said: Mapping[str, Any] | None) -> str:
    if said is None:
        return _("Not declared yet")
    return _("An interest was declared") if said["conflict"] else _("No interest")


def reports(view: ProcedureView) -> tuple[Report, ...]:
    """List the reports the reader may see, a lot each."""
    return tuple(
        _report(view, lot.facts)
        for lot in view.trade.standing.lots.values()
        if "report" in lot.facts
    )


def _report(view: ProcedureView, facts: Mapping[str, Any]) -> Report:
    report = facts["report"]
    names = {one["id"]: one["name"] for one in report["members"]}
    said: Mapping[str, Any] = facts.get("signatures", {})
    bidders = _bidders(view, report["lot"])
    return Report(
        lot=report["lot"],
        title=title_of(facts.get("title", ""), facts.get("title_en", "")),
        sha256=facts["report-sha256"],
        members=tuple(names.values()),
        marks=tuple(_marks(report, names, bidders)),
        rejections=tuple(
            f"{bidders.get(one['bid'], one['bid'])}: {ground['law']} {ground['finding']}"
            for one in report["rejections"]
            for ground in one["grounds"]
        ),
        ranking=tuple(
            (one["place"], bidders.get(one["bid"], one["bid"]), str(one.get("score") or ""))
            for one in report["ranking"]
        ),
        words=tuple(_word(name, said.get(member)) for member, name in names.items()),
    )


def _word(name: str, said: Mapping[str, Any] | None) -> MemberWord:
    return MemberWord(name, "signed" in (said or {}), (said or {}).get("dissent", ""))


def _marks(
    report: Mapping[str, Any], names: Mapping[str, str], bidders: Mapping[str, str]
) -> Sequence[MarkRow]:
    criteria = report["terms"].get("criteria", ())
    sheets: Mapping[str, Any] = report["marks"]
    ranked = [one["bid"] for one in report["ranking"]]
    told: Mapping[str, Any] = report["explanations"]
    return [
        MarkRow(
            bidders.get(bid, bid),
            title_of(criterion["title"], criterion.get("title_en", "")),
            tuple(sheets.get(m, {}).get(bid, {}).get(criterion["name"], "–") for m in names),
            tuple(
                f"{names[m]}: {reason}"
                for m, reasons in told.items()
                if m in names
                for what, reason in reasons.items()
                if what == f"{bid}/{criterion['name']}"
            ),
        )
        for bid in ranked
        for criterion in criteria
    ]


def _bidders(view: ProcedureView, lot: str) -> dict[str, str]:
    bids = view.trade.standing.lots[lot].bids.values()
    named = {bid.bid: bid.facts.get("bidder", "") for bid in bids}
    return {bid: party_name(view.parties, body) if body else bid[:8] for bid, body in named.items()}
