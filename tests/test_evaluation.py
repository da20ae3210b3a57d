"""Scores carry their signatures, references are aligned, and the evaluation runs from the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from eval.metrics import Score, bleu, chrf2, rouge_lsum
from eval.run import evaluate, main, scores
from models.registry import Engines
from pipeline.article import Article, InputError, Record
from pipeline.stages import run
from tests.conftest import ARTICLE, ENGLISH, FakeEngine, Loads

Metric = Callable[[Sequence[str], Sequence[str]], Score]

LINES = list(ENGLISH.values())


@pytest.fixture
def record() -> Record:
    fake = FakeEngine()
    return run(Article("users", ARTICLE), Engines(fake, fake))


@pytest.mark.parametrize("metric", [bleu, chrf2, rouge_lsum])
def test_the_same_text_scores_100_and_another_text_less(metric: Metric) -> None:
    same, other = metric(LINES, LINES), metric(["Nothing of the kind happened."] * 2, LINES)
    assert same.value == pytest.approx(100)
    assert 0 <= other.value < 30
    assert ":" in same.signature


def test_bleu_and_chrf_name_the_version_of_sacrebleu() -> None:
    assert "version:" in bleu(LINES, LINES).signature
    assert chrf2(LINES, LINES).signature.startswith("nrefs:1|")


@pytest.mark.parametrize("metric", [bleu, chrf2, rouge_lsum])
def test_unequal_or_no_lines_are_refused(metric: Metric) -> None:
    with pytest.raises(ValueError, match="2 hypotheses"):
        metric(LINES, LINES[:1])
    with pytest.raises(ValueError, match="0 hypotheses"):
        metric([], [])


def test_perfect_outputs_score_100(record: Record) -> None:
    assert record.summary is not None
    result = evaluate(record, translation="\n".join(LINES) + "\n", summary=record.summary.text)
    assert result.hypotheses == result.references
    assert [round(score.value) for score in scores([result])] == [100, 100, 100]
    assert (result.errors, result.warnings) == (0, 0)


def test_blank_lines_and_boilerplate_keep_the_alignment() -> None:
    fake = FakeEngine()
    first, second = ENGLISH
    text = f"آخر تحديث:\n{first}\n\n{second}\n"
    record = run(Article("users", text), Engines(fake, fake))
    result = evaluate(record, translation=f"Last updated:\n{LINES[0]}\n\n{LINES[1]}", summary=None)
    assert result.references == tuple(LINES)
    assert [score.name for score in scores([result])] == ["BLEU", "chrF2"]


def test_a_reference_of_another_length_is_refused(record: Record) -> None:
    with pytest.raises(InputError, match="3 lines and the article 2"):
        evaluate(record, translation="a\nb\nc", summary=None)


def run_command(folder: Path) -> tuple[int, str, str]:
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, [str(folder)])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_scores_and_signatures(fake: Loads, tmp_path: Path) -> None:
    (tmp_path / "users.ar.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "users.en.txt").write_text("\n".join(LINES), encoding="utf-8")
    (tmp_path / "users.summary.txt").write_text(LINES[0], encoding="utf-8")
    code, out, _ = run_command(tmp_path)
    assert code == 0
    for word in (
        "users.ar",
        "all",
        "BLEU",
        "chrF2",
        "ROUGE-Lsum",
        "Number errors",
        "100.0",
        "version:",
        "stemmer:porter",
    ):
        assert word in out


def test_a_folder_without_articles(fake: Loads, tmp_path: Path) -> None:
    code, out, err = run_command(tmp_path)
    assert (code, out) == (2, "")
    assert str(tmp_path) in err.replace("\n", "")
    assert fake.options == []
