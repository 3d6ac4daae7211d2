"""A custodian without a network: keys and releases through files carried by hand."""

from pathlib import Path

from poletai.core.basics.canonical import canonical
from poletai.core.basics.problem import Refusal
from poletai.ledger.files import write_durably
from poletai.sealing.custodian.desk import Desk
from poletai.sealing.draw_release import draw_release_object
from poletai.sealing.release import release_object


def write_lot_key(desk: Desk, procedure: str, lot: str, out: Path) -> None:
    """Write {id, pub, sig} for a lot to a file."""
    write_durably({out: canonical(desk.lot_key(procedure, lot)) + b"\n"})


def write_release(desk: Desk, procedure: str, lot: str, part: str, out: Path) -> Refusal | None:
    """Write the signed release of a part to a file, or return why it is refused."""
    answer = desk.release(procedure, lot, part)
    if isinstance(answer, Refusal):
        return answer
    write_durably({out: canonical(release_object(answer)) + b"\n"})
    return None


def write_draw_release(
    desk: Desk, procedure: str, lot: str, draw: str, out: Path
) -> Refusal | None:
    """Write the signed release of a closed draw to a file, or return why it is refused."""
    answer = desk.draw_release(procedure, lot, draw)
    if isinstance(answer, Refusal):
        return answer
    write_durably({out: canonical(draw_release_object(answer)) + b"\n"})
    return None
