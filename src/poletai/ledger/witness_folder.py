"""A witness's own folder: its key, the logs it follows, and the last checkpoint of each."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

from poletai.ledger.checkpoint import Checkpoint, read_checkpoint
from poletai.ledger.clock import Clock, unix_time
from poletai.ledger.cosignature import Cosigner
from poletai.ledger.errors import LockedError
from poletai.ledger.files import write_durably
from poletai.ledger.keyfile import create_key_file, parse_private_key
from poletai.ledger.note import COSIGNATURE, Signature, Verifier, read_verifier, split_note
from poletai.ledger.witness import Refused, Request, judge

_KEY = "key"
_LOGS = "logs"


@dataclass(frozen=True, slots=True)
class WitnessFolder:
    """The folder as a value; nobody but this witness reads or writes it."""

    folder: Path

    def create(self, name: str) -> None:
        """Make the folder with a new key; raises FileExistsError where one is kept already."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_key_file(self.folder / _KEY, name, COSIGNATURE)

    def cosigner(self, clock: Clock) -> Cosigner:
        """Return the key, signing the time of a clock."""
        name, seed = parse_private_key((self.folder / _KEY).read_text(), COSIGNATURE)
        return Cosigner(name, seed, lambda: unix_time(clock))

    def logs(self) -> dict[str, Verifier]:
        """Return the logs followed, by origin."""
        file = self.folder / _LOGS
        lines = file.read_text().split() if file.exists() else []
        return {one.name: one for one in map(read_verifier, lines)}

    def follow(self, vkey: str) -> None:
        """Follow one more log; raises MalformedError for what is no vkey."""
        logs = self.logs()
        log = read_verifier(vkey)
        logs[log.name] = log
        text = "".join(f"{one.vkey}\n" for one in logs.values())
        write_durably({self.folder / _LOGS: text.encode()})

    def last_note(self, origin_hash: str) -> str | None:
        """Return the last checkpoint cosigned of a log, by the hex SHA-256 of its origin."""
        if not (origin_hash.isalnum() and len(origin_hash) == sha256().digest_size * 2):
            return None
        try:
            return (self.folder / "cosigned" / origin_hash).read_text()
        except FileNotFoundError:
            return None

    def last(self, origin: str) -> Checkpoint | None:
        """Return the last checkpoint cosigned of a log."""
        note = self.last_note(name_of(origin))
        return None if note is None else read_checkpoint(note)

    def keep(self, origin: str, note: str) -> None:
        """Keep a cosigned checkpoint durably."""
        write_durably({self.folder / "cosigned" / name_of(origin): note.encode()})

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for this process; raises LockedError when another one has it."""
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as problem:
            raise LockedError(str(self.folder), "another witness runs on it") from problem
        finally:
            os.close(handle)


@dataclass(frozen=True, slots=True)
class Witness:
    """A running witness: judges requests one at a time and keeps each verdict before it answers."""

    folder: WitnessFolder
    cosigner: Cosigner
    turn: Lock

    def add_checkpoint(self, body: str) -> str | Refused:
        """Return the cosignature line of a checkpoint, or why there is none."""
        with self.turn:
            verdict = judge(body, self.folder.logs(), self.folder.last)
            if isinstance(verdict, Refused):
                return verdict
            return self._cosign(verdict)

    def _cosign(self, request: Request) -> str:
        text, _ = split_note(request.note)
        line = str(Signature(self.cosigner.name, self.cosigner.key_id, self.cosigner.sign(text)))
        self.folder.keep(request.checkpoint.origin, request.note + line)
        return line


def open_witness(folder: str | Path, clock: Clock) -> Witness:
    """Return the witness of a folder."""
    own = WitnessFolder(Path(folder))
    return Witness(own, own.cosigner(clock), Lock())


def name_of(origin: str) -> str:
    """Return the name a log's checkpoint is kept and served under."""
    return sha256(origin.encode()).hexdigest()
