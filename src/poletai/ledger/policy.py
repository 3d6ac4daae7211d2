"""Policies, as c2sp.org/tlog-policy has them: which log, which witnesses, how many of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from poletai.ledger.checkpoint import Checkpoint, parse_checkpoint
from poletai.ledger.cosignature import (
    CosignatureVerifier,
    cosigned_at,
    read_cosignature_verifier,
)
from poletai.ledger.errors import MalformedError, QuorumError, SignatureError
from poletai.ledger.note import NoteVerifier, Verifier, open_note, read_verifier
from poletai.ledger.text import decode_decimal


@dataclass(frozen=True, slots=True)
class Witness:
    """One witness of a policy: the policy's name for it, its key, and where it answers if known."""

    name: str
    verifier: CosignatureVerifier
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of witnesses and groups, of which `needed` must agree."""

    name: str
    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Whose signatures make a checkpoint believable; a quorum of None asks for no witness."""

    logs: tuple[Verifier, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str | None = None


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint that satisfies a policy, and when each witness says it saw it (unix time)."""

    checkpoint: Checkpoint
    times: Mapping[str, int] = field(default_factory=dict)


def check_quorum(policy: Policy, note: str) -> Cosigned:
    """Check that a log of the policy signed this checkpoint and its quorum cosigned it.

    Raises MalformedError, SignatureError or QuorumError. The times are by the policy's names.
    """
    cosigned = open_cosigned(policy, note)
    missing = missing_for_quorum(policy, cosigned.times)
    if missing:
        raise QuorumError(where=f"checkpoint {cosigned.checkpoint.size}", what=missing)
    return cosigned


def open_cosigned(policy: Policy, note: str) -> Cosigned:
    """Check every signature of a checkpoint by keys of the policy, whatever the quorum says."""
    keys: list[NoteVerifier] = [*policy.logs, *(one.verifier for one in policy.witnesses)]
    opened = open_note(note, keys)
    checkpoint = parse_checkpoint(opened.text)
    signed = {(one.name, one.key_id): one.blob for one in opened.verified}
    if not any((one.name, one.key_id) in signed for one in policy.logs):
        where = f"checkpoint {checkpoint.size}"
        raise SignatureError(where, "no log of the policy signed it")
    times = {
        one.name: cosigned_at(signed[one.verifier.name, one.verifier.key_id])
        for one in policy.witnesses
        if (one.verifier.name, one.verifier.key_id) in signed
    }
    return Cosigned(checkpoint, times)


def missing_for_quorum(policy: Policy, present: Collection[str]) -> str:
    """Say what the quorum lacks when these witnesses cosigned; an empty text when nothing."""
    if policy.quorum is None:
        return ""
    met = {one.name for one in policy.witnesses} & set(present)
    for group in policy.groups:
        if sum(member in met for member in group.members) >= group.needed:
            met.add(group.name)
    if policy.quorum in met:
        return ""
    have = ", ".join(sorted(present)) or "no witness"
    return f"the quorum {policy.quorum!r} is not met; cosigned by {have}"


def quorum_of(logs: tuple[Verifier, ...], witnesses: tuple[Witness, ...], needed: int) -> Policy:
    """Return the policy that asks for `needed` of these witnesses, any of them."""
    if not needed:
        return Policy(logs, witnesses)
    group = Group("witnesses", needed, tuple(one.name for one in witnesses))
    return Policy(logs, witnesses, (group,), group.name)


def format_policy(policy: Policy) -> str:
    """Write a policy as its file."""
    lines = [f"log {one.vkey}" for one in policy.logs]
    for one in policy.witnesses:
        address = f" {one.url}" if one.url else ""
        lines.append(f"witness {one.name} {one.verifier.vkey}{address}")
    lines += [f"group {one.name} {one.needed} {' '.join(one.members)}" for one in policy.groups]
    lines.append(f"quorum {policy.quorum or 'none'}")
    return "\n".join(lines) + "\n"


def parse_policy(text: str) -> Policy:
    """Read a policy file; raises MalformedError naming the line."""
    policy = _Draft()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#", 1)[0].split()
        if words:
            policy.take(words, f"policy line {number}")
    if policy.quorum is None:
        raise MalformedError(
            where="policy", what="it names no quorum; write `quorum none` to ask for none"
        )
    quorum = None if policy.quorum == "none" else policy.quorum
    return Policy(tuple(policy.logs), tuple(policy.witnesses), tuple(policy.groups), quorum)


@dataclass(slots=True)
class _Draft:
    """A policy while its lines are being read."""

    logs: list[Verifier] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    quorum: str | None = None

    def take(self, words: list[str], where: str) -> None:
        match words:
            case ["log", vkey] | ["log", vkey, _]:
                self.logs.append(read_verifier(vkey))
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self._name(name, where)
                address = url[0] if url else None
                self.witnesses.append(Witness(name, read_cosignature_verifier(vkey), address))
            case ["group", name, needed, *members] if members:
                self._group(name, needed, members, where)
            case ["quorum", name] if self.quorum is None:
                self._require({name} - {"none"}, where)
                self.quorum = name
            case _:
                raise MalformedError(where, f"`{' '.join(words)}` is not understood here")

    def _group(self, name: str, needed: str, members: list[str], where: str) -> None:
        self._require(set(members), where)
        if len(set(members)) < len(members):
            raise MalformedError(where, f"the group {name} names a member twice")
        words = {"any": 1, "all": len(members)}
        count = words[needed] if needed in words else decode_decimal(needed, where)
        if not 1 <= count <= len(members):
            raise MalformedError(where, f"{count} of {len(members)} members cannot agree")
        self._name(name, where)
        self.groups.append(Group(name, count, tuple(members)))

    def _name(self, name: str, where: str) -> None:
        if name in self.names or name == "none":
            raise MalformedError(where, f"the name {name} is taken")
        self.names.add(name)

    def _require(self, names: set[str], where: str) -> None:
        unknown = sorted(names - self.names)
        if unknown:
            raise MalformedError(where, f"{', '.join(unknown)} is not named above")
