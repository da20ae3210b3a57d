"""What is said of the results: answers first, and nothing that the data does not carry."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from eval.evaluate import Options, evaluate
from eval.results import Results
from eval.significance import Interval
from eval.words import in_short, percent, ranged, shown, signatures, signed, with_interval
from tests.evaluation import data_set, perfect, poor

NAN = float("nan")


@cache
def results(*names: str) -> Results:
    """The results of systems of these names: "perfect", and others that are as poor as each other."""
    systems = [perfect() if name == "perfect" else replace(poor(), name=name) for name in names]
    return evaluate(data_set(), systems, Options(resamples=100))


def test_the_answers_name_the_guilty_stage_and_what_cannot_be_decided() -> None:
    assert list(in_short(results("perfect", "poor"))) == [
        "perfect keeps 100.0 % (100.0–100.0) of the numbers, and 0.0 % of its lines with a number are charged with an "
        "error.",
        "poor keeps 50.0 % (50.0–50.0) of the numbers, and 66.7 % of its lines with a number are charged with an "
        "error.",
        "By the same check the human references keep 100.0 % (100.0–100.0).",
        "Number errors of poor, by the stage that made them: translation 3, summary 1.",
        "None of the 6 differences between systems can be decided on 2 documents.",
    ]


def test_of_many_systems_the_best_and_the_worst_are_named() -> None:
    first, second, *_ = in_short(results("a", "b", "perfect", "c", "d"))
    assert first.startswith("The best of 5 systems, perfect, keeps 100.0 %")
    assert second.startswith("The worst, d, keeps 50.0 %")


def test_an_interval_of_one_document_is_none() -> None:
    one = data_set(data_set().examples[:1])
    found = evaluate(one, [perfect()], Options(resamples=100))
    [warning] = found.warnings
    assert warning.startswith("too small to tell: 1 document, so there are no intervals")
    for score in found.systems[0].scores:
        assert with_interval(score.measure.value, score.interval) == shown(score.measure.value)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (signed(0.04), "0.0"),
        (signed(-0.04), "0.0"),
        (signed(-0.06), "-0.1"),
        (signed(NAN), "–"),
        (ranged(Interval(1, 2.04)), "1.0–2.0"),
        (ranged(Interval(NAN, NAN)), ""),
        (percent(50, Interval(40, 60)), "50.0 % (40.0–60.0)"),
        (percent(NAN, Interval(NAN, NAN)), "– %"),
    ],
)
def test_numbers_are_written_so(said: str, wanted: str) -> None:
    assert said == wanted


def test_scores_with_one_signature_share_a_line() -> None:
    names = [name for name, _ in signatures(results("perfect", "poor").systems)]
    assert "ROUGE-1, ROUGE-2, ROUGE-L, ROUGE-Lsum" in names
    assert len(names) == len(set(names))
