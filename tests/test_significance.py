"""Intervals cover what they should, and tests decide what is decided and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy
import pytest

from eval.metrics import Measure, Pairs, mean_measure, translation_measures
from eval.significance import compare_systems, exact_interval, holm, interval, warning

FLORES = Path(__file__).parents[2] / "shared" / "data" / "flores-dev.jsonl"


def mean_of(values: Sequence[float], documents: Sequence[str] | None = None) -> Measure:
    names = [str(number) for number in range(len(values))]
    return mean_measure("score", "translation", values, names, documents or names, signature="s")


def noise(seed: int, size: int = 60, *, shift: float = 0.0) -> list[float]:
    return [float(value) for value in numpy.random.default_rng(seed).normal(50 + shift, 10, size)]


def test_intervals_hold_the_true_mean_19_times_of_20() -> None:
    covered = 0
    for seed in range(200):
        found = interval(mean_of(noise(seed)), resamples=300)
        covered += found.low <= 50 <= found.high
    assert 180 <= covered <= 198


def test_lines_of_one_document_are_drawn_together() -> None:
    """Ten equal lines of each document say no more than one, though ten times as many."""
    values = [value for value in noise(1, 20) for _ in range(10)]
    documents = [str(number // 10) for number in range(200)]
    together, apart = interval(mean_of(values, documents)), interval(mean_of(values))
    assert together.high - together.low > 2.5 * (apart.high - apart.low)


def test_the_same_seed_gives_the_same_interval() -> None:
    measure = mean_of(noise(1))
    assert interval(measure, seed=5) == interval(measure, seed=5)
    assert interval(measure, seed=5) != interval(measure, seed=6)


def test_resamples_drawn_in_parts_are_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    import eval.significance

    measure = mean_of(noise(1))
    whole = interval(measure)
    monkeypatch.setattr(eval.significance, "_CELLS", 100)
    parts = interval(measure)
    assert (parts.low, parts.high) == pytest.approx((whole.low, whole.high), abs=1.0)


def test_equal_systems_are_called_different_one_time_of_twenty() -> None:
    wrong = 0
    for seed in range(200):
        first, second = mean_of(noise(2 * seed)), mean_of(noise(2 * seed + 1))
        [found] = compare_systems({"a": first, "b": second}, resamples=300, seed=seed)
        wrong += found.decided
    assert 2 <= wrong <= 20


def test_a_true_difference_is_decided() -> None:
    base = noise(1, 200)
    better = [value + shift for value, shift in zip(base, noise(2, 200, shift=-45), strict=True)]
    [found] = compare_systems({"a": mean_of(better), "b": mean_of(base)})
    assert found.decided
    assert found.interval.low > 0
    assert found.difference == pytest.approx(5, abs=2.5)
    assert 0.2 < found.effect < 0.9
    assert found.better > 0.6


def test_a_system_does_not_differ_from_itself() -> None:
    [found] = compare_systems({"a": mean_of(noise(1)), "b": mean_of(noise(1))})
    assert (found.difference, found.p_corrected, found.decided, found.effect, found.better) == (0, 1, False, 0, 0.5)


def test_three_documents_can_decide_nothing() -> None:
    [found] = compare_systems({"a": mean_of([90.0, 91, 92]), "b": mean_of([10.0, 11, 13])})
    assert not found.decided
    assert found.p_randomization >= 0.2
    assert "3 documents" in (warning(3) or "")
    assert "no difference can be decided" in (warning(3) or "")
    assert "decided" not in (warning(12) or "decided")
    assert warning(20) is None


def test_holm_corrects_for_how_many_were_tested() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])
    with_nothing = holm([0.04, float("nan")])
    assert with_nothing[0] == pytest.approx(0.04)
    assert numpy.isnan(with_nothing[1])
    assert holm([]) == []


def test_systems_measured_of_other_texts_are_not_compared() -> None:
    with pytest.raises(ValueError, match="a and b were not measured alike"):
        compare_systems({"a": mean_of([1.0, 2]), "b": mean_of([1.0, 2, 3])})


def test_scores_of_nothing_have_no_interval() -> None:
    assert numpy.isnan(interval(mean_of([])).low)


@pytest.mark.skipif(not FLORES.exists(), reason="the development data is not here")
def test_near_ties_stay_undecided_and_opusmt_against_google_is_decided() -> None:
    rows = [json.loads(line) for line in FLORES.read_text(encoding="utf-8").splitlines()]

    def bleu(outputs: list[str]) -> Measure:
        names = tuple(row["id"] for row in rows)
        return translation_measures(
            Pairs(tuple(outputs), tuple((row["en"],) for row in rows), names, names), names=("BLEU",)
        )[0]

    systems = {name: [row["systems"][name] for row in rows] for name in ("opusmt", "google", "nllb", "bergamot-base")}
    [real] = compare_systems({name: bleu(systems[name]) for name in ("opusmt", "google")})
    assert real.decided
    assert real.interval.high < -10
    # Two systems that take turns: line by line they differ as real ones do, on the whole they are the same.
    turns = [
        [systems[("nllb", "bergamot-base")[(number + shift) % 2]][number] for number in range(997)] for shift in (0, 1)
    ]
    [tie] = compare_systems({"one": bleu(turns[0]), "two": bleu(turns[1])})
    assert tie.difference != 0
    assert not tie.decided


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(10, 10, 69.15, 100), (0, 10, 0, 30.85), (1, 2, 1.26, 98.74)],
)
def test_exact_intervals_of_shares(hits: int, trials: int, low: float, high: float) -> None:
    """They have closed forms: 0.025 ** (1 / 10) and its complement, and 1 - 0.975 ** (1 / 2) and its."""
    found = exact_interval(hits, trials)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_exact_intervals_are_those_of_scipy() -> None:
    """Every count of small samples, and the counts at the ends of large ones."""
    from scipy.stats import binomtest

    small = [(hits, trials) for trials in (1, 2, 7, 19) for hits in range(trials + 1)]
    for hits, trials in [*small, (1, 262), (261, 262), (500, 997), (0, 5000), (4999, 5000)]:
        found, known = exact_interval(hits, trials), binomtest(hits, trials).proportion_ci(0.95, method="exact")
        assert (found.low, found.high) == pytest.approx((100 * known.low, 100 * known.high), abs=1e-8)
