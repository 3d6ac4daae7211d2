"""The building blocks refuse what is cut, changed, moved, or not theirs."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from poletai.core.basics.canonical import canonical
from poletai.sealing import cobblestone, hpke, shamir
from poletai.sealing.drill import answer_drill, drill_holds, seal_drill
from poletai.sealing.envelope import unwrap, wrap
from poletai.sealing.errors import BadSealingInputError, SharesError, UnreadableError
from poletai.sealing.labels import labelled, public_hex, sign, signature_holds
from poletai.sealing.padme import padded_length, padding

KEY, SALT = bytes(range(32)), bytes(24)
CONTEXT = {"lot": "1", "part": "price"}
fixed = settings(max_examples=50, deadline=None, derandomize=True)


@fixed
@given(st.binary(max_size=40_000), st.integers(0, 2**32), st.integers(1, 255))
def test_a_changed_byte_never_opens(message: bytes, where: int, flip: int) -> None:
    sealed = bytearray(cobblestone.encrypt(KEY, SALT, b"lot 1", message))
    sealed[where % len(sealed)] ^= flip

    with pytest.raises(UnreadableError):
        cobblestone.decrypt(KEY, b"lot 1", bytes(sealed))


@fixed
@given(st.integers(0, 50_000), st.integers(1, 20_000))
def test_a_ciphertext_cut_off_never_opens(length: int, cut: int) -> None:
    sealed = cobblestone.encrypt(KEY, SALT, b"lot 1", bytes(length))

    with pytest.raises(UnreadableError):
        cobblestone.decrypt(KEY, b"lot 1", sealed[: max(0, len(sealed) - cut)])


@pytest.mark.parametrize(
    ("key", "context"), [(bytes(32), b"lot 1"), (KEY, b"lot 2"), (b"short", b"lot 1")]
)
def test_another_key_or_context_never_opens(key: bytes, context: bytes) -> None:
    sealed = cobblestone.encrypt(KEY, SALT, b"lot 1", b"price")

    with pytest.raises(UnreadableError):
        cobblestone.decrypt(key, context, sealed)


def test_swapped_chunks_never_open() -> None:
    sealed = cobblestone.encrypt(KEY, SALT, b"lot 1", bytes(range(256)) * 256)
    head, step = cobblestone.OVERHEAD, cobblestone.CHUNK_SIZE + cobblestone.TAG_SIZE
    first, second = sealed[head : head + step], sealed[head + step : head + 2 * step]

    with pytest.raises(UnreadableError, match="chunk 0"):
        cobblestone.decrypt(
            KEY, b"lot 1", sealed[:head] + second + first + sealed[head + 2 * step :]
        )


@fixed
@given(st.integers(0, 2**40))
def test_padding_costs_at_most_twelve_per_cent(length: int) -> None:
    padded = padded_length(length)

    assert length <= padded <= length + length * 12 // 100 + 1
    assert padded_length(padded) == padded


@fixed
@given(st.binary(max_size=5_000))
def test_what_is_wrapped_comes_out(content: bytes) -> None:
    assert unwrap(CONTEXT, wrap(CONTEXT, content)) == content


@pytest.mark.parametrize(
    ("plaintext", "says"),
    [
        (b"", "not JSON"),
        (b"\x00\x00\x00\x03not", "not JSON"),
        (b"\x00\x00\x00\x02[]", "claims a length"),
        ((60_000).to_bytes(4) + b"[" * 60_000, "not JSON"),
        (b'\x00\x00\x00\x03"\xff"', "not JSON"),
        (b"\x00\x00\x00\xff{}", "claims a length"),
        (wrap({"lot": "2", "part": "price"}, b"x"), "does not repeat"),
        (wrap({**CONTEXT, "extra": 1}, b"x"), "does not repeat"),
        ((38).to_bytes(4) + b'{ "len":0, "lot":"1", "part":"price" }', "does not repeat"),
        (wrap(CONTEXT, b"x") + bytes(8), "padding"),
        (wrap(CONTEXT, bytes(90))[:-1] + b"\x01", "padding"),
    ],
)
def test_a_plaintext_must_say_what_it_is(plaintext: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        unwrap(CONTEXT, plaintext)


@pytest.mark.parametrize("length", [-1, 10**6, True, "1", None])
def test_an_inner_length_must_be_one(length: object) -> None:
    manifest = canonical({**CONTEXT, "len": length})
    plaintext = len(manifest).to_bytes(4) + manifest + b"x"
    plaintext += padding(len(plaintext))

    with pytest.raises(UnreadableError, match="claims a length"):
        unwrap(CONTEXT, plaintext)


@fixed
@given(st.data(), st.integers(2, 6))
def test_every_large_enough_subset_opens_and_no_smaller_one(data: st.DataObject, k: int) -> None:
    drawn = st.binary(min_size=32, max_size=32)
    secret = data.draw(drawn)
    rows = [data.draw(drawn.filter(any)) for _ in range(k - 1)]
    xs = data.draw(st.lists(st.integers(1, 255), min_size=k, max_size=k + 4, unique=True))
    shares = data.draw(st.permutations(shamir.split(secret, xs, rows)))

    assert shamir.interpolate(shares[:k], 0) == secret
    for share in shares:
        assert shamir.interpolate(shares[:k], share[-1]) == share[:-1]
    assert shamir.interpolate(shares[: k - 1], 0) != secret


@pytest.mark.parametrize("xs", [[1, 1, 2], [0, 1], [256, 1]])
def test_shares_need_their_own_x(xs: list[int]) -> None:
    with pytest.raises(SharesError, match="own x"):
        shamir.split(KEY, xs, [KEY])


@pytest.mark.parametrize("rows", [[], [b"short"]])
def test_shares_need_randomness_of_full_length(rows: list[bytes]) -> None:
    with pytest.raises(SharesError, match="coefficients"):
        shamir.split(KEY, [1, 2], rows)


@pytest.mark.parametrize("shares", [[], [b"ab\x01", b"abc\x02"]])
def test_shares_of_different_lengths_do_not_join(shares: list[bytes]) -> None:
    with pytest.raises(SharesError, match="one length"):
        shamir.interpolate(shares, 0)


@pytest.mark.parametrize("public", ["00" * 32, "abc", "zz" * 32])
def test_nothing_is_sealed_to_what_is_no_key(public: str) -> None:
    with pytest.raises(BadSealingInputError, match="no usable X25519 key"):
        hpke.seal_to(public, b"", b"share")


def test_a_drill_shows_that_the_key_works_and_opens_no_share() -> None:
    identity, secret = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    public = hpke.public_hex(secret)
    sealed = bytes.fromhex(seal_drill(public, "p", "1", KEY))

    answer = answer_drill(identity, secret, "p", "1", sealed)

    assert drill_holds(public_hex(identity), KEY, *answer)
    assert not drill_holds(public_hex(identity), bytes(32), *answer)
    share = hpke.seal_to(public, b"poletai-bid/v1/share\x00" + bytes(33), KEY)
    for other in (bytes.fromhex(seal_drill(public, "p", "2", KEY)), share):
        with pytest.raises(UnreadableError):
            answer_drill(identity, secret, "p", "1", other)


def test_a_signature_holds_for_its_label_key_and_hash_only() -> None:
    key, digest = Ed25519PrivateKey.generate(), labelled("bid", b"x")
    signature = sign(key, "bid", digest)

    assert signature_holds(public_hex(key), "bid", digest, signature)
    assert not signature_holds(public_hex(key), "withdrawal", digest, signature)
    assert not signature_holds(public_hex(key), "bid", bytes(32), signature)
    assert not signature_holds("no hex", "bid", digest, signature)
    assert not signature_holds(public_hex(key), "bid", digest, "00")
