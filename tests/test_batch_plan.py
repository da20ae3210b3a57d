"""`amana batch --plan`: what is counted, what is measured, and that nothing is left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models import registry
from models.base import Price
from pipeline.batch.manifest import Manifest
from pipeline.batch.plan import Measured, survey
from pipeline.ingest import Columns, find_files
from tests.conftest import ARTICLE, Amana, Loads


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty articles of two sentences, and a file that is none."""
    source = tmp_path / "in"
    source.mkdir()
    for number in range(20):
        (source / f"{number:02}.txt").write_text(ARTICLE, encoding="utf-8")
    (source / "broken.txt").write_bytes(b"")
    return source


def test_a_plan_counts_all_and_measures_a_few(amana: Amana, fake: Loads, folder: Path, tmp_path: Path) -> None:
    ran = amana("batch", folder, tmp_path / "out", "--plan")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "Articles: 20 to do; 1 cannot be read"
    assert lines[1].startswith("Sentences: 40, ")
    # 7 tokens a sentence and 11 for the summary of each
    assert lines[2] == f"Tokens: about {20 * (2 * 7 + 11)} written"
    assert "Cost: nothing that amana has a price for" in lines
    assert lines[-1].startswith("Measured on 12 of the articles (24 sentences, ")
    assert sum(len(texts) for texts in fake.engine.asked) == 2  # doubles are asked once
    assert not (tmp_path / "out").exists()


def test_a_plan_as_json_leaves_out_what_is_finished(amana: Amana, fake: Loads, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert amana("batch", folder, out).code == 3  # one cannot be read
    (folder / "new.txt").write_text(ARTICLE, encoding="utf-8")
    before = sorted(path.name for path in out.iterdir())
    plan = json.loads(amana("batch", folder, out, "--plan", "--jsonl").out)
    assert (plan["articles"], plan["finished"], plan["refused"]) == (1, 20, 1)
    assert plan["measured_articles"] == 1
    assert plan["bytes"] > 1000
    (folder / "new.txt").unlink()
    assert amana("batch", folder, out, "--plan").out.startswith("Articles: none to do; 20 are finished")
    assert sorted(path.name for path in out.iterdir()) == before


def test_a_plan_says_what_a_priced_server_costs(
    amana: Amana, fake: Loads, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = registry.Engines(fake.engine, fake.engine, prices={"fake": Price(1.0, 1_000_000.0, "EUR")})
    monkeypatch.setattr(registry, "load_engines", lambda **_: engines)
    assert "Cost: about 500.00 EUR" in amana("batch", folder, tmp_path / "out", "--plan").out.splitlines()


def test_the_sample_is_spread_over_the_folder(folder: Path) -> None:
    listing = find_files(folder)
    found = survey(folder, listing, columns=Columns(), manifest=Manifest(folder / "none"), settings="")
    assert [article.id for article in found.sample][:3] == ["00", "02", "04"]
    assert len(found.sample) == 12


def test_what_was_measured_is_scaled_by_the_length() -> None:
    assert Measured(1, 10, 1000, 5.0, 100, 0, 2000).scaled(5.0, 4000) == 20.0
    assert Measured(1, 0, 0, 5.0, 100, 0, 2000).scaled(5.0, 4000) == 0.0


def test_a_plan_of_no_folder(amana: Amana, tmp_path: Path) -> None:
    ran = amana("batch", tmp_path / "nowhere", tmp_path / "out", "--plan")
    assert ran.code == 2
    assert "nowhere" in ran.err
