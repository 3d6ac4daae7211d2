"""What tests of agreement share: the browser's code, in Node.js and in a real browser."""

from collections.abc import Iterator

import pytest
from tests.support.client import Ask, in_chromium, in_node


@pytest.fixture(scope="module", params=["node", "chromium"])
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    client = in_chromium() if request.param == "chromium" else in_node(tmp_path_factory.mktemp("n"))
    with client as asked:
        yield asked
