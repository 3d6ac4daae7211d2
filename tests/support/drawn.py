"""A works tender whose committee and terms are drawn, as tests use it."""

from tests.support import rules

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.library import Library
from poletai.core.procedures.playing import Play
from poletai.core.procedures.scenarios import Scenario

NAME = "cn.works.open-tender-drawn"


def library() -> Library:
    """Return the rulebook."""
    return rules.library()


def definition() -> Definition:
    """Return the definition with a drawn committee."""
    return rules.definition(NAME)


def stories() -> tuple[Scenario, ...]:
    """Return its stories."""
    return rules.scenarios(NAME)


def endings() -> dict[str, Play]:
    """Return how every story ended, by its name."""
    return rules.endings(NAME)
