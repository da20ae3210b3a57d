"""The command line as a whole: help, version, models, pipes that close early."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from amana.app import COMMANDS
from models import store
from models.base import ModelError
from models.download import PullProgress
from tests.conftest import Amana


def test_version(amana: Amana) -> None:
    assert amana("--version").out == f"amana {version('amana')}\n"


def test_no_command_prints_the_help(amana: Amana) -> None:
    ran = amana()
    assert ran.code == 0
    assert ran.out == amana("--help").out


@pytest.mark.parametrize(
    "command",
    [
        "translate",
        "batch",
        "numbers",
        "check",
        "evaluate",
        "glossary",
        "doctor",
        "models list",
        "models pull",
        "models path",
    ],
)
def test_every_help_gives_examples(amana: Amana, command: str) -> None:
    ran = amana(*command.split(), "--help")
    assert ran.code == 0
    assert "Examples:" in ran.out
    assert f"amana {command}" in ran.out.split("Examples:")[1]


def test_the_root_help_names_every_command(amana: Amana) -> None:
    out = amana("--help").out
    for word in ("translate", "numbers", "check", "evaluate", "models", "--version", "Exit codes"):
        assert word in out


def test_models_list_names_size_and_licence(amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path))
    ran = amana("models", "list")
    assert ran.code == 0
    for word in ("embedded", "1.12 GB", "Apache-2.0", "not fetched yet"):
        assert word in ran.out
    rows = [json.loads(line) for line in amana("models", "list", "--jsonl").out.splitlines()]
    assert rows[0]["name"] == "embedded"
    assert rows[0]["size"] == 1_117_320_768
    assert rows[0]["path"] is None


def test_models_path(amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path))
    assert amana("models", "path").out == f"{tmp_path}\n"
    ran = amana("models", "path", "embedded")
    assert (ran.code, ran.out) == (2, "")
    assert "amana models pull embedded" in ran.err
    assert amana("models", "path", "nothing").code == 2


def test_models_list_says_which_licence_forbids_commercial_use(amana: Amana) -> None:
    rows = {row["name"]: row for row in map(json.loads, amana("models", "list", "--jsonl").out.splitlines())}
    assert rows["embedded"]["licence"] == "Apache-2.0"
    assert rows["facebook/nllb-200-distilled-600M"]["licence"] == "CC-BY-NC-4.0 (non-commercial)"
    assert rows["facebook/mbart-large-50-many-to-one-mmt"]["licence"] == "none stated"
    assert "non-commercial" in amana("models", "list").out


def test_models_pull_announces_and_prints_the_path(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pull(name: str, *, progress: PullProgress | None = None, **_: object) -> Path:
        if progress:
            for done in range(0, 1001, 10):
                progress(done * 10**6, 10**9, "part 1 of 1")
        return tmp_path / name

    monkeypatch.setenv("AMANA_HOME", str(tmp_path))
    monkeypatch.setattr(store, "pull", pull)
    ran = amana("models", "pull")
    assert ran.code == 0
    assert ran.out == f"{tmp_path / 'embedded'}\n"
    lines = ran.err.splitlines()
    assert "1.00 GB" in lines[0]
    assert 5 < len(lines) < 15
    assert amana("models", "pull", "--quiet").err == ""


def test_models_pull_that_fails(amana: Amana, monkeypatch: pytest.MonkeyPatch) -> None:
    def pull(name: str, *, progress: PullProgress | None = None, **_: object) -> Path:
        raise ModelError("The connection was lost; try again.")

    monkeypatch.setattr(store, "pull", pull)
    ran = amana("models", "pull")
    assert (ran.code, ran.out, ran.err) == (2, "", "amana: The connection was lost; try again.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no head")
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rose by 25%.\n" * 20_000, encoding="utf-8")
    program = "import sys; from amana.app import main; sys.exit(main(sys.argv[1:]))"
    arguments = [sys.executable, "-c", program, "numbers", "--lang", "en", "--jsonl", str(tmp_path / "a.txt")]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_the_root_help_says_what_each_command_says_of_itself(amana: Amana) -> None:
    """Its lines stand in the table of commands, so that no command is imported for them."""
    for name, entry in COMMANDS.items():
        assert entry.line in " ".join(amana(name, "--help").out.split())
