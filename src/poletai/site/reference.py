"""The reference pages that are read off the code: settings, commands, error codes and words."""

import ast
import importlib
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

import poletai
from poletai.cli.main import nouns
from poletai.rulebook import names, read

_HEAD = "<!-- Written by ./run docs from the code: change the code, not this page. -->\n"
_ELSEWHERE = "What breaks. What is refused or wrong in what was sent: [Answers](answers.md)."
_TABLE = ("| code | meaning |", "|---|---|")
_SETTING = re.compile(r"# (POLETAI_\w+(?: or POLETAI_\w+)?): (.*)")


def pages() -> dict[str, str]:
    """Return the text of every page, by its path below the repository."""
    return {
        "docs/reference/settings.md": settings_page(),
        "docs/reference/commands.md": commands_page(),
        "docs/reference/errors.md": errors_page(),
        "docs/reference/words.md": words_page(),
    }


def settings_page() -> str:
    """Return the page of settings: the comments above them."""
    package = Path(poletai.__file__).parent
    sources = [package / "site/settings.py", package / "cli/asking.py"]
    lines = [line for source in sources for line in source.read_text().splitlines()]
    rows = [f"| `{name}` | {said} |" for name, said in _settings(lines)]
    return "\n".join([_HEAD, "# Settings", "", "| name | what it is |", "|---|---|", *rows, ""])


def commands_page() -> str:
    """Return the page of commands: what each noun and verb takes."""
    lines = [_HEAD, "# Commands", ""]
    for noun, said in nouns().items():
        app = importlib.import_module(f"poletai.cli.{noun.replace('-', '_')}").app
        lines += [
            f"## poletai {noun}",
            "",
            said.partition(": ")[2],
            "",
            *_verbs(f"poletai {noun}", app),
            "",
        ]
    return "\n".join(lines)


def errors_page() -> str:
    """Return the page of error codes: what each says of itself."""
    rows = [f"| `{code}` | {said} |" for code, said in sorted(error_codes().items())]
    return "\n".join([_HEAD, "# Error codes", "", _ELSEWHERE, "", *_TABLE, *rows, ""])


def words_page() -> str:
    """Return the page of states and events: the titles definitions and their chapters give."""
    lines = [_HEAD, "# States and events", ""]
    files = {name: tomllib.loads(read(name).decode()) for name in sorted(names())}
    moves = [move for document in files.values() for move in document.get("move", ())]
    events = {move["when"]: move["then"] for move in moves if "then" in move}
    for name, document in files.items():
        if rows := list(_words(document, events)):
            lines += [f"## {_called(name)}", "", "| word | | Chinese | English |"]
            lines += ["|---|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _called(file: str) -> str:
    return file.removesuffix(".toml").replace("/chapters/", ".").replace("/", ".")


def error_codes() -> dict[str, str]:
    """Return the code of every exception class that has one, with the first line of the class."""
    package = Path(poletai.__file__).parent
    return {
        statement.value.value: _first_line(ast.get_docstring(kind))
        for file in package.rglob("*.py")
        for kind in ast.walk(ast.parse(file.read_text()))
        if isinstance(kind, ast.ClassDef)
        for statement in kind.body
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "code"
        if isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    }


def _settings(source: Iterable[str]) -> Iterator[tuple[str, str]]:
    name, said = "", ""
    for line in source:
        if start := _SETTING.fullmatch(line):
            name, said = start[1].replace(" or ", "` or `"), start[2]
        elif name and line.startswith("# "):
            said += f" {line[2:]}"
        elif name:
            yield name, said
            name = ""


def _words(document: dict[str, Any], events: Mapping[str, str]) -> Iterator[str]:
    """List what a file gives a title to; a move may leave its event to what it is put over."""
    for of, machine in document.get("machine", {}).items():
        for state, said in machine.get("state", {}).items():
            if "title" in said:
                yield _word(state, f"state of the {of}", said["title"])
    for move in document.get("move", ()):
        if "title" in move:
            event = move.get("then", events[move["when"]])
            yield _word(event, f"event of `{move['when']}`", move["title"])


def _word(word: str, what: str, title: dict[str, str]) -> str:
    return f"| `{word}` | {what} | {title['zh']} | {title['en']} |"


def _verbs(path: str, app: typer.Typer) -> list[str]:
    return _tree(path, typer.main.get_command(app))


def _tree(path: str, command: object) -> list[str]:
    verbs: Mapping[str, object] = getattr(command, "commands", {})
    if verbs:
        return [line for verb in verbs for line in _tree(f"{path} {verb}", verbs[verb])]
    taken = [_taken(parameter) for parameter in getattr(command, "params", [])]
    usage = " ".join([f"`{path}", *(word for word in taken if word)]) + "`"
    return [f"- {usage}: {_first_line(getattr(command, 'help', ''))}"]


def _taken(parameter: object) -> str:
    name = str(getattr(parameter, "opts", ["?"])[0])
    if name in {"--help", "--install-completion", "--show-completion"}:
        return ""
    named = name if name.startswith("-") else name.upper()
    return named if getattr(parameter, "required", False) else f"[{named}]"


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def main() -> None:
    """Write the pages, or with --check say which of them are not what the code says."""
    root = Path(__file__).resolve().parents[3]
    stale = [path for path, text in pages().items() if _read(root / path) != text]
    if "--check" in sys.argv[1:]:
        sys.exit(f"Not what the code says: {', '.join(stale)}. Run ./run docs." if stale else 0)
    for path in stale:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(pages()[path])


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


if __name__ == "__main__":
    main()
