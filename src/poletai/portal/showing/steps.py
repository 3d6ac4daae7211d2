"""Steps: what the reader can do now, and what happens next, each with its article and its time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from poletai.core.procedures.library import Library
from poletai.core.procedures.machine import OWN_STREAM
from poletai.core.procedures.outlook import NextMove
from poletai.exchange.read_models.procedure_page import OwnMove, ProcedureView
from poletai.portal.forms.build import on_a_form
from poletai.portal.showing.applicants import applicant_name
from poletai.portal.words.conditions import condition_sentence, find_condition
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.parties import bidder_name
from poletai.portal.words.remedies import remedy_name
from poletai.portal.words.texts import role_title, said, title_of

_CLOSES_BY_WITHDRAWAL = "withdraw-bid"
# Made from the recovery file, on the page of one's bid.
_OWN_KEY = "publish-key"
# What ends a trade or changes it is always possible, and hardly ever what comes next.
_ASIDE = frozenset(
    {
        "cancel",
        "fail",
        "amend",
        "suspend",
        "withdraw-bid",
        "reject-bid",
        "decline-seat",
        "void-draw",
        "dissent",
        _OWN_KEY,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step ahead; `url` where the reader may take it, `blocked` why it cannot be taken yet."""

    title: str
    target: str
    who: str
    law: Cited
    since: datetime | None
    until: datetime | None
    blocked: tuple[str, ...]
    late: bool
    by_clock: bool
    aside: bool
    advances: bool
    url: str = ""

    @property
    def ready(self) -> bool:
        """Whether nothing stands in its way."""
        return not self.blocked


def own_steps(library: Library, view: ProcedureView) -> tuple[Step, ...]:
    """List what the reader may do, what can be done now before what has to wait."""
    return _own_steps(library, view, view.own)


def own_steps_on(library: Library, view: ProcedureView, remedy: str) -> tuple[Step, ...]:
    """List what the reader may do about one remedy."""
    about = [own for own in view.own if own.next.remedy == remedy]
    return _own_steps(library, view, about)


def next_steps(library: Library, view: ProcedureView) -> tuple[Step, ...]:
    """List what happens next, whoever does it: the nearest in time first."""
    return _next_steps(library, view, view.next)


def next_steps_on(library: Library, view: ProcedureView, remedy: str) -> tuple[Step, ...]:
    """List what happens next to one remedy."""
    return _next_steps(library, view, [ahead for ahead in view.next if ahead.remedy == remedy])


def _own_steps(library: Library, view: ProcedureView, moves: Iterable[OwnMove]) -> tuple[Step, ...]:
    steps = [_step(library, view, own.next, _url(view, own)) for own in moves if _by_hand(own)]
    return tuple(sorted(steps, key=lambda step: (not step.ready, step.aside, not step.advances)))


def _next_steps(
    library: Library, view: ProcedureView, ahead: Iterable[NextMove]
) -> tuple[Step, ...]:
    likely = (one for one in ahead if not _goes_on(view, one))
    steps = {_likeness(s): s for s in (_step(library, view, one) for one in likely)}
    return tuple(sorted(steps.values(), key=_order))


def _likeness(step: Step) -> tuple[str, str]:
    """Tell steps apart by their target too, but not those that could befall every bid alike."""
    return (step.title, "" if step.aside else step.target)


def _order(step: Step) -> tuple[bool, bool, bool, bool, float]:
    moment = step.since or step.until
    waits = not step.ready and not step.by_clock
    return (
        step.aside,
        waits,
        not step.advances,
        moment is None,
        moment.timestamp() if moment else 0,
    )


def _step(library: Library, view: ProcedureView, ahead: NextMove, url: str = "") -> Step:
    return Step(
        title=said(ahead.move.title),
        target=_target(view, ahead),
        who=", ".join(role_title(view.trade.definition, role) for role in ahead.who),
        law=cite(library, ahead.law),
        since=ahead.since,
        until=ahead.until,
        blocked=_blocked(view, ahead),
        late=bool(ahead.late),
        by_clock="clock" in ahead.who,
        # Raising a remedy is always open to somebody; what one that was raised asks for is urgent.
        aside=ahead.move.does in _ASIDE or ahead.remedy == "",
        advances=ahead.move.to is not None,
        url=url,
    )


def _goes_on(view: ProcedureView, ahead: NextMove) -> bool:
    """Say whether a step would resume what nobody suspended."""
    return ahead.move.does == "resume" and not view.trade.standing.facts.get("suspensions")


def _blocked(view: ProcedureView, ahead: NextMove) -> tuple[str, ...]:
    trade = view.trade
    reasons = []
    for refusal in ahead.blocked_by:
        found = find_condition(trade.definition, ahead.move.when, refusal.code, refusal.law)
        sentence = condition_sentence(trade.definition, trade.values, found) if found else ""
        reasons.append(sentence or refusal.reason)
    return tuple(reasons)


def _target(view: ProcedureView, ahead: NextMove) -> str:
    raised = next((r for r in view.remedies if ahead.remedy and r.remedy == ahead.remedy), None)
    if raised is not None:
        return remedy_name(raised)
    if ahead.applicant:
        return applicant_name(view, ahead.applicant)
    lot = view.trade.standing.lots.get(ahead.lot or "")
    if lot is None:
        return ""
    named = f"{lot.lot} · {title_of(lot.facts.get('title', ''), lot.facts.get('title_en', ''))}"
    bid = lot.bids.get(ahead.bid or "")
    if bid is None or not bid.facts.get("bidder"):
        return named
    return f"{named} · {bidder_name(view.parties, bid)}"


def _by_hand(own: OwnMove) -> bool:
    """Say whether a person takes a move here: not what the platform alone has the fields of."""
    move = own.next.move
    # Of a party nobody knows yet only that party itself can speak.
    if own.next.applicant == "" and own.actor.role != "bidder":
        return False
    if move.does in OWN_STREAM:
        return move.does != _CLOSES_BY_WITHDRAWAL
    return move.does == _OWN_KEY or on_a_form(move)


def _url(view: ProcedureView, own: OwnMove) -> str:
    move, ahead = own.next.move, own.next
    if move.does in (*OWN_STREAM, _OWN_KEY):
        return reverse("bid", args=(view.id, ahead.lot))
    address = reverse("move", args=(view.id, move.when))
    named = {
        "lot": ahead.lot,
        "bid": ahead.bid,
        "remedy": ahead.remedy,
        "applicant": ahead.applicant,
    }
    query = urlencode({name: value for name, value in named.items() if value})
    return f"{address}?{query}" if query else address
