"""A contribution opens the same whoever gives the shares; its maker cannot choose afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from poletai.core.draws.spec import commitment_under
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.sealing import hpke
from poletai.sealing.contributions import (
    Contribution,
    Sealed,
    complete,
    open_contribution,
    open_draw_share,
    read_contribution,
    seal_contribution,
)
from poletai.sealing.draw_opening import ClosedDraw, open_draw
from poletai.sealing.draw_release import (
    KIND,
    DrawRelease,
    ReleasedDrawShare,
    draw_release_object,
    read_draw_release,
    sign_draw_release,
)
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.keyset import Keyset, make_keyset, sign_lot_key
from poletai.sealing.labels import json_object

DRAW = "ab" * 32
CLOSING = "cd" * 32


@dataclass(frozen=True)
class World:
    keyset: Keyset
    secrets: tuple[X25519PrivateKey, ...]
    identities: tuple[Ed25519PrivateKey, ...]
    sealed: Sealed

    @property
    def contribution(self) -> Contribution:
        return self.sealed.contribution

    def shares(self, *numbers: int) -> dict[int, list[str]]:
        return {n: [self.share(n)] for n in numbers}

    def share(self, number: int) -> str:
        opened = open_draw_share(
            self.keyset, DRAW, self.contribution, number, self.secrets[number - 1]
        )
        assert opened is not None
        return opened

    def release(self, number: int, **changed: Any) -> dict[str, Any]:
        unsigned = DrawRelease(
            t=KIND,
            procedure="p",
            lot="1",
            draw_hash=DRAW,
            closing=CLOSING,
            custodian=number,
            shares=(ReleasedDrawShare(0, self.share(number)),),
            sig="",
        )
        unsigned = msgspec.structs.replace(unsigned, **changed)
        return draw_release_object(sign_draw_release(unsigned, self.identities[number - 1]))

    def openings(self, *more: dict[str, Any]) -> list[dict[str, Any]]:
        made = {"draw": "d", "contribution": json_object(self.contribution)}
        return open_draw(
            ClosedDraw(
                draw="d",
                draw_hash=DRAW,
                keyset=self.keyset,
                closing=CLOSING,
                events=(made, *more),
            )
        )


@pytest.fixture
def world() -> World:
    secrets = tuple(X25519PrivateKey.generate() for _ in range(5))
    identities = tuple(Ed25519PrivateKey.generate() for _ in range(5))
    keys = [
        sign_lot_key(identity, "p", "1", hpke.public_hex(secret))
        for identity, secret in zip(identities, secrets, strict=True)
    ]
    keyset = make_keyset("p", "1", k=3, keys=keys)
    return World(keyset, secrets, identities, seal_contribution(keyset, DRAW, 0))


def test_any_three_shares_give_the_number_and_two_give_nothing(world: World) -> None:
    for three in combinations(range(1, 6), 3):
        found = open_contribution(world.keyset, DRAW, world.contribution, world.shares(*three))
        assert found == ("opened", world.sealed.number)
    for two in combinations(range(1, 6), 2):
        found = open_contribution(world.keyset, DRAW, world.contribution, world.shares(*two))
        assert found == ("unopenable", "")


def test_what_the_contributor_reveals_opens_to_the_same(world: World) -> None:
    own = {i: [share] for i, share in enumerate(world.sealed.shares, 1)}

    found = open_contribution(world.keyset, DRAW, world.contribution, own)

    assert found == ("opened", world.sealed.number)
    number = bytes.fromhex(world.sealed.number)
    assert commitment_under(bytes.fromhex(DRAW), 0, number).hex() == world.contribution.commit


def test_shares_off_one_polynomial_are_a_fault_from_every_three(world: World) -> None:
    """A dealer that mixes two sharings finds every subset refused alike, its own reveal too."""
    other = seal_contribution(world.keyset, DRAW, 0).contribution
    mixed = msgspec.structs.replace(
        world.contribution, shares=(*world.contribution.shares[:4], other.shares[4])
    )
    for three in combinations(range(1, 5), 3):
        assert open_contribution(world.keyset, DRAW, mixed, world.shares(*three)) == (
            "dealer-fault",
            "",
        )


def test_another_commitment_than_the_number_is_a_fault(world: World) -> None:
    lying = msgspec.structs.replace(world.contribution, commit="00" * 32)

    found = open_contribution(world.keyset, DRAW, lying, world.shares(1, 2, 3))

    assert found == ("dealer-fault", "")


def test_a_share_of_another_draw_or_place_does_not_open(world: World) -> None:
    secret = world.secrets[0]
    moved = msgspec.structs.replace(world.contribution, contributor=1)

    assert open_draw_share(world.keyset, "ef" * 32, world.contribution, 1, secret) is None
    assert open_draw_share(world.keyset, DRAW, moved, 1, secret) is None
    assert open_draw_share(world.keyset, DRAW, world.contribution, 9, secret) is None


def test_a_contribution_has_one_share_for_each_custodian(world: World) -> None:
    short = msgspec.structs.replace(world.contribution, shares=world.contribution.shares[:4])
    foreign = msgspec.structs.replace(world.contribution, keyset="00" * 32)

    assert complete(world.keyset, world.contribution)
    assert not complete(world.keyset, short)
    assert not complete(world.keyset, foreign)
    assert open_contribution(world.keyset, DRAW, short, world.shares(1, 2, 3))[0] == "dealer-fault"


def test_releases_of_three_custodians_open_a_draw(world: World) -> None:
    released: list[dict[str, Any]] = [{"draw": "d", "release": world.release(n)} for n in (1, 3, 5)]

    assert world.openings(*released) == [
        {"contributor": 0, "verdict": "opened", "contribution": world.sealed.number}
    ]
    assert world.openings(*released[:2])[0]["verdict"] == "unopenable"


def test_a_release_nobody_signed_for_this_closing_does_not_count(world: World) -> None:
    good: list[dict[str, Any]] = [{"draw": "d", "release": world.release(n)} for n in (1, 2)]
    for third in (
        world.release(3, closing="00" * 32),
        world.release(3, draw_hash="00" * 32),
        {**world.release(3), "sig": "00" * 64},
        world.release(3, custodian=9),
        {"t": KIND},
    ):
        openings = world.openings(*good, {"draw": "d", "release": third})
        assert openings[0]["verdict"] == "unopenable"


def test_the_contributors_own_shares_count_beside_the_custodians(world: World) -> None:
    own: list[dict[str, Any]] = [
        {"contributor": 0, "i": i, "share": world.sealed.shares[i - 1]} for i in (2, 4)
    ]
    noise: dict[str, Any] = {"contributor": 0, "i": 5, "share": "00" * 33}
    revealed: dict[str, Any] = {"draw": "d", "own-shares": [*own, noise]}
    released: dict[str, Any] = {"draw": "d", "release": world.release(1)}

    assert world.openings(revealed, released)[0]["verdict"] == "opened"


def test_a_contribution_to_another_keyset_is_left_out(world: World) -> None:
    foreign = msgspec.structs.replace(world.contribution, keyset="00" * 32)
    events = ({"draw": "d", "contribution": json_object(foreign)},)
    draw = ClosedDraw(draw="d", draw_hash=DRAW, keyset=world.keyset, closing=CLOSING, events=events)

    assert open_draw(draw) == [{"contributor": 0, "verdict": "dealer-fault"}]


def test_what_is_logged_has_the_shape_moves_ask_for(world: World) -> None:
    assert FIELD_TYPES["contribution"].check(json_object(world.contribution)) is None
    assert FIELD_TYPES["draw-release"].check(world.release(1)) is None
    assert FIELD_TYPES["draw-openings"].check(world.openings()) is None
    assert read_contribution(json_object(world.contribution)) == world.contribution


@pytest.mark.parametrize("read", [read_contribution, read_draw_release])
def test_malformed_objects_name_their_field(read: Callable[[Any], Any]) -> None:
    with pytest.raises(BadSealingInputError):
        read({"t": 1})
