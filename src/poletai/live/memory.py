"""Memory: what a room has taken lately, and how it answered; who asks again hears the same."""

from collections import OrderedDict
from collections.abc import Iterable

from poletai.core.rooms import RoomEvent, Said, said_of
from poletai.live import messages

# Answers kept for those who ask again; older ones are in the record.
REMEMBERED = 20_000
_INPUTS = {"bid-taken": "", "maximum-set": "maximum"}
_Words = tuple[str, str | None, str | None, str, tuple[str, ...]]


class Memory:
    """Answers by plate and seq; something else said under a seq that was taken is not answered."""

    __slots__ = ("_answers",)

    def __init__(self) -> None:
        # The oldest of a plain dict is found by passing over all that were taken out before it.
        self._answers = OrderedDict[tuple[str, int], tuple[_Words, bytes]]()

    def keep(self, plate: str, said: Said, frame: bytes) -> None:
        """Remember an answer, and forget the oldest of too many."""
        self._answers[plate, said.seq] = _words(said), frame
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    def answer(self, plate: str, said: Said) -> bytes | None:
        """Return the answer to exactly this; None where this was not taken, or long ago."""
        words, frame = self._answers.get((plate, said.seq), (None, b""))
        return frame if words == _words(said) else None


def remembered(events: Iterable[RoomEvent]) -> Memory:
    """Return what a room that had these events has answered last."""
    memory = Memory()
    inputs = [one for one in events if one.name in _INPUTS and one.data["seq"]]
    for one in inputs[-REMEMBERED:]:
        said = said_of({"kind": _INPUTS[one.name], **one.data})
        memory.keep(one.data["plate"], said, messages.taken_event(one))
    return memory


def _words(said: Said) -> _Words:
    return said.kind, said.amount, said.quantity, said.dimension, said.items
