"""What functional tests share with integration tests: a whole exchange on a database of its own."""

from tests.integration.conftest import exchange

__all__ = ["exchange"]
