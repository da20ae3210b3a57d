"""`amana batch` as users meet it: a folder in, a folder out, nothing done twice, one bad article stops no other."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models import registry
from models.files import write_whole
from pipeline.article import record_from_json
from tests.batch_process import MoodyEngine
from tests.batches import article, entries, results, write_articles
from tests.conftest import Amana, Ran

Batch = Callable[..., Ran]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MoodyEngine:
    """The engine of every batch, and a cache of the test's own."""
    moody = MoodyEngine()
    loads: list[dict[str, Any]] = []
    monkeypatch.setattr(moody, "loads", loads, raising=False)
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))

    def load_engines(**options: Any) -> registry.Engines:
        loads.append(options)
        return registry.Engines(moody, moody)

    monkeypatch.setattr(registry, "load_engines", load_engines)
    return moody


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Four articles in three subfolders."""
    write_articles(tmp_path / "in", 4)
    return tmp_path / "in"


def test_the_choice_of_models_reaches_them(amana: Amana, engine: Any, source: Path, tmp_path: Path) -> None:
    chosen = {"profile": "hub", "translator": "a/b", "summarizer": "c/d", "device": "cpu", "compute_type": "float32"}
    options = [word for name, value in chosen.items() for word in (f"--{name.replace('_', '-')}", value)]
    assert amana("batch", source, tmp_path / "out", *options).code == 0
    [loaded] = engine.loads
    assert chosen.items() <= loaded.items()


def test_every_article_gets_its_files_in_its_subfolder(
    amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path
) -> None:
    ran = amana("batch", source, tmp_path / "out")
    assert ran.code == 0
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    ids = {f"part-{number % 3}/article-{number:03}" for number in range(4)}
    expected = {f"{id}{suffix}" for id in ids for suffix in (".en.txt", ".summary.txt", ".json", ".html")}
    assert names == expected | {"index.html", "manifest.jsonl", "ledger.csv"}
    record = record_from_json(json.loads((tmp_path / "out" / "part-0" / "article-000.json").read_text("utf-8")))
    assert record.article.text == article(0)
    assert len(record.translations) == 6
    assert "Articles: 4" in ran.out
    assert "0 failed" in ran.out
    assert "Overview:" in ran.out


def test_articles_share_their_calls(amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path) -> None:
    amana("batch", source, tmp_path / "out", "--no-repair")
    translations, summaries = engine.calls
    assert len(translations) == 4 * 6 - 2 * 3  # two sentences occur in all four
    assert len(summaries) == 4


def test_a_second_run_does_nothing_and_changes_nothing(
    amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path
) -> None:
    amana("batch", source, tmp_path / "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    calls = len(engine.calls)
    ran = amana("batch", source, tmp_path / "out")
    assert ran.code == 0
    assert len(engine.calls) == calls
    assert len(engine.loads) == 1  # type: ignore[attr-defined]  # the fixture's: the model was not even loaded
    assert "(0 of them from this run)" in ran.out
    assert {path: path.read_bytes() for path in before} == before


def test_what_changed_is_done_again(amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path) -> None:
    amana("batch", source, tmp_path / "out")
    (source / "part-0" / "article-000.txt").write_text(article(50), encoding="utf-8")
    (source / "new.txt").write_text(article(60), encoding="utf-8")
    (tmp_path / "out" / "part-1" / "article-001.en.txt").unlink()
    ran = amana("batch", source, tmp_path / "out")
    assert "(3 of them from this run)" in ran.out
    assert [entry["id"] for entry in entries(tmp_path / "out")] == [
        "new", "part-0/article-000", "part-0/article-003", "part-1/article-001", "part-2/article-002",
    ]  # fmt: skip
    assert "60" in (tmp_path / "out" / "new.json").read_text("utf-8")


@pytest.mark.parametrize("option", [["--fresh"], ["--summary-sentences", "2"], ["--no-repair"], ["--must-keep", "1"]])
def test_other_options_and_fresh_do_everything_anew(
    amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path, option: list[str]
) -> None:
    amana("batch", source, tmp_path / "out")
    assert "(4 of them from this run)" in amana("batch", source, tmp_path / "out", *option).out


def test_another_folder_is_filled_from_the_cache(
    amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path
) -> None:
    amana("batch", source, tmp_path / "one", "--no-repair")
    calls = len(engine.calls)
    amana("batch", source, tmp_path / "two", "--no-repair")
    asked = [text for call in engine.calls[calls:] for text in call]
    assert len(asked) < 18 / 2  # what a guard fired on is asked anew
    assert results(tmp_path / "one").keys() == results(tmp_path / "two").keys()
    amana("batch", source, tmp_path / "three", "--no-repair", "--no-cache")
    assert len(engine.calls[-2]) == 18


def test_one_bad_article_stops_no_other(amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path) -> None:
    (source / "bad.txt").write_bytes(bytes(range(256)) * 20)
    (source / "picture.png").write_bytes(b"\x89PNG")
    ran = amana("batch", source, tmp_path / "out")
    assert ran.code == 3
    assert "1 failed; files of other kinds: 1" in ran.out
    assert "bad.txt" in ran.err
    failed = entries(tmp_path / "out")[-1]
    assert (failed["source"], failed["verdict"], failed["files"]) == ("bad.txt", "failed", {})
    assert "binary" in failed["reason"]
    again = amana("batch", source, tmp_path / "out")
    assert again.code == 3
    assert "(0 of them from this run)" in again.out


def test_an_engine_that_fails_on_one_article_fails_on_that_alone(
    amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path
) -> None:
    engine._fails_on = "وتبعد المدارس 4 كيلومترات"
    ran = amana("batch", source, tmp_path / "out")
    assert ran.code == 3
    assert "3 " in ran.out
    [failed] = [entry for entry in entries(tmp_path / "out") if entry["verdict"] == "failed"]
    assert failed["id"] == "part-1/article-001"
    assert "cannot read" in failed["reason"]
    engine._fails_on = ""
    ran = amana("batch", source, tmp_path / "out")
    assert ran.code == 0
    assert "(1 of them from this run)" in ran.out


def test_a_result_goes_when_its_article_breaks(amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path) -> None:
    amana("batch", source, tmp_path / "out")
    (source / "part-0" / "article-000.txt").write_text("only Latin letters here\n", encoding="utf-8")
    assert amana("batch", source, tmp_path / "out").code == 3
    assert list((tmp_path / "out" / "part-0").glob("article-000*")) == []


def test_fail_fast_stops_and_the_next_run_goes_on(
    amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path
) -> None:
    engine._fails_on = "وتبعد المدارس 3 كيلومترات"
    ran = amana("batch", source, tmp_path / "out", "--fail-fast")
    assert ran.code in (2, 3)
    assert "Stopped at the first failure" in ran.err
    engine._fails_on = ""
    assert amana("batch", source, tmp_path / "out").code == 0
    assert len(entries(tmp_path / "out")) == 4


def test_strict_tells_that_an_error_remains(amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path) -> None:
    assert amana("batch", source, tmp_path / "out").code == 0
    assert amana("batch", source, tmp_path / "out", "--strict").code == 1


def test_jsonl_prints_the_records_of_this_run(amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path) -> None:
    ran = amana("batch", source, tmp_path / "out", "--jsonl", "--quiet")
    assert ran.err == ""
    printed = [json.loads(line) for line in ran.out.splitlines()]
    stored = {path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "out").rglob("*.json")}
    assert {Path(record["article"]["id"]).name: record for record in printed} == stored


def test_options_reach_the_engines(amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path) -> None:
    amana("batch", source, tmp_path / "out", "--translator", "t", "--summarizer", "s", "--device", "cpu")
    [options] = engine.loads  # type: ignore[attr-defined]  # the fixture's
    assert (options["translator"], options["summarizer"], options["device"]) == ("t", "s", "cpu")


MISUSE: dict[str, Callable[[Path], list[Path]]] = {
    "no folder": lambda tmp: [tmp / "nowhere", tmp / "out"],
    "a file": lambda tmp: [tmp / "in" / "part-0" / "article-000.txt", tmp / "out"],
    "the same folder": lambda tmp: [tmp / "in", tmp / "in"],
    "nothing to read": lambda tmp: [tmp / "empty", tmp / "out"],
    "out is a file": lambda tmp: [tmp / "in", tmp / "in" / "part-0" / "article-000.txt"],
}


@pytest.mark.parametrize("folders", MISUSE.values(), ids=MISUSE)
def test_misuse_is_one_sentence(
    amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path, folders: Callable[[Path], list[Path]]
) -> None:
    (tmp_path / "empty").mkdir()
    ran = amana("batch", *folders(tmp_path))
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("amana: ")
    assert ran.err.count("\n") == 1
    assert engine.calls == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "in"]


def test_results_inside_the_articles_are_not_taken_for_articles(
    amana: Amana, engine: MoodyEngine, source: Path
) -> None:
    for _ in range(2):
        ran = amana("batch", source, source / "out")
        assert ran.code == 0
        assert "Articles: 4" in ran.out


def test_a_link_in_the_output_leads_nothing_out_of_it(
    amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "part-1").symlink_to(elsewhere)
    ran = amana("batch", source, tmp_path / "out")
    assert ran.code == 3
    assert "leads out" in ran.err
    assert list(elsewhere.iterdir()) == []


def test_an_article_named_like_the_overview_gets_another_name(
    amana: Amana, engine: MoodyEngine, tmp_path: Path
) -> None:
    for name in ("index.txt", "manifest.txt", "ledger.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(article(1), encoding="utf-8")
    assert amana("batch", tmp_path / "in", tmp_path / "out").code == 0
    assert len(entries(tmp_path / "out")) == 3
    assert "overview" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_a_full_disk_is_said_and_gone_on_from(
    amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [2]

    def write_until_full(*arguments: Any, **options: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        write_whole(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.output.write_whole", write_until_full)
        ran = amana("batch", source, tmp_path / "out")
    assert ran.code == 2
    assert "no space left" in ran.err
    calls = len(engine.calls)
    assert amana("batch", source, tmp_path / "out").code == 0
    assert len(engine.calls) == calls  # everything was in the journal
    shutil.rmtree(tmp_path / "cache")
    assert amana("batch", source, tmp_path / "whole").code == 0
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_the_ledger_holds_every_number_once(amana: Amana, engine: MoodyEngine, source: Path, tmp_path: Path) -> None:
    amana("batch", source, tmp_path / "out")
    with (tmp_path / "out" / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = sum(entry["numbers"] for entry in entries(tmp_path / "out"))
    assert sum(bool(row["arabic"]) for row in rows) == expected > 0
    assert {row["article"] for row in rows} == {entry["id"] for entry in entries(tmp_path / "out")}


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7 * 7 }}"


def test_the_overview_shows_hostile_names_and_titles_as_they_are(
    amana: Amana, engine: MoodyEngine, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    name = HOSTILE.replace("/", "_") + ".txt"
    (tmp_path / "in" / name).write_text(article(1), encoding="utf-8")
    (tmp_path / "in" / f"bad {name}").write_text("", encoding="utf-8")
    assert amana("batch", tmp_path / "in", tmp_path / "out").code == 3
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "default-src 'none'" in html.unescape(page)
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)" in page
    assert "49" not in re.sub(r"[\d.]*\d{3,}", "", page.split("<tbody", 1)[1].split("<footer")[0]).replace("&#", "")
    assert not re.search(r'(?:href|src)="(?:https?:|//|javascript:)', page)
