"""What keeps one program of this machine out of another's folder when root starts them all.

`python -m poletai.site.confinement [--confined] <command>` becomes the command, which ends when
whoever started it ends, and which `--confined` leaves without the powers of root.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

_LAST_CAPABILITY = 63
_PR_SET_PDEATHSIG = 1
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
# Numbers no user of the machine has: they own folders, nobody signs in with them.
_FIRST_OWNER = 61_000


def shut_folder(folder: Path, number: int) -> bool:
    """Give a folder an owner of its own, whom only full superusers overrule.

    Returns False where we are not root: then every program here runs as the same user, and
    nothing but the program itself keeps it out.
    """
    folder.chmod(0o700)
    if os.geteuid() != 0:
        return False
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, _FIRST_OWNER + number, _FIRST_OWNER + number)
    return True


def give_up_powers() -> None:
    """Lose every capability for good with the next exec: root is then a plain user.

    It still owns root's files, and the interpreter stays where it is; but it neither reads
    what others own, nor becomes them, nor looks into their processes.
    """
    if os.geteuid() == 0:
        for capability in range(_LAST_CAPABILITY + 1):
            _ask_kernel(_PR_CAPBSET_DROP, capability)
        _ask_kernel(_PR_SET_NO_NEW_PRIVS, 1)


def end_with_parent() -> None:
    """Be told to end when the thread that started us ends, however it ends."""
    _ask_kernel(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _ask_kernel(what: int, value: int) -> None:
    # Only Linux has it; elsewhere nothing is confined, and orphans have to be ended by hand.
    ask = getattr(ctypes.CDLL(None), "prctl", None)
    if ask:
        ask(what, value, 0, 0, 0)


def main() -> None:
    """Become the command."""
    command = sys.argv[1:]
    if command[0] == "--confined":
        give_up_powers()
        command = command[1:]
    end_with_parent()
    os.execv(command[0], command)  # noqa: S606 - the command of whoever started us


if __name__ == "__main__":
    main()
