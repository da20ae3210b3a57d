"""The gate on the samples: stored outputs of the embedded model must score as they did, by the code as it is now."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Amana

SAMPLES = Path(__file__).parents[1] / "samples"
OUTPUTS, FLOORS = SAMPLES / "outputs" / "embedded.jsonl", SAMPLES / "floors.json"


def arguments(outputs: Path, out: Path) -> list[str | Path]:
    options: list[str | Path] = ["--no-similarity", "--quiet", "-o", out]
    return ["evaluate", SAMPLES, "--outputs", f"embedded={outputs}", "--gate", FLOORS, *options]


def test_stored_outputs_reach_their_floors(amana: Amana, tmp_path: Path) -> None:
    ran = amana(*arguments(OUTPUTS, tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert "The number check itself, on summaries: it finds" in ran.out


def test_a_changed_number_falls_below_the_floor(amana: Amana, tmp_path: Path) -> None:
    text = OUTPUTS.read_text(encoding="utf-8")
    assert "152.4 million" in text
    worse = tmp_path / "embedded.jsonl"
    worse.write_text(text.replace("152.4 million", "152.4 billion"), encoding="utf-8")
    ran = amana(*arguments(worse, tmp_path))
    assert ran.code == 1
    assert "amana: numbers kept of embedded is " in ran.err
