"""The stage: five custodians and four witnesses, each its own process and key, and a site."""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from poletai.ledger.clock import clock_from
from poletai.ledger.files import write_durably
from poletai.ledger.keyfile import load_signer
from poletai.ledger.policy import Policy, Witness, format_policy, quorum_of
from poletai.ledger.witness_folder import WitnessFolder
from poletai.sealing.custodian.folder import create_folder
from poletai.site.confinement import shut_folder
from poletai.site.demo.moved_clock import MovedClock
from poletai.site.demo.province import CUSTODIANS, WITNESSES
from poletai.site.processes import (
    Program,
    Running,
    await_answer,
    custodian,
    live,
    started,
    web,
    witness,
    worker,
)

QUORUM = 3


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each process of the demonstration answers, all on this machine alone."""

    web: int
    custodians: tuple[int, ...]
    witnesses: tuple[int, ...]
    rooms: int


@dataclass(frozen=True, slots=True)
class Stage:
    """The demonstration's folder, its clock and its ports."""

    home: Path
    clock: MovedClock
    ports: Ports

    @property
    def address(self) -> str:
        """The site's address."""
        return f"http://127.0.0.1:{self.ports.web}"


def choose_ports(port: int) -> Ports:
    """Return the site's port and as many free ones as the others need."""
    rooms, *free = [_free_port() for _ in range(1 + len(CUSTODIANS) + len(WITNESSES))]
    return Ports(port, tuple(free[: len(CUSTODIANS)]), tuple(free[len(CUSTODIANS) :]), rooms)


def environment(home: Path) -> dict[str, str]:
    """Return what tells every process that it belongs to this demonstration."""
    return {
        "POLETAI_HOME": str(home),
        "POLETAI_ORIGIN": "demo.poletai.example/log",
        "POLETAI_CLOCK_OFFSET_FILE": str(home / "clock"),
        "DJANGO_SETTINGS_MODULE": "poletai.site.settings",
    }


def furnish(stage: Stage) -> None:
    """Make the folders of witnesses and custodians and tell the exchange where they answer."""
    home = stage.home
    signer = load_signer(home / "keys" / "log")
    members = tuple(
        _witness(home / "witnesses" / one.id, one.id, port, signer.verifier.vkey)
        for one, port in zip(WITNESSES, stage.ports.witnesses, strict=True)
    )
    policy = quorum_of((signer.verifier,), members, QUORUM)
    write_durably({home / "policy": format_policy(policy).encode()})
    entries = [
        _custodian(home / "custodians" / one.id, one.id, port, policy)
        for one, port in zip(CUSTODIANS, stage.ports.custodians, strict=True)
    ]
    write_durably({home / "custodians.json": msgspec.json.encode(entries)}, mode=0o600)
    # None of them is the operator: where root starts them all, the site cannot read their folders.
    folders = [*(home / "witnesses").iterdir(), *(home / "custodians").iterdir()]
    for number, folder in enumerate(sorted(folders)):
        shut_folder(folder, number)


@contextmanager
def running(stage: Stage, workers: int = 2) -> Iterator[list[Running]]:
    """Keep all processes of the stage up while the block runs."""
    ports = stage.ports
    site = [live(ports.rooms), web(ports.web, workers, rooms=ports.rooms), worker()]
    programs = [*_witnesses(stage), *site, *_custodians(stage)]
    with started(programs, stage.home / "logs") as up:
        pages = next(one for one in up if one.program.name == "web")
        await_answer(pages, f"{stage.address}/log/policy")
        for one, port in zip(up[-len(CUSTODIANS) :], ports.custodians, strict=True):
            await_answer(one, f"http://127.0.0.1:{port}/id")
        yield up


def _witness(folder: Path, name: str, port: int, log: str) -> Witness:
    own = WitnessFolder(folder)
    own.create(f"{name}.example")
    own.follow(log)
    clock = clock_from(os.environ["POLETAI_CLOCK_OFFSET_FILE"])
    return Witness(name, own.cosigner(clock).verifier, f"http://127.0.0.1:{port}")


def _custodian(folder: Path, name: str, port: int, policy: Policy) -> dict[str, str]:
    made = create_folder(folder, policy=format_policy(policy), token=secrets.token_urlsafe(24))
    address = f"http://127.0.0.1:{port}"
    return {"organisation": name, "address": address, "token": made.token()}


def _witnesses(stage: Stage) -> list[Program]:
    pairs = zip(WITNESSES, stage.ports.witnesses, strict=True)
    folder = stage.home / "witnesses"
    return [witness(f"witness-{one.id}", folder / one.id, port) for one, port in pairs]


def _custodians(stage: Stage) -> list[Program]:
    pairs = zip(CUSTODIANS, stage.ports.custodians, strict=True)
    folder = stage.home / "custodians"
    return [
        custodian(f"custodian-{one.id}", folder / one.id, stage.address, port)
        for one, port in pairs
    ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
