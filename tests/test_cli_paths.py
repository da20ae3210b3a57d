"""Paths that the system refuses: one sentence each, whatever option names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Amana, Loads

LONG = "x" * 300
COMMANDS = [
    ["translate", "users.txt", "-o", LONG],
    ["translate", "users.txt", "-o", f"{LONG}/out"],
    ["translate", "users.txt", "-o", "out", "--ledger", LONG],
    ["translate", LONG],
    ["translate", f"{LONG}.txt"],
    ["batch", LONG, "out"],
    ["batch", ".", LONG],
    ["evaluate", LONG],
    ["evaluate", f"{LONG}.jsonl"],
    ["evaluate", "data.jsonl", "--outputs", f"a={LONG}.jsonl"],
    ["evaluate", "data.jsonl", "--outputs", "a=data.jsonl", "-o", LONG],
    ["evaluate", "data.jsonl", "--outputs", "a=data.jsonl", "--gate", LONG],
    ["evaluate", "data.jsonl", "--outputs", "a=data.jsonl", "--gate", LONG, "--update-gate"],
    ["numbers", "--lang", "ar", LONG],
    ["check", LONG, "users.txt"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments).replace(LONG, "LONG"))
def test_a_name_that_is_too_long(
    amana: Amana, fake: Loads, article: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(article.parent)
    monkeypatch.setenv("AMANA_CACHE", "cache")
    rows = '{"id": "1", "article": "بلغت 40 دولارا.", "translation": "It reached $40."}\n'
    Path("data.jsonl").write_text(rows, encoding="utf-8")
    ran = amana(*arguments, "--quiet") if arguments[0] in ("translate", "batch", "evaluate") else amana(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("amana: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("option", ["--translator", "--summarizer"])
@pytest.mark.parametrize("name", [LONG, f"{LONG}.gguf", f"{LONG}/{LONG}", "", " "])
def test_a_model_of_an_impossible_name(amana: Amana, article: Path, tmp_path: Path, option: str, name: str) -> None:
    ran = amana("translate", article, "-o", tmp_path / "out", option, name, "--profile", "embedded")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("amana: ")
    assert ran.err.count("\n") == 1
    if not name.strip():
        assert f"{option} names no model" in ran.err


@pytest.mark.parametrize("variable", ["AMANA_CACHE", "AMANA_HOME"])
@pytest.mark.parametrize("arguments", [["cache", "info"], ["cache", "clear"], ["models", "path", "embedded"]])
def test_a_home_of_an_impossible_name(
    amana: Amana, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, arguments: list[str]
) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path))
    monkeypatch.setenv(variable, f"/{LONG}")
    ran = amana(*arguments)
    assert ran.code in (0, 2)
    assert "Traceback" not in ran.err


def test_a_lock_that_is_a_link(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "out" / ".amana").mkdir(parents=True)
    (tmp_path / "out" / ".amana" / "lock").symlink_to(tmp_path / "mine")
    ran = amana("batch", article.parent, tmp_path / "out")
    assert ran.code == 2
    assert "lock (it is a link)" in ran.err
    assert (tmp_path / "mine").read_text() == "mine"
