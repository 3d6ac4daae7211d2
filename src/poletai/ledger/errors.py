"""What can be wrong with a log, its files and its store, each with a stable code."""


class LedgerError(Exception):
    """Something of the ledger is not as it must be: says where, and what was found there."""

    code = "ledger"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


class MalformedError(LedgerError):
    """A text or a file does not follow the format it claims to have."""

    code = "malformed"


class SignatureError(LedgerError):
    """A signature of a known key fails, or no known key signed at all."""

    code = "signature"


class ProofError(LedgerError):
    """A Merkle proof does not lead to the root it was given for."""

    code = "proof"


class QuorumError(LedgerError):
    """Too few of the witnesses the policy names have cosigned a checkpoint."""

    code = "quorum"


class MissingError(LedgerError):
    """A file the log or record should publish is not there."""

    code = "missing"


class DisagreementError(LedgerError):
    """Two things that must be equal are not; both values are in the message."""

    code = "disagreement"


class StreamConflictError(LedgerError):
    """Another event already stands at this position of the stream: read again and decide again."""

    code = "stream-conflict"


class StoreKeyError(LedgerError):
    """The store key is missing, readable by others, or not the one the events were sealed with."""

    code = "store-key"


class LockedError(LedgerError):
    """Another sequencer holds the log."""

    code = "locked"
