"""The caller of witnesses: asks all at once to cosign a checkpoint, and checks their answers."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from poletai.ledger.errors import LedgerError
from poletai.ledger.note import Signature, parse_signature, split_note
from poletai.ledger.policy import Witness
from poletai.ledger.text import decode_decimal, encode_base64

# old size -> the consistency proof from there to the checkpoint at hand
ProofFrom = Callable[[int], Sequence[bytes]]

_PATIENCE = httpx.Timeout(3.0, connect=1.0)
# A witness that failed is left alone so long, or one that is down would slow every checkpoint.
_REST_SECONDS = 10.0


@dataclass(slots=True)
class _Known:
    """What is known of one witness: the last size it cosigned, and until when it is left alone."""

    size: int = 0
    rests_until: float = 0.0
    trouble: str = ""


@dataclass(slots=True)
class WitnessCaller:
    """Several witnesses and what is known of each; belongs to one sequencer."""

    witnesses: tuple[Witness, ...]
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=_PATIENCE))
    _known: dict[str, _Known] = field(default_factory=dict)

    def cosign(self, note: str, size: int, proof_from: ProofFrom) -> list[Signature]:
        """Ask every reachable witness at once; returns the cosignatures that check out."""
        asked = [one for one in self.witnesses if one.url and self._awake(one)]
        if not asked:
            return []
        with ThreadPoolExecutor(len(asked)) as pool:
            answers = pool.map(lambda one: self._ask(one, note, size, proof_from), asked)
            return [answer for answer in answers if answer is not None]

    def troubles(self) -> dict[str, str]:
        """Say what the last failure of each failing witness was."""
        return {name: one.trouble for name, one in self._known.items() if one.trouble}

    def _awake(self, witness: Witness) -> bool:
        return self._of(witness).rests_until <= time.monotonic()

    def _of(self, witness: Witness) -> _Known:
        return self._known.setdefault(witness.name, _Known())

    def _ask(
        self, witness: Witness, note: str, size: int, proof_from: ProofFrom
    ) -> Signature | None:
        known = self._of(witness)
        try:
            answer = self._post(witness, note, proof_from, known)
            if answer.status_code == httpx.codes.CONFLICT:
                known.size = min(decode_decimal(answer.text.strip(), "witness"), size)
                answer = self._post(witness, note, proof_from, known)
            signature = _checked(witness, note, answer)
        except (httpx.HTTPError, LedgerError) as problem:
            known.trouble = f"{type(problem).__name__}: {problem}"
            known.rests_until = time.monotonic() + _REST_SECONDS
            return None
        known.size, known.trouble = size, ""
        return signature

    def _post(
        self, witness: Witness, note: str, proof_from: ProofFrom, known: _Known
    ) -> httpx.Response:
        address = f"{(witness.url or '').rstrip('/')}/add-checkpoint"
        body = format_request(known.size, proof_from(known.size), note)
        return self.client.post(address, content=body.encode())


def format_request(old: int, proof: Sequence[bytes], note: str) -> str:
    """Write the body of an add-checkpoint request."""
    return f"old {old}\n" + "".join(encode_base64(one) + "\n" for one in proof) + "\n" + note


def _checked(witness: Witness, note: str, answer: httpx.Response) -> Signature:
    """Return the witness's own cosignature; raises LedgerError where the answer holds none."""
    if answer.status_code != httpx.codes.OK:
        raise LedgerError(witness.name, f"answers {answer.status_code} {answer.text.strip()[:200]}")
    text, _ = split_note(note)
    for line in answer.text.splitlines():
        one = parse_signature(line)
        mine = (one.name, one.key_id) == (witness.verifier.name, witness.verifier.key_id)
        if mine and witness.verifier.verifies(text, one.blob):
            return one
    raise LedgerError(witness.name, "its answer holds no cosignature of its key")
