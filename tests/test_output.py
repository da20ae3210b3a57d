"""Files of a record: names that stay in the folder, all files or none, JSON that stays on its line."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from models.registry import Engines
from pipeline.article import Article, InputError, Record, record_from_json
from pipeline.json_lines import json_line
from pipeline.output import distinct_name, write_record
from pipeline.stages import run
from tests.conftest import ARTICLE, FakeEngine


@pytest.fixture
def record() -> Record:
    fake = FakeEngine()
    return run(Article("users", ARTICLE), Engines(fake, fake))


NAMES = {
    "a path": "../../etc/passwd",
    "an absolute path": "/etc/passwd",
    "a Windows path": "..\\..\\a",
    "dots": "..",
    "nothing": "",
    "a NUL": "a\0b",
    "control characters": "a\n\x1bb",
    "very long": "ا" * 5000,
    "half a character": "a\udcffb",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_name_leaves_the_folder(record: Record, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "deep" / "out"
    paths = write_record(replace(record, article=replace(record.article, id=name)), folder)
    assert sorted(folder.iterdir()) == sorted(paths)
    assert len(paths) == 4
    assert os.listdir(tmp_path) == ["deep"]
    assert os.listdir(tmp_path / "deep") == ["out"]


def test_what_is_written_is_the_record_with_its_number_table(record: Record, tmp_path: Path) -> None:
    write_record(record, tmp_path)
    raw = (tmp_path / "users.json").read_text(encoding="utf-8")
    assert "مليون" in raw
    data = json.loads(raw)
    assert record_from_json(data) == record
    assert [row["arabic"] for row in data["numbers"]] == ["12.5 مليون", "40 دولارا"]


def test_an_older_record_is_replaced(record: Record, tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text("old")
    write_record(record, tmp_path)
    assert (tmp_path / "users.json").read_text(encoding="utf-8").startswith("{")


def test_a_failure_leaves_older_files_and_no_others(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(source: object, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "users.json").write_text("old")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(InputError, match="permission denied"):
        write_record(record, tmp_path)
    assert os.listdir(tmp_path) == ["users.json"]
    assert (tmp_path / "users.json").read_text() == "old"


def test_distinct_names() -> None:
    taken: set[str] = set()
    names = [distinct_name(name, taken) for name in ("a", "a", "A", "a-2", "../a", "")]
    assert len({name.casefold() for name in names}) == 6
    assert names[:2] == ["a", "a-2"]
    assert all("/" not in name for name in names)


@pytest.mark.parametrize("character", ["\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_json_stays_on_one_line_for_every_reader(character: str) -> None:
    data = {"text": f"a{character}ب"}
    line = json_line(data)
    assert len(line.splitlines()) == 1
    assert json.loads(line) == data
