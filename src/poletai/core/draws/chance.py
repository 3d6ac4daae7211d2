"""Chance from a seed: scores that order candidates, and whole numbers without bias."""

import hmac

_WORD = 2**64


def score(seed: bytes, label: str, candidate: str) -> bytes:
    """Return HMAC-SHA256(seed, "poletai-draw/v1/score" 00 label 00 id)."""
    return _hmac(seed, b"score", label, candidate.encode())


def uniform_int(seed: bytes, label: str, n: int) -> int:
    """Return a number from 0 to n - 1, each as likely: words beyond a multiple of n are passed."""
    limit = _WORD - _WORD % n
    counter, word = 0, _word(seed, label, 0)
    while word >= limit:
        counter += 1
        word = _word(seed, label, counter)
    return word % n


def _word(seed: bytes, label: str, counter: int) -> int:
    return int.from_bytes(_hmac(seed, b"int", label, counter.to_bytes(4))[:8])


def _hmac(seed: bytes, kind: bytes, label: str, what: bytes) -> bytes:
    message = b"poletai-draw/v1/" + kind + b"\x00" + label.encode() + b"\x00" + what
    return hmac.digest(seed, message, "sha256")
