"""No name of a file, a system or a column drives the terminal: neither on stderr nor on stdout."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from amana.messages import show_path
from pipeline.json_lines import json_line
from tests.conftest import Amana, Loads

EVIL = "a\x1b[31mRED\x1b]0;title\x07\x9b2J\u202ez"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
RAW_IN_JSON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
NEWS = "وبلغت الإيرادات 40 دولارا."
ROW = {"id": "1", "article": NEWS, "translation": "Revenue reached $40."}

COMMANDS = [
    ["translate", f"{EVIL}.txt", "-o", EVIL],
    ["translate", f"{EVIL}.txt", "--jsonl"],
    ["translate", f"{EVIL}.txt", "-o", "out", "--ledger", f"{EVIL}/no/file"],
    ["translate", f"nowhere{EVIL}.txt"],
    ["translate", f"{EVIL}.txt", f"--bad{EVIL}"],
    ["translate", f"{EVIL}.txt", "-o", f"{EVIL}.txt"],
    ["translate", f"{EVIL}.txt", "--columns", EVIL],
    ["batch", "in", f"{EVIL}-out"],
    ["batch", "in", f"{EVIL}-out", "--jsonl"],
    ["batch", f"nowhere{EVIL}", "out"],
    ["evaluate", "d.jsonl", "--outputs", f"system{EVIL}={EVIL}.jsonl", "-o", f"{EVIL}-ev", "--no-similarity"],
    ["evaluate", "d.jsonl", "--outputs", f"system{EVIL}={EVIL}.jsonl", "--outputs", "b=d.jsonl", "--no-similarity"],
    ["evaluate", "d.jsonl", "--outputs", f"system{EVIL}=nowhere{EVIL}.jsonl"],
    ["evaluate", "d.jsonl", "--map", f"{EVIL}=x"],
    ["evaluate", f"nowhere{EVIL}"],
    ["models", "list"],
    ["models", "path", EVIL],
    ["cache", "info"],
    ["cache", "info", "--jsonl"],
    ["cache", "clear"],
    ["numbers", "--lang", "ar", f"nowhere{EVIL}"],
    ["check", f"{EVIL}.txt", f"nowhere{EVIL}"],
    [EVIL],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments).replace(EVIL, "EVIL"))
def test_nothing_raw_is_printed(
    amana: Amana, fake: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AMANA_HOME", str(tmp_path / EVIL))
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / f"cache{EVIL}"))
    for folder in (tmp_path, tmp_path / "in" / EVIL):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{EVIL}.txt").write_text(NEWS, encoding="utf-8")
        (folder / f"bad{EVIL}.txt").write_text("x", encoding="utf-8")
    for name in ("d", EVIL):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    ran = amana(*arguments)
    assert not (RAW_IN_JSON if "--jsonl" in arguments else RAW).search(ran.out), ascii(ran.out)
    assert not RAW.search(ran.err), ascii(ran.err)
    assert ran.out + ran.err


class Terminal(io.StringIO):
    """What stdout is where somebody sits before it."""

    def isatty(self) -> bool:
        return True


def test_paths_are_exact_for_programs_and_harmless_for_terminals(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path / EVIL))
    assert amana("models", "path").out == f"{tmp_path / EVIL}\n"
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    show_path(tmp_path / EVIL)
    assert not RAW.search(terminal.getvalue())


def test_json_holds_no_control_character_and_loses_none() -> None:
    line = json_line({"text": EVIL})
    assert not re.search("[\x00-\x1f\x7f-\x9f]", line)
    assert json.loads(line) == {"text": EVIL}
