"""What can go wrong when a sealed thing is made or read, as exceptions with stable codes."""


class SealingError(Exception):
    """Something sealed could not be made or read."""

    code = "sealing"


class UnreadableError(SealingError):
    """A ciphertext does not open under this key and context; says which part of it gave way."""

    code = "unreadable"


class SharesError(SealingError):
    """Shares that cannot be made or joined: too few, twice the same x, or of different lengths."""

    code = "bad-shares"


class BadSealingInputError(SealingError):
    """What was handed in to be sealed or read has the wrong shape: says where and what to mend."""

    code = "bad-input"

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where


class CustodianFolderError(SealingError):
    """A custodian's folder lacks what was asked for, or would lose what it already holds."""

    code = "custodian-folder"
