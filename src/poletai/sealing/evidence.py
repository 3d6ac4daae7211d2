"""Evidence: everything a custodian looks at before it gives out shares, as one frozen value."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from poletai.ledger.checkpoint import Checkpoint
from poletai.ledger.policy import Policy
from poletai.sealing.lot_stages import Stages
from poletai.sealing.lot_terms import Deeds, LoggedEvent
from poletai.sealing.manifest import LotClose, Submission


class Manifest(msgspec.Struct, frozen=True):
    """A lot-close as the log holds it: the index and hash (hex) of its leaf, and what it says."""

    index: int
    leaf: str
    close: LotClose


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a log for one lot, and what this custodian knew before.

    `roots` are recomputed from the entries; `entries` holds those at the listed leaves,
    `envelopes` and `submissions` what the record discloses for them; `answered` is the leaf hash
    of the manifest this custodian already answered to, or "".
    """

    procedure: str
    lot: str
    policy: Policy
    current: Checkpoint
    last_seen: Checkpoint | None
    roots: Mapping[int, bytes]
    events: tuple[LoggedEvent, ...]
    manifests: tuple[Manifest, ...]
    deeds: Deeds
    stages: Stages
    entries: Mapping[int, bytes]
    envelopes: Mapping[int, Mapping[str, Any]]
    submissions: Mapping[int, Submission]
    custodian: str
    public: str
    answered: str
    now: datetime
