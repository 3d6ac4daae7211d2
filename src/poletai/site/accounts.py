"""`poletai.site.accounts`: keeps bodies, people and tokens in the database of this machine."""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import django
import msgspec

from poletai.site.database import available

_PROBLEMS = 1


def main() -> None:
    """Keep what standard input says, as the first argument names it; exits 1 with all problems."""
    what, fields = sys.argv[1], msgspec.json.decode(sys.stdin.buffer.read())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poletai.site.settings")
    with available():
        django.setup()
        sys.exit(_kept(what, fields))


def _kept(what: str, fields: dict[str, Any]) -> int:
    from poletai.exchange.errors import ProblemsError  # noqa: PLC0415 - models need the settings
    from poletai.exchange.house import house  # noqa: PLC0415 - reads the settings

    try:
        print(_keepers()[what](fields, house().clock()))
    except ProblemsError as problem:
        for each in problem.problems:
            print(getattr(each, "message", each), file=sys.stderr)
        return _PROBLEMS
    return 0


def _keepers() -> Mapping[str, Callable[[dict[str, Any], datetime], str]]:
    from poletai.exchange import accounts, tokens  # noqa: PLC0415 - models need the settings

    def organisation(fields: dict[str, Any], at: datetime) -> str:
        body, warnings = accounts.add_organisation(**fields, at=at)
        for warning in warnings:
            print(warning.message, file=sys.stderr)
        return body.id

    return {
        "organisation": organisation,
        "user": lambda fields, _at: accounts.add_user(**fields).username,
        "token": lambda fields, at: tokens.new_token(**fields, at=at),
        "end-tokens": lambda fields, at: str(tokens.end_tokens(**fields, at=at)),
    }


if __name__ == "__main__":
    main()
