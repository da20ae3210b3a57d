"""Standard streams that are closed, full, or without a reader: one sentence, the documented code, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batches import ROOT, write_articles

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell and its redirections")

NUMBERS = "numbers --lang en --jsonl big.txt"
TABLE = "numbers --lang en big.txt"
PROGRAM = """
import sys
from models import registry
from tests.conftest import FakeEngine
engine = FakeEngine()
registry.load_engines = lambda **_: registry.Engines(engine, engine)
from amana.app import main
sys.exit(main(sys.argv[1:]))
"""

Shell = Callable[[str], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Runs a line of shell in a folder with articles, where `amana` is the command, with an engine of tests."""
    (tmp_path / "big.txt").write_text("It rose by 25%.\n" * 5000, encoding="utf-8")
    (tmp_path / "a.txt").write_text("ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم.\n", encoding="utf-8")
    write_articles(tmp_path / "in", 2)
    (tmp_path / "command.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "amana").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{tmp_path}/command.py" "$@"\n')
    (tmp_path / "amana").chmod(0o700)
    variables = os.environ | {"PYTHONPATH": str(ROOT), "AMANA_CACHE": str(tmp_path / "cache"), "AMANA_HOME": "home"}
    variables["PATH"] = f"{tmp_path}{os.pathsep}{variables['PATH']}"

    def run(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=60, check=False
        )

    return run


def assert_one_sentence(ran: subprocess.CompletedProcess[str], *parts: str) -> None:
    [line] = [line for line in ran.stderr.splitlines() if "Cannot" in line or "Stdin" in line]
    assert "Traceback" not in ran.stderr
    assert line.startswith("amana: ")
    for part in parts:
        assert part in line


WRITES = {
    "lines of JSON": NUMBERS,
    "a table": TABLE,
    "help": "--help",
    "the version": "--version",
    "a check": "check big.txt big.txt --source-lang en",
    "an article": "translate a.txt --quiet",
    "an article as JSON": "translate a.txt --jsonl --quiet",
    "a batch": "batch in out --quiet",
    "a batch as JSON": "batch in out --jsonl --quiet",
    "models": "models list",
    "the cache": "cache info",
}


@pytest.mark.parametrize(("target", "reason"), [("/dev/full", "no space left"), ("&-", "it is closed")])
@pytest.mark.parametrize("command", WRITES.values(), ids=WRITES)
def test_a_stdout_that_takes_nothing_is_named(shell: Shell, command: str, target: str, reason: str) -> None:
    ran = shell(f"amana {command} >{target}")
    assert ran.returncode == 2
    assert_one_sentence(ran, "Cannot write to stdout", reason)


@pytest.mark.parametrize("command", [NUMBERS, TABLE, "translate a.txt a.txt a.txt --jsonl --quiet"])
def test_a_reader_that_goes_away_is_the_same_with_and_without_json(shell: Shell, command: str) -> None:
    ran = shell(f"amana {command} | true; exit ${{PIPESTATUS[0]}}")
    assert (ran.returncode, ran.stderr) == (141, "")


@pytest.mark.parametrize("target", ["/dev/full", "&-"])
def test_messages_that_nobody_takes_change_nothing(shell: Shell, target: str) -> None:
    assert shell(f"amana translate a.txt -o out 2>{target}").returncode == 0
    assert shell(f"amana translate nowhere.txt 2>{target}").returncode == 2
    assert shell(f"amana translate a.txt nowhere.txt 2>{target}").returncode == 3
    assert shell(f"amana nonsense 2>{target}").returncode == 2
    ran = shell(f"amana batch in out 2>{target}")
    assert ran.returncode == 0
    assert "Articles: 2" in ran.stdout


def test_all_streams_closed(shell: Shell) -> None:
    assert shell("amana translate a.txt -o out <&- >&- 2>&-").returncode == 2
    assert shell("cat out/a.en.txt").stdout == "The number of users rose to 12.5 million.\n"  # in no other file


@pytest.mark.parametrize("command", ["translate -", "numbers --lang ar", "numbers --lang ar -", "check - a.txt"])
def test_a_stdin_that_gives_nothing_is_named(shell: Shell, command: str) -> None:
    ran = shell(f"amana {command} <&-")
    assert ran.returncode == 2
    assert_one_sentence(ran, "Stdin is closed")


def test_what_is_written_is_not_taken_for_what_is_read(shell: Shell) -> None:
    ran = shell("cat big.txt | amana numbers --lang en - --jsonl >/dev/full")
    assert_one_sentence(ran, "Cannot write to stdout")
    assert "read" not in ran.stderr.replace("reader", "")
