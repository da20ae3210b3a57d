"""Ctrl-C in an evaluation: what was scored is written, and what was made is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import evaluate as scoring
from eval.data import DataSet
from eval.metrics import Measure
from eval.surface import surface_measures
from eval.systems import System
from models import encoder
from tests.conftest import Amana, Loads
from tests.evaluation import FakeEncoder, perfect, poor, write_data, write_outputs


@pytest.fixture(autouse=True)
def fake_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "UniversalEncoder", FakeEncoder)


def test_an_interrupted_evaluation_writes_what_was_scored_by_then(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(data: DataSet, system: System) -> list[Measure]:
        if system.name == "poor":
            raise KeyboardInterrupt
        return surface_measures(data, system)

    monkeypatch.setattr(scoring, "surface_measures", interrupted)
    data = write_data(tmp_path)
    outputs = [f"--outputs={made.name}={write_outputs(tmp_path, made)}" for made in (perfect(), poor())]
    ran = amana("evaluate", data, *outputs, "--no-similarity", "-o", tmp_path / "out")
    assert ran.code == 130
    assert "Stopped; what was scored by then is in" in ran.err
    document = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert [system["name"] for system in document["systems"]] == ["perfect"]
    assert document["interrupted"] is True
    assert "interrupted: 1 of 2 systems were scored" in document["warnings"][-1]
    assert "interrupted: 1 of 2" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    nothing = amana("evaluate", data, outputs[1], "--no-similarity", "-o", tmp_path / "none")
    assert (nothing.code, (tmp_path / "none" / "results.json").exists()) == (130, False)


def test_what_was_made_before_an_interruption_is_kept_and_not_made_again(
    amana: Amana, fake: Loads, tmp_path: Path
) -> None:
    data = write_data(tmp_path)
    fake.engine.interrupt_at = 2
    ran = amana("evaluate", data, "--no-similarity", "-o", tmp_path / "out")
    assert ran.code == 130
    assert "Stopped; what was made is kept in" in ran.err
    fake.engine.interrupt_at = None
    asked = len(fake.engine.asked)
    again = amana("evaluate", data, "--no-similarity", "-o", tmp_path / "out")
    assert again.code == 0
    assert not set(map(tuple, fake.engine.asked[:1])) & set(map(tuple, fake.engine.asked[asked:]))
