"""The people of the demonstration: accounts for every body, and keys for those who bid."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.exchange.accounts import add_organisation, add_user
from poletai.exchange.actors import Actor
from poletai.site.demo.province import (
    AGENCIES,
    BIDDERS,
    BUYERS,
    CUSTODIANS,
    EXPERTS,
    OTHERS,
    PRINCIPALS,
    WITNESSES,
    Body,
)

PASSWORD = "liaojiang-2026"  # noqa: S105 - of a demonstration, printed for everybody


@dataclass(frozen=True, slots=True)
class Login:
    """One account a visitor of the demonstration may use."""

    role: str
    username: str
    body: str


def settle_people(at: datetime) -> tuple[Login, ...]:
    """Make every account; returns one login a role."""
    for body in (*PRINCIPALS, *AGENCIES, *BIDDERS, *BUYERS, *OTHERS, *CUSTODIANS, *WITNESSES):
        settle(body, at)
    shown = [PRINCIPALS[0], AGENCIES[0], BIDDERS[0], *OTHERS[:2], CUSTODIANS[0], WITNESSES[0]]
    logins = [_login(body) for body in shown]
    for expert in EXPERTS:
        add_user(expert, PASSWORD, "expert-pool", ["evaluator"])
    return (*logins, Login("evaluator", EXPERTS[0], OTHERS[2].name))


def settle(body: Body, at: datetime) -> None:
    """Register one body."""
    add_organisation(body.name, [body.kind], at, identity=body.id, name_en=body.name_en)


def bidder_key(bidder: str) -> Ed25519PrivateKey:
    """Return a bidder's signing key; a demonstration draws it from the name."""
    return Ed25519PrivateKey.from_private_bytes(sha256(f"demo {bidder}".encode()).digest())


def principal(body: str) -> Actor:
    """Return a principal at work."""
    return Actor("principal", body)


def bidder(body: str) -> Actor:
    """Return a bidder at work."""
    return Actor("bidder", body)


def expert(seat: str) -> Actor:
    """Return an evaluator in a seat."""
    return Actor("evaluator", "expert-pool", seat)


def _login(body: Body) -> Login:
    add_user(body.id, PASSWORD, body.id, [body.kind])
    return Login(body.kind, body.id, body.name)
