"""Whatever is done to a definition, reading and checking it answers and never breaks."""

import copy
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import rules

from poletai.core.procedures.assembly.whole import assemble
from poletai.core.procedures.checks import check_definition
from poletai.core.procedures.reading import Reader, build_definition

DOCUMENT = assemble("cn/works.open-tender.toml", rules.files()).document
ODDITIES: list[Any] = ["", "open", 7, -1, None, [], {}, ["listed"], {"is": "odd"}, "2/0", True]


def _spoil(chance: Random, node: Any) -> None:
    """Walk down to somewhere, and leave there something else, or nothing."""
    while True:
        keys = sorted(node) if isinstance(node, dict) else range(len(node))
        key = chance.choice(list(keys))
        below = node[key]
        if not isinstance(below, dict | list) or not below or chance.random() < 0.2:
            break
        node = below
    if chance.random() < 0.3:
        del node[key]
    else:
        node[key] = chance.choice(ODDITIES)


@settings(max_examples=600)
@given(seed=st.integers(0, 2**32))
def test_a_spoiled_definition_gives_problems_not_exceptions(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a test hides nothing
    document = copy.deepcopy(DOCUMENT)
    _spoil(chance, document)
    reader = Reader({(): "spoiled.toml"})

    definition = build_definition(reader, document)

    assert (definition is None) == bool(reader.problems)
    if definition is not None:
        problems = check_definition(definition, {(): "spoiled.toml:1"}, rules.library().articles)
        assert all(problem.message for problem in problems)
