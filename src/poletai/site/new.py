"""`./run new <kind> <name>`: the empty files of one more connector, method, decision or news."""

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]

# kind: {file: what stands in it}; <name> as written, <module> with underscores.
_KINDS: dict[str, dict[str, str]] = {
    "connector": {
        "src/poletai/hub/connectors/<module>/__init__.py": '"""<name>: say whose notices."""\n',
        "src/poletai/hub/connectors/<module>/README.md": "# <name>\n\nWhat is read, from where.\n",
        "tests/unit/test_hub_<module>.py": '"""<name>: say what is read rightly."""\n',
    },
    "method": {
        "src/poletai/core/evaluation/methods/<module>.py": '"""<name>: say how offers rank."""\n',
        "tests/spec/test_<module>.py": '"""<name>, example by example."""\n',
    },
    "decision": {
        "docs/adr/<number>-<name>.md": (
            "# <number>. <name>\n\nStatus: proposed\n\n## Context\n\n## Decision\n\n"
            "## Consequences\n"
        ),
    },
    "news": {"changelog.d/<name>.md": "Feature: what holds now that did not.\n"},
}


def files(kind: str, name: str) -> dict[Path, str]:
    """Return the files of a new thing and what stands in them; raises KeyError for no kind."""
    return {_ROOT / _named(path, name): _named(text, name) for path, text in _KINDS[kind].items()}


def main() -> None:
    """Write the files; nothing that exists is touched."""
    if len(sys.argv) != 3 or sys.argv[1] not in _KINDS:  # noqa: PLR2004 - the program and two words
        sys.exit(f"./run new <kind> <name>, where kind is one of: {', '.join(_KINDS)}")
    wanted = files(sys.argv[1], sys.argv[2])
    standing = [str(file.relative_to(_ROOT)) for file in wanted if file.exists()]
    if standing:
        sys.exit(f"There already: {', '.join(standing)}. Choose another name.")
    for file, text in wanted.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        print(file.relative_to(_ROOT))


def _named(text: str, name: str) -> str:
    number = f"{len(list((_ROOT / 'docs' / 'adr').glob('*.md'))) + 1:04d}"
    filled = text.replace("<name>", name).replace("<module>", name.replace("-", "_"))
    return filled.replace("<path>", name.replace(".", "/", 1)).replace("<number>", number)


if __name__ == "__main__":
    main()
