"""Errors are planted where they are errors, and the number check is counted right."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from eval.planting import PLANTERS, has_number, measure_checker, plant
from pipeline.numbers import Comparison, Finding, compare

SAMPLES = Path(__file__).parents[1] / "samples"
SENTENCES = {
    "digit": "It rose to 342.5 in all.",
    "scale": "It rose to 1,250 in all.",
    "swap": "It rose to 48 in all.",
    "magnitude": "It rose to 12 million in all.",
    "word": "Seven people came.",
    "ordinal": "In the third quarter it rose.",
    "unit": "It rose by 25 percent.",
    "bound": "It rose by more than 25.",
    "drop": "It rose to 48 in all.",
    "added": "It rose.",
}


@pytest.mark.parametrize("kind", PLANTERS)
@pytest.mark.parametrize("seed", range(20))
def test_every_kind_changes_what_it_says(kind: str, seed: int) -> None:
    sentence = SENTENCES[kind]
    planted = plant(sentence, random.Random(seed), {kind: PLANTERS[kind]})
    assert planted is not None
    assert planted.kind == kind
    assert planted.text != sentence
    before, after = sentence[: planted.start], planted.text[planted.end :]
    assert planted.text.startswith(before)
    assert sentence.endswith(after)


def test_every_kind_has_a_sentence() -> None:
    assert set(SENTENCES) == set(PLANTERS)


@pytest.mark.parametrize(
    "text",
    [
        "Flight F-16 landed.",
        "It ended 3-1.",
        "On 12/5 it rose.",
        "At 12:30 it began.",
        "Version 1.2.3 came.",
        "It rose.",
    ],
)
def test_names_dates_times_and_scores_are_left_alone(text: str) -> None:
    planters = {kind: planter for kind, planter in PLANTERS.items() if kind != "added"}
    assert plant(text, random.Random(1), planters) is None


def test_the_same_seed_plants_the_same() -> None:
    sentence = "More than 25 people paid $40 in 1998."
    assert plant(sentence, random.Random(3)) == plant(sentence, random.Random(3))


def test_what_has_a_number() -> None:
    assert [has_number(text) for text in ("In 1998.", "Seven came.", "Half a million.", "Nothing.")] == [
        True, True, True, False,
    ]  # fmt: skip


PAIRS = [("source", f"There were {number} of them.") for number in (3, 40, 500, 6000)]


def judge_nothing(source: str, target: str) -> Comparison:
    return Comparison()


def judge_everything(source: str, target: str) -> Comparison:
    return Comparison((Finding("missing", "error", None, None, "…"),))


def test_a_check_that_sees_nothing_has_no_recall() -> None:
    checker = measure_checker(PAIRS, judge_nothing)
    assert (checker.references, checker.alarms, checker.planted, checker.caught) == (4, 0, 4, 0)
    assert (checker.recall, checker.floor) == (0, 0)
    assert len(checker.missed) == 4


def test_a_check_that_alarms_always_has_no_precision_to_speak_of() -> None:
    checker = measure_checker(PAIRS, judge_everything)
    assert (checker.alarms, checker.planted, checker.floor) == (4, 0, 100)


def test_precision_counts_false_alarms_on_as_many_plain_lines() -> None:
    def judge(source: str, target: str) -> Comparison:
        seen = "40" in target or target not in [text for _, text in PAIRS]
        return judge_everything(source, target) if seen else Comparison()

    checker = measure_checker(PAIRS, judge)
    assert (checker.references, checker.alarms, checker.planted, checker.caught) == (4, 1, 3, 3)
    assert checker.precision == pytest.approx(100 * 3 / (3 + 0.75))


def test_the_number_check_finds_what_is_planted_into_the_samples() -> None:
    pairs = [
        (arabic, english)
        for path in sorted(SAMPLES.glob("*.ar.txt"))
        for arabic, english in zip(
            path.read_text(encoding="utf-8").splitlines(),
            path.with_name(path.name.replace(".ar.", ".en.")).read_text(encoding="utf-8").splitlines(),
            strict=True,
        )
        if arabic
    ]
    checker = measure_checker(pairs, compare)
    assert checker.alarms == 0
    assert checker.planted > 40
    assert checker.recall > 95, [planted for _, planted in checker.missed]
    assert len(checker.kinds) >= 8
