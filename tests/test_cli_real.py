"""One run of the real thing: an article of ours through the command line with the embedded model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.article import record_from_json
from tests.conftest import Amana

NEWS = """افتتحت المدينة جسرا جديدا للمشاة يوم الاثنين.
وبلغت تكلفة الجسر 12 مليون دولار.
ويتوقع أن يعبره 4500 شخص كل يوم.
"""


@pytest.mark.model
def test_translate_with_the_embedded_model(amana: Amana, tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_text(NEWS, encoding="utf-8")
    ran = amana("translate", path, "-o", tmp_path / "out", "--profile", "embedded", "--summary-sentences", "2")
    assert ran.code == 0, ran.err
    english = (tmp_path / "out" / "bridge.en.txt").read_text(encoding="utf-8")
    assert len(english.splitlines()) == 3
    assert "bridge" in english.lower()
    assert "12 million" in english
    assert (tmp_path / "out" / "bridge.summary.txt").read_text(encoding="utf-8").strip()
    record = record_from_json(json.loads((tmp_path / "out" / "bridge.json").read_text(encoding="utf-8")))
    models = {stage.name: stage.model for stage in record.stages if stage.name in ("segment", "translate", "summarize")}
    assert models == {"segment": None, "translate": "embedded", "summarize": "embedded"}
    assert next(stage.tokens for stage in record.stages if stage.name == "translate") > 10
    assert "12 مليون دولار" in ran.out
