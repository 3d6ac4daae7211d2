"""Citations left open: `here#closing` in a chapter is the article a definition names for it."""

from collections.abc import Mapping
from typing import Any

from poletai.core.basics.problem import Problem
from poletai.core.procedures.assembly.marks import MARK

OPEN = "here#"


def closed(text: str, here: Mapping[str, Any]) -> str:
    """Return the citation an open one stands for; one nobody names stays open."""
    return str(here.get(text.removeprefix(OPEN), text)) if text.startswith(OPEN) else text


def close(document: Any, here: Mapping[str, Any]) -> Any:
    """Return the document with every open `law` closed."""
    if isinstance(document, list):
        return [close(inside, here) for inside in document]
    if not isinstance(document, dict):
        return document
    return {
        key: closed(value, here) if key == "law" and isinstance(value, str) else close(value, here)
        for key, value in document.items()
    }


def still_open(document: Any, where: str) -> list[Problem]:
    """List the citations nobody closed, and where they stand."""
    if isinstance(document, list):
        return [problem for inside in document for problem in still_open(inside, where)]
    if not isinstance(document, dict):
        return []
    where = document.get(MARK, where)
    law = document.get("law")
    found = [problem for inside in document.values() for problem in still_open(inside, where)]
    if isinstance(law, str) and law.startswith(OPEN):
        name = law.removeprefix(OPEN)
        message = f"{law}: say which article it is, as `{name} = ..` under [here]"
        found.append(Problem(code="rulebook.open-citation", where=where, message=message))
    return found
