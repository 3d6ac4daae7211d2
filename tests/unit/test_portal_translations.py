"""Every string of the portal has its Chinese, and the compiled file says the same."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "src/poletai/portal/locale/zh_Hans/LC_MESSAGES"
ENTRY = re.compile(
    r'^msgid "(?P<id>.+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "(?P<text>.*)"$',
    re.MULTILINE,
)

TRANSLATED = re.compile(r"""\{% translate (["'])(.+?)\1""")


def entries() -> dict[str, str]:
    source = (FOLDER / "django.po").read_text("utf-8")
    return {match["id"]: match["text"] for match in ENTRY.finditer(source)}


def test_every_string_has_its_chinese() -> None:
    found = entries()

    assert len(found) > 80
    assert [text for text, chinese in found.items() if not chinese] == []


def test_every_string_of_the_templates_is_in_the_catalogue() -> None:
    templates = FOLDER.parents[2].glob("templates/**/*.html")
    found = {
        match[2] for file in templates for match in TRANSLATED.finditer(file.read_text("utf-8"))
    }

    assert sorted(found - set(entries())) == []


def test_every_string_of_the_code_is_in_the_catalogue() -> None:
    with (FOLDER / "django.mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)
    files = FOLDER.parents[2].glob("**/*.py")
    found = {text for file in files for text in marked(file)}

    assert len(found) > 80
    assert sorted(text for text in found if known.gettext(text) in ("", text)) == []


def marked(file: Path) -> Iterator[str]:
    """Yield the strings a module marks for translation."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text)), *_]):
                yield text


def test_placeholders_survive_translation() -> None:
    placeholder = re.compile(r"%\(\w+\)s|\{\w+\}")
    strange = [
        text
        for text, chinese in entries().items()
        if not set(placeholder.findall(chinese)) >= set(placeholder.findall(text))
    ]

    assert strange == []


def test_the_compiled_file_is_the_written_one() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for text, chinese in entries().items():
        if "%(number)s" not in chinese:
            assert compiled.gettext(text) == chinese
