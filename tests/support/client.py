"""The browser's sealing library, asked from Python: in Node.js, and in a real Chromium."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Route, expect, sync_playwright
from tests.support import needs

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/poletai/portal/static/poletai"
ANSWERS = ROOT / "tests/agreement/node"
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Ask = Callable[..., Any]


class ClientError(Exception):
    """What the library threw, as its message."""


@contextmanager
def in_node(folder: Path) -> Iterator[Ask]:
    """Ask the committed bundle in Node.js; `folder` takes a copy that Node can import."""
    node = needs.node()
    for file in (STATIC / "sealing.js", ANSWERS / "answers.mjs", ANSWERS / "shell.mjs"):
        shutil.copy(file, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    command = [node, "--no-warnings", str(folder / "shell.mjs"), "./answers.mjs"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield _over_pipes(process)


@contextmanager
def in_chromium() -> Iterator[Ask]:
    """Ask the committed bundle in Chromium, on a page of a made-up secure origin."""
    with browser() as chromium:
        page = chromium.new_page()
        page.route("**/*", _serve)
        page.goto("https://client.test/")

        def ask(ask: str, **question: Any) -> Any:
            script = "q => import('/answers.mjs').then(module => module.answer(q))"
            return _unwrapped(page.evaluate(script, {"ask": ask, **question}))

        yield ask


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium, headless."""
    program = needs.chromium()
    with sync_playwright() as playwright:
        # Five seconds, as it waits unasked, are too few beside other work on two cores.
        expect.set_options(timeout=20_000)
        chromium = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield chromium
        chromium.close()


def _serve(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[1]
    files = {"sealing.js": STATIC / name, "answers.mjs": ANSWERS / name}
    if name in files:
        route.fulfill(path=files[name], content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>client</title>", content_type="text/html")


def _over_pipes(process: "subprocess.Popen[str]") -> Ask:
    def ask(ask: str, **question: Any) -> Any:
        if process.stdin is None or process.stdout is None:
            raise ClientError
        process.stdin.write(json.dumps({"ask": ask, **question}) + "\n")
        process.stdin.flush()
        return _unwrapped(json.loads(process.stdout.readline()))

    return ask


def _unwrapped(reply: dict[str, Any]) -> Any:
    if "error" in reply:
        raise ClientError(reply["error"])
    return reply["answer"]
