"""The wiring: which parts this installation is made of, put together from its settings."""

from pathlib import Path
from threading import Event

from django.conf import settings
from django.utils.module_loading import import_string

from poletai.ledger.clock import Clock, clock_from
from poletai.ledger.keyfile import load_signer
from poletai.ledger.note import Signer
from poletai.ledger.policy import Policy, parse_policy
from poletai.ledger.sequencer import Sequencer
from poletai.site.database import dsn
from poletai.site.tasks import Task, repeat


def clock() -> Clock:
    """Return the clock every part of this installation reads."""
    return clock_from(settings.CLOCK_OFFSET_FILE)


def policy(signer: Signer) -> Policy:
    """Return whose signatures the log waits for; ours alone where no policy file is kept."""
    file = Path(settings.POLICY_FILE)
    return parse_policy(file.read_text()) if file.exists() else Policy((signer.verifier,))


def sequence(stop: Event) -> None:
    """Give events their leaves until told to stop (a task of the worker)."""
    signer = load_signer(settings.LOG_KEY_FILE)
    with Sequencer(dsn(), settings.LOG_FOLDER, signer, policy(signer), clock()) as sequencer:
        sequencer.run(stop)


def tasks() -> dict[str, Task]:
    """Return what a worker does: the sequencer, and the steps the settings name."""
    steps = {name: repeat(import_string(name)) for name in settings.WORKER_STEPS}
    return {"sequencer": sequence, **steps}
