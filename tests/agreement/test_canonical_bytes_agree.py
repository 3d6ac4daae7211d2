"""Our canonical bytes against an independent implementation of RFC 8785."""

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from poletai.core.basics.canonical import canonical

LARGEST = 2**53 - 1
ascii_keys = st.text(st.characters(max_codepoint=127))
text = st.text(st.characters(exclude_categories=["Cs"]))
leaves = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | text
values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(ascii_keys, inner), max_leaves=20
)


@given(values)
def test_both_write_the_same_bytes(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # any JSON value


def test_both_escape_every_awkward_character_alike() -> None:
    awkward = "".join(map(chr, range(0x80))) + "\u2028\u2029\ufeff\uffff\U0001f600"

    assert canonical({awkward[:128]: awkward}) == rfc8785.dumps({awkward[:128]: awkward})
