"""Event lines: what happened, by whom and when, as far as a reader may know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class EventLine:
    """What happened, by whom and when; of a withheld event only its leaf and until which phase."""

    index: int | None
    name: str
    at: datetime
    role: str
    who: str
    data: Mapping[str, Any]
    withheld_until: str | None = None
