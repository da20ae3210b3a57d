"""The estimate of a translation's quality: how it moves, its levels, and where it is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from models.registry import Engines
from pipeline.article import Article, Record, Segment, Summary, Translation, record_from_json, record_to_json
from pipeline.doubt import DOUBTFUL, UNCERTAIN, Signs, expected_chrf, level, levels, wording
from pipeline.numbers import Comparison
from pipeline.report.html import render
from pipeline.stages import run
from tests.conftest import ARTICLE, FakeEngine
from tests.evaluation import FakeEncoder

GOOD = Signs(
    "ارتفع عدد المستخدمين إلى 12 مليون مستخدم.", "The number of users rose to 12 million users.", 0.9, 0.9, -0.1
)


def test_worse_signs_give_a_lower_estimate() -> None:
    good = expected_chrf(GOOD)
    assert 0 <= good <= 100
    assert expected_chrf(replace(GOOD, similarity=0.3)) < good
    assert expected_chrf(replace(GOOD, coverage=0.1)) < good
    assert expected_chrf(replace(GOOD, score=-2.0)) < good
    assert expected_chrf(replace(GOOD, output="Users.")) < good


def test_it_does_without_what_an_engine_does_not_give() -> None:
    assert 0 < expected_chrf(replace(GOOD, score=None)) <= 100
    assert 0 < expected_chrf(replace(GOOD, coverage=None)) <= 100
    assert expected_chrf(replace(GOOD, output="  ")) == 0


@pytest.mark.parametrize(
    ("expected", "name"),
    [(UNCERTAIN, "likely good"), (UNCERTAIN - 0.1, "uncertain"), (DOUBTFUL, "uncertain"), (DOUBTFUL - 0.1, "doubtful")],
)
def test_levels_begin_at_their_bounds(expected: float, name: str) -> None:
    assert level(expected) == name


def record(*expected: float | None) -> Record:
    texts = [f"جملة {place}." for place in range(len(expected))]
    text = "\n".join(texts)
    starts = [text.index(sentence) for sentence in texts]
    return Record(
        Article("a", text),
        segments=tuple(
            Segment(place, sentence, start, start + len(sentence), place)
            for place, (sentence, start) in enumerate(zip(texts, starts, strict=True))
        ),
        translations=tuple(
            Translation(place, "A sentence.", "stop", 3, check=Comparison((), ()), expected_chrf=value)
            for place, value in enumerate(expected)
        ),
        summary=Summary(("A summary.",), "stop", 3, check=Comparison((), ())),
    )


def test_the_wording_is_told_with_the_sentences_to_read() -> None:
    assert wording(record(80.0, 50.0, 10.0, 12.0)) == (
        "Wording of the sentences: 1 likely good, 1 uncertain, 2 doubtful; read beside the Arabic: 3, 4"
    )
    assert wording(record(None)) == ""
    assert wording(record(*[10.0] * 12)).endswith("7, 8 and 4 more")
    assert levels(record(None, 10.0)) == {1: "doubtful"}


def test_the_report_never_praises_numbers_above_a_doubted_sentence_in_silence() -> None:
    doubted = render(record(10.0, 80.0), version="1")
    assert "the wording of 1 sentence is doubtful" in doubted
    assert "Wording doubtful: chrF2 10 expected." in doubted
    assert "is doubtful" not in render(record(80.0, 80.0), version="1")


def test_the_estimate_is_a_stage_and_comes_back_from_the_record() -> None:
    engine = FakeEngine()
    engines = Engines(engine, engine, encoder=FakeEncoder(), lexicon=Covers(1.0))
    made = run(Article("a", ARTICLE), engines)
    assert all(item.expected_chrf is not None for item in made.translations)
    assert "doubt" in [stage.name for stage in made.stages]
    assert record_from_json(record_to_json(made)) == made
    without = run(Article("a", ARTICLE), replace(engines, lexicon=None))
    assert all(item.expected_chrf is None for item in without.translations)
    assert any("not estimated" in note for stage in without.stages for note in stage.notes)


class Covers:
    """A lexicon to which every translation covers the same share."""

    def __init__(self, share: float) -> None:
        self.share = share

    def coverages(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        return [self.share for _ in pairs]


def test_the_weights_name_what_they_were_fitted_on() -> None:
    data = json.loads((Path(__file__).parents[1] / "pipeline" / "data" / "doubt.json").read_text(encoding="utf-8"))
    assert data["fitted_on"]
    assert len(data["with_score"]) == len(data["without_score"]) + 1
