"""Problems and refusals: what is wrong, where, how to mend it, as values with stable codes."""

from typing import Any

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a file, form or data set; problems are returned all at once."""

    code: str
    where: str
    message: str
    law: str | None = None
    force: str = "error"


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """The value that answers a command the rules forbid: why, and under which article."""

    code: str
    reason: str
    law: str
    move: str | None = None
    details: dict[str, Any] = {}
