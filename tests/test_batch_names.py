"""Names of articles and subfolders that are also names of outputs: every article is done, and the ledger is written."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from models import registry
from tests.batch_process import MoodyEngine
from tests.batches import article, entries
from tests.conftest import Amana
from tests.test_batch_formats import json_lines

Make = Callable[[Path], object]


@pytest.fixture(autouse=True)
def _engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = MoodyEngine()
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(registry, "load_engines", lambda **_: registry.Engines(shared, shared))


def write(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


FOLDERS = ["a.html", "a.json", "a.en.txt", "a.summary.txt", "A.HTML", "index.html", "ledger.csv", "manifest.jsonl"]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_subfolder_may_be_called_like_an_output(amana: Amana, tmp_path: Path, name: str) -> None:
    write(tmp_path / "in", "a.txt", article(1).encode())
    write(tmp_path / "in", f"{name}/b.txt", article(2).encode())
    write(tmp_path / "in", f"{name}/{name}/c.txt", article(3).encode())
    ran = amana("batch", tmp_path / "in", tmp_path / "out", "--quiet")
    assert (ran.code, ran.err) == (0, "")
    mapped = name.replace(".", "\0", name.count(".") - 1).replace(".", "-").replace("\0", ".")
    assert {entry["id"] for entry in entries(tmp_path / "out")} == {"a", f"{mapped}/b", f"{mapped}/{mapped}/c"}
    assert ledger(tmp_path / "out") == 3


@pytest.mark.parametrize("name", FOLDERS)
def test_a_table_may_be_called_like_an_output(amana: Amana, tmp_path: Path, name: str) -> None:
    write(tmp_path / "in", "a.txt", article(1).encode())
    write(tmp_path / "in", f"{name}.jsonl", json_lines(range(2, 4)))
    ran = amana("batch", tmp_path / "in", tmp_path / "out", "--quiet")
    assert (ran.code, ran.err) == (0, "")
    assert len(entries(tmp_path / "out")) == 3
    assert ledger(tmp_path / "out") == 3


def test_a_mapped_name_that_is_there_too(amana: Amana, tmp_path: Path) -> None:
    write(tmp_path / "in", "a.txt", article(1).encode())
    for number, folder in enumerate(("a.html", "a-html"), 2):
        write(tmp_path / "in", f"{folder}/b.txt", article(number).encode())
    write(tmp_path / "in", "ledger.txt", article(5).encode())
    write(tmp_path / "in", "ledger.jsonl", json_lines(range(6, 8)))
    assert amana("batch", tmp_path / "in", tmp_path / "out").code == 0
    assert ledger(tmp_path / "out") == 6


@pytest.mark.parametrize("name", ["a.html", "a.json", "a.en.txt", "sub"])
def test_a_name_that_is_taken_in_the_output_costs_its_article_alone(amana: Amana, tmp_path: Path, name: str) -> None:
    write(tmp_path / "in", "a.txt", article(1).encode())
    write(tmp_path / "in", "b.txt", article(2).encode())
    write(tmp_path / "in", "sub/c.txt", article(3).encode())
    if name == "sub":
        write(tmp_path / "out", name, b"mine")
    else:
        (tmp_path / "out" / name).mkdir(parents=True)
    ran = amana("batch", tmp_path / "in", tmp_path / "out")
    assert ran.code == 3
    assert "1 failed" in ran.out
    assert str(tmp_path / "out" / name) in ran.err
    assert ledger(tmp_path / "out") == 2
    again = amana("batch", tmp_path / "in", tmp_path / "out")
    assert again.code == 3
    (tmp_path / "out" / name).unlink() if name == "sub" else (tmp_path / "out" / name).rmdir()
    assert amana("batch", tmp_path / "in", tmp_path / "out").code == 0
    assert ledger(tmp_path / "out") == 3


@pytest.mark.parametrize("name", ["index.html", "ledger.csv", "manifest.jsonl"])
def test_an_output_of_the_run_that_cannot_be_written_is_said_before_work(
    amana: Amana, tmp_path: Path, name: str
) -> None:
    write(tmp_path / "in", "a.txt", article(1).encode())
    (tmp_path / "out" / name).mkdir(parents=True)
    ran = amana("batch", tmp_path / "in", tmp_path / "out")
    assert ran.code == 2
    assert f"{name} (it is a folder)" in ran.err
    assert not (tmp_path / "out" / "a.json").exists()


def ledger(out: Path) -> int:
    """How many articles the ledger tells of."""
    with (out / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        return len({row["article"] for row in csv.DictReader(file)})
