"""Programs started by name: their logs, their end, and what they cannot read."""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support import needs
from tests.support.servers import in_child

from poletai.site.confinement import shut_folder
from poletai.site.errors import ProcessError
from poletai.site.processes import Program, await_answer, module, start, started, stop, watch


def script(text: str, name: str = "program", *, confined: bool = False) -> Program:
    return Program(name, (sys.executable, "-c", text), confined=confined)


SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True);"
    " time.sleep(60)"
)


def await_text(log: Path, text: str) -> None:
    for _ in range(200):
        if log.exists() and text in log.read_text():
            return
        time.sleep(0.05)
    pytest.fail(f"{text!r} is not in {log}")


def await_end_of_group(group: int) -> None:
    with suppress(ProcessLookupError):
        for _ in range(200):
            os.killpg(group, 0)
            time.sleep(0.05)
        pytest.fail(f"the processes of {group} are still there")


def test_programs_write_to_their_logs_and_end_with_the_block(tmp_path: Path) -> None:
    with started([script(SLEEPS, "web"), script(SLEEPS, "worker")], tmp_path) as up:
        await_text(tmp_path / "web.log", "up")
        await_text(tmp_path / "worker.log", "up")

        assert not any(running.ended for running in up)

    assert all(running.ended for running in up)


def test_what_a_program_is_told_reaches_it(tmp_path: Path) -> None:
    program = Program("x", (sys.executable, "-c", SAYS_WORD), {"WORD": "sesame"})
    with started([program], tmp_path):
        await_text(tmp_path / "x.log", "sesame")


SAYS_WORD = "import os; print(os.environ['WORD'])"


def test_a_program_that_ends_by_itself_is_told_of_and_not_started_again(tmp_path: Path) -> None:
    programs = [script(SLEEPS, "web"), script("print('no key'); raise SystemExit(7)", "worker")]

    with (
        pytest.raises(ProcessError, match=r"worker ended with code 7:\nno key"),
        started(programs, tmp_path) as up,
    ):
        watch(up, lambda: False, pause=0.05)

    assert up[0].ended


def test_watching_ends_when_all_is_done(tmp_path: Path) -> None:
    answers = iter([False, True])
    with started([script(SLEEPS)], tmp_path) as up:
        watch(up, lambda: next(answers), pause=0.01)

        assert not up[0].ended


def test_a_program_that_will_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("poletai.site.processes._GRACE", 0.2)
    running = start(script(STUBBORN), tmp_path)
    await_text(running.log, "up")

    stop(running)
    stop(running)

    assert running.process.returncode == -signal.SIGKILL


def test_what_a_program_left_behind_is_ended_too(tmp_path: Path) -> None:
    child = f"import time; open({str(tmp_path / 'child')!r}, 'w').write('up'); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}])"
    running = start(script(parent), tmp_path)
    await_text(tmp_path / "child", "up")
    running.process.wait()

    stop(running)

    await_end_of_group(running.process.pid)


def test_programs_end_when_their_starter_is_killed(tmp_path: Path) -> None:
    ends = (
        "import signal, sys, time; signal.signal(15, lambda *_: (print('told', flush=True),"
        " sys.exit())); print('up', flush=True); time.sleep(60)"
    )

    def begin() -> None:
        start(script(ends), tmp_path)
        await_text(tmp_path / "program.log", "up")
        os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(begin) == -signal.SIGKILL
    await_text(tmp_path / "program.log", "told")


def test_a_program_that_answers_is_waited_for(tmp_path: Path) -> None:
    port = 58217
    program = Program("files", module("http.server", "--bind", "127.0.0.1", str(port)))
    with started([program], tmp_path) as up:
        await_answer(up[0], f"http://127.0.0.1:{port}/")

        assert not up[0].ended


@pytest.mark.parametrize(
    ("text", "reason"),
    [("raise SystemExit(3)", "ended with code 3"), (SLEEPS, "does not answer")],
)
def test_a_program_that_never_answers_is_told_of(tmp_path: Path, text: str, reason: str) -> None:
    with started([script(text)], tmp_path) as up, pytest.raises(ProcessError, match=reason):
        await_answer(up[0], "http://127.0.0.1:9/", patience=1.0)


def test_a_confined_program_cannot_read_another_ones_folder(tmp_path: Path) -> None:
    needs.root()
    folder = tmp_path / "custodian"
    folder.mkdir()
    (folder / "key").write_text("secret")
    assert shut_folder(folder, 1)

    reads = f"print(open({str(folder / 'key')!r}).read())"
    with started([script(reads, "web", confined=True), script(reads, "custodian")], tmp_path):
        await_text(tmp_path / "custodian.log", "secret")
        await_text(tmp_path / "web.log", "PermissionError")

    assert "secret" not in (tmp_path / "web.log").read_text()


def test_a_confined_program_cannot_become_another_user(tmp_path: Path) -> None:
    needs.root()
    with started([script("import os; os.setuid(61001)", "web", confined=True)], tmp_path):
        await_text(tmp_path / "web.log", "PermissionError")


def test_a_confined_program_still_works(tmp_path: Path) -> None:
    with started([script("print('works')", confined=True)], tmp_path):
        await_text(tmp_path / "program.log", "works")


def test_a_shut_folder_is_ours_alone(tmp_path: Path) -> None:
    folder = tmp_path / "witness"
    folder.mkdir(mode=0o755)

    assert shut_folder(folder, 2) is (os.geteuid() == 0)
    assert folder.stat().st_mode & 0o777 == 0o700
