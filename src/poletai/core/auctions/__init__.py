"""Auctions: one mechanism a file, run bid by bid or settled from a record, every rule explained.

A mechanism is found by its name in `mechanisms/`: adding a file adds a mechanism.
"""

from poletai.core.auctions.errors import CannotRunError, UnknownMechanismError
from poletai.core.auctions.find import find_mechanism, mechanism_names
from poletai.core.auctions.inputs import Entry, Input, read_record, record_problems
from poletai.core.auctions.run import settle_record, take
from poletai.core.auctions.settlement import (
    SOLD,
    TIED,
    UNSOLD,
    Quote,
    Refused,
    Settlement,
    Step,
    as_json,
)
from poletai.core.auctions.terms import fields_of, read_terms
from poletai.core.auctions.view import View

__all__ = [
    "SOLD",
    "TIED",
    "UNSOLD",
    "CannotRunError",
    "Entry",
    "Input",
    "Quote",
    "Refused",
    "Settlement",
    "Step",
    "UnknownMechanismError",
    "View",
    "as_json",
    "fields_of",
    "find_mechanism",
    "mechanism_names",
    "read_record",
    "read_terms",
    "record_problems",
    "settle_record",
    "take",
]
