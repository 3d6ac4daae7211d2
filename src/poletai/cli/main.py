"""The first word of a command chooses a module, and only that module is imported.

So `poletai log verify` needs neither Django nor a database, however much other nouns need.
"""

import ast
import sys
from importlib import import_module
from pathlib import Path

import typer

MISUSED = 2


def nouns() -> dict[str, str]:
    """Return every noun with the first line of its module's docstring.

    A noun is a module that makes an `app`; others hold what nouns share.
    """
    found = {}
    for file in sorted(Path(__file__).parent.glob("*.py")):
        module = ast.parse(file.read_text())
        if any(_makes_app(statement) for statement in module.body):
            story = ast.get_docstring(module) or ""
            found[file.stem.replace("_", "-")] = story.partition("\n")[0]
    return found


def _makes_app(statement: ast.stmt) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id == "app" for target in targets)


def main() -> None:
    """Run one command; exits 0 done, 1 problems found, 2 misuse, 3 refused, 10 broken machine."""
    known = nouns()
    noun = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if noun in known:
        app: typer.Typer = import_module(f"poletai.cli.{noun.replace('-', '_')}").app
        app(args=sys.argv[2:], prog_name=f"poletai {noun}")
        return
    if noun in {"--help", "-h", "help"}:
        typer.echo(_overview(known))
        return
    typer.echo(f"There is no {noun!r}.\n{_overview(known)}", err=True)
    sys.exit(MISUSED)


def _overview(known: dict[str, str]) -> str:
    width = max(map(len, known))
    lines = [f"  {noun:{width}}  {_said(noun, story)}" for noun, story in known.items()]
    return "\n".join(["poletai <noun> <verb>", "", *lines])


def _said(noun: str, story: str) -> str:
    return story.removeprefix(f"`poletai {noun}`: ")
