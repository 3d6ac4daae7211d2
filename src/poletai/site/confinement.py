"""What keeps one program of this machine out of another's folder when root starts them all.

`python -m poletai.site.confinement <command>` runs a command without the powers of root.
"""

import ctypes
import os
import sys
from pathlib import Path

_LAST_CAPABILITY = 63
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
    if os.geteuid() != 0:
        return
    kernel = ctypes.CDLL(None, use_errno=True)
    if not hasattr(kernel, "prctl"):
        return
    for capability in range(_LAST_CAPABILITY + 1):
        kernel.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def main() -> None:
    """Give up the powers of root and become the command."""
    give_up_powers()
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command of whoever started us


if __name__ == "__main__":
    main()
