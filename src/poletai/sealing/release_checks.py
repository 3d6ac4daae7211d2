"""The seven questions a custodian asks before it touches a key, each refusing with its own code."""

from collections.abc import Callable

from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.ledger.envelope import blinded_entry, envelope_digest
from poletai.ledger.errors import LedgerError
from poletai.ledger.policy import Cosigned, Policy, check_quorum, missing_for_quorum
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.evidence import Evidence, Manifest
from poletai.sealing.keyset import inspect_keyset, keyset_hash
from poletai.sealing.lot_stages import standing_of
from poletai.sealing.lot_terms import LotTerms, halted_by, read_lot_terms
from poletai.sealing.manifest import ListedBid, inspect_lines

LAW = "platform.rules#6"


def judge_release(evidence: Evidence) -> Manifest | Refusal:
    """Return the one manifest this custodian may answer to, or the first reason why it may not."""
    for check in (*_BEFORE_MANIFEST, *_ON_MANIFEST):
        refused = check(evidence)
        if refused is not None:
            return refused
    return evidence.manifests[0]


def check_current(policy: Policy, note: str) -> Cosigned | Refusal:
    """(a) Is the current checkpoint signed by the log and cosigned by the quorum?"""
    try:
        return check_quorum(policy, note)
    except LedgerError as problem:
        return refuse("no-quorum", f"the current checkpoint does not count: {problem}")


def check_history(evidence: Evidence) -> Refusal | None:
    """(a) Do the entries lead to the current root, and still to the one seen last?"""
    for checkpoint in (evidence.current, evidence.last_seen):
        if checkpoint and evidence.roots.get(checkpoint.size) != checkpoint.root:
            return refuse(
                "log-rewritten",
                f"the entries do not lead to the root cosigned at size {checkpoint.size}",
            )
    return None


def check_one_manifest(evidence: Evidence) -> Refusal | None:
    """(d, f) Is there exactly one manifest in the log, and the one answered to before?"""
    if not evidence.manifests:
        return refuse("manifest-not-in-log", f"no lot-close of lot {evidence.lot} is in the log")
    found = {manifest.leaf for manifest in evidence.manifests}
    if len(evidence.manifests) > 1 or evidence.answered not in ("", *found):
        return refuse("second-manifest", f"lot {evidence.lot} was closed more than once")
    return None


def check_keyset(evidence: Evidence) -> Refusal | None:
    """(e) Is the lot closed under the announced keyset, in which this custodian's key stands?"""
    try:
        terms = _terms(evidence)
    except BadSealingInputError as problem:
        return refuse("terms-unclear", str(problem))
    keyset, close = terms.keyset, evidence.manifests[0].close
    mine = [each.pub for each in keyset.custodians if each.id == evidence.custodian]
    of_lot = (keyset.procedure, keyset.lot) == (evidence.procedure, evidence.lot)
    if not of_lot or close.keyset != keyset_hash(keyset) or inspect_keyset(keyset):
        return refuse("wrong-keyset", "the lot was not closed under the keyset announced for it")
    if mine != [evidence.public]:
        return refuse("wrong-keyset", "this custodian's key for the lot is not in its keyset")
    return None


def check_times(evidence: Evidence) -> Refusal | None:
    """(b) Have deadlines only moved later, and has the time for opening come?"""
    terms = _terms(evidence)
    if list(terms.deadlines) != sorted(terms.deadlines):
        return refuse("deadline-moved-earlier", "an amendment set an earlier deadline")
    if evidence.now < terms.open_not_before:
        when = format_instant(terms.open_not_before)
        return refuse("not-yet-time", f"this lot may be opened from {when}, not before")
    return None


def check_closing(evidence: Evidence) -> Refusal | None:
    """(b) Was the closing checkpoint cosigned by the quorum between deadline and window's end?"""
    closing, terms = evidence.manifests[0].close.closing, _terms(evidence)
    try:
        cosigned = check_quorum(evidence.policy, closing.note)
    except LedgerError as problem:
        return refuse("closing-no-quorum", f"the closing checkpoint does not count: {problem}")
    deadline = terms.deadlines[-1].timestamp()
    late = {name for name, at in cosigned.times.items() if at > deadline + terms.closing_window}
    early = {name for name, at in cosigned.times.items() if at < deadline}
    if missing_for_quorum(evidence.policy, cosigned.times.keys() - early):
        return refuse("closing-too-early", "the closing was cosigned before the deadline")
    if missing_for_quorum(evidence.policy, cosigned.times.keys() - early - late):
        return refuse("closing-too-late", "the closing was cosigned after the closing window")
    named = (cosigned.checkpoint.size, cosigned.checkpoint.root.hex())
    if named != (closing.size, closing.root):
        return refuse("manifest-malformed", "the manifest names another size or root than its note")
    return None


def check_extends(evidence: Evidence) -> Refusal | None:
    """(c) Does the current log extend the closing checkpoint, and the manifest come after it?"""
    manifest = evidence.manifests[0]
    closing = manifest.close.closing
    root = evidence.roots.get(closing.size)
    if root is None or root.hex() != closing.root or manifest.index < closing.size:
        return refuse(
            "closing-not-in-log", f"the current log does not extend the closing at {closing.size}"
        )
    return None


def check_bids(evidence: Evidence) -> Refusal | None:
    """(e) Is every listed bid a leaf below N, validly signed, and its chain whole?"""
    close = evidence.manifests[0].close
    for listed in close.bids:
        refused = _check_leaf(evidence, listed)
        if refused is not None:
            return refused
    for problem in inspect_lines(close, evidence.submissions, _terms(evidence).keyset):
        return refuse(problem.code, f"{problem.where}: {problem.message}")
    return None


def check_standing(evidence: Evidence) -> Refusal | None:
    """(g) Has nothing failed, cancelled, ended or suspended the lot up to now?"""
    event = halted_by(evidence.events, evidence.deeds, evidence.lot)
    if event is None:
        return None
    return refuse("lot-halted", f"{event.name} at leaf {event.index} forbids opening this lot")


def check_part(evidence: Evidence, part: str) -> Refusal | None:
    """(h) Do the bids have this part, and has the lot come to where it is released?"""
    if part not in _terms(evidence).keyset.parts:
        return refuse("unknown-part", f"the bids of this lot have no part {part}")
    stages = evidence.stages
    if not stages.apart:
        return None
    states, due = standing_of(stages, evidence.events, evidence.lot), stages.releasing(part)
    if states and states <= due:
        return None
    stands, when = " or ".join(sorted(states)) or "nowhere", " or ".join(sorted(due)) or "never"
    return refuse("part-not-due", f"part {part} is released at {when}; the lot stands at {stands}")


def refuse(code: str, reason: str) -> Refusal:
    """Return a custodian's refusal; its codes are stable and stand in docs/spec/sealing.md."""
    return Refusal(code=code, reason=reason, law=LAW, move="release")


def _check_leaf(evidence: Evidence, listed: ListedBid) -> Refusal | None:
    if listed.leaf >= evidence.manifests[0].close.closing.size:
        return refuse("bid-after-closing", f"leaf {listed.leaf} lies behind the closing checkpoint")
    envelope = evidence.envelopes.get(listed.leaf)
    if envelope is None or listed.leaf not in evidence.submissions:
        return refuse("bid-not-in-log", f"nothing is disclosed for leaf {listed.leaf}")
    salt = _salt(listed)
    data = envelope.get("data")
    said = (data.get("bid"), data.get("bid_hash")) if isinstance(data, dict) else None
    entry = blinded_entry(salt, envelope_digest(envelope))
    if evidence.entries.get(listed.leaf) != entry or said != (listed.bid, listed.bid_hash):
        return refuse("bid-not-in-log", f"leaf {listed.leaf} is not the bid the manifest lists")
    return None


def _salt(listed: ListedBid) -> bytes:
    try:
        return bytes.fromhex(listed.salt)
    except ValueError:
        # A salt that is no hex unblinds nothing; the comparison with the leaf then fails.
        return b""


def _terms(evidence: Evidence) -> LotTerms:
    return read_lot_terms(evidence.events, evidence.deeds, evidence.lot)


_Check = Callable[[Evidence], Refusal | None]

_BEFORE_MANIFEST: tuple[_Check, ...] = (check_history, check_one_manifest, check_keyset)
_ON_MANIFEST: tuple[_Check, ...] = (
    check_times,
    check_closing,
    check_extends,
    check_bids,
    check_standing,
)
