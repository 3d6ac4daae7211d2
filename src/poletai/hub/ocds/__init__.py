"""OCDS 1.1.5: releases and records of this exchange's procedures, pure from public views."""

from poletai.hub.ocds.packages import (
    EXTENSIONS,
    Publisher,
    encode,
    record_package,
    release_package,
)
from poletai.hub.ocds.release import compiled_release_of, ocid_of, release_of

__all__ = [
    "EXTENSIONS",
    "Publisher",
    "compiled_release_of",
    "encode",
    "ocid_of",
    "record_package",
    "release_of",
    "release_package",
]
