"""Rehearsals: a room played through in memory by drawn bidders, for training and for trying terms.

Nothing is written: time passes as fast as it is computed, and the same seed plays the same room.
"""

from poletai.live.rehearsal.bidders import STRATEGIES, Bidder
from poletai.live.rehearsal.errors import CannotRehearseError
from poletai.live.rehearsal.playing import Rehearsal, rehearse
from poletai.live.rehearsal.valuing import bidders_of

__all__ = [
    "STRATEGIES",
    "Bidder",
    "CannotRehearseError",
    "Rehearsal",
    "bidders_of",
    "rehearse",
]
