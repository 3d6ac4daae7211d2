"""Every code somebody may be answered with, read off the code: refusals, problems, findings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "poletai"
_DOTTED = re.compile(r"(auction|rulebook|hub|record|replay|demo)\.[a-z-]+")
_NO_CODES = {"code", "…", "rulebook.…", "replay.record"}
_PLAIN = re.compile(r"[a-z][a-z0-9.:…-]*")
_CHECK = ("fails", "code", "where", "message")
_CARRIERS = ("Problem", "Refusal", "Finding", "Advice", "error")


def answered_codes() -> set[str]:
    """Return all codes but those of exception classes, which have a page of their own.

    A part that is filled in later stands as `…`, such as `filter-…`.
    """
    trees = [ast.parse(file.read_text()) for file in sorted(PACKAGE.rglob("*.py"))]
    found = {code for tree in trees for code in _codes(tree)}
    return {code for code in found if _PLAIN.fullmatch(code)} - _NO_CODES


def _makers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each function of a module that puts a code it is given into an answer."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg != "self"]
            if "code" in names and node.name.startswith("_"):
                yield node.name, names.index("code")


def _codes(tree: ast.AST) -> Iterator[str]:
    makers = dict.fromkeys(_CARRIERS, 0) | dict(_makers(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and _DOTTED.fullmatch(str(node.value)):
            yield str(node.value)
        if isinstance(node, ast.Call):
            yield from _given(node, makers)
        # A table of checks: (fails, code, where, message).
        if isinstance(node, ast.Tuple) and len(node.elts) == len(_CHECK):
            yield from _tabled(*node.elts)


def _given(call: ast.Call, makers: dict[str, int]) -> Iterator[str]:
    name = ast.unparse(call.func).rpartition(".")[2]
    if name not in makers:
        return
    place = makers[name]
    given = [word.value for word in call.keywords if word.arg == "code"]
    given += call.args[place : place + 1] if not given else []
    for value in given:
        yield from _texts(value)


def _tabled(fails: ast.expr, code: ast.expr, *_told: ast.expr) -> Iterator[str]:
    if isinstance(fails, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield from _texts(code)


def _texts(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one)
            yield from _texts(other)
        case ast.JoinedStr(values=parts):
            yield "".join(_piece(part) for part in parts)


def _piece(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "…"
