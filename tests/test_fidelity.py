"""Numbers are counted stage by stage, and every error is charged to the stage that made it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy.stats import spearmanr

from eval.buckets import bucket_scores
from eval.fidelity import Blame, Tally, blame, number_measures, tally
from eval.metrics import Measure
from eval.neural import SIMILARITY, consistency_measure, correlation, similarity_measures
from eval.results import Scored
from eval.surface import surface_measures
from eval.worst import stretches, worst_lines
from pipeline.article import Repair
from pipeline.numbers import compare
from tests.evaluation import FakeEncoder, data_set, perfect, poor, system
from tests.records import news


def values(measures: list[Measure]) -> dict[str, float]:
    return {measure.name: round(measure.value, 1) for measure in measures}


COUNTS = {
    "all arrive": ("بلغت 40 دولارا عام 1998", "It was $40 in 1998", Tally(2, 2, 2, 2, 0)),
    "one changed": ("بلغت 40 دولارا عام 1998", "It was $46 in 1998", Tally(2, 1, 2, 1, 1)),
    "one lost": ("بلغت 40 دولارا عام 1998", "It was $40", Tally(2, 1, 1, 1, 1)),
    "one added": ("بلغت 40 دولارا", "It was $40 in 1998", Tally(1, 1, 2, 1, 1)),
    "no number": ("لم يحدث شيء", "Nothing happened", Tally()),
    "soft ones do not count": ("جاء رجل واحد", "One man came", Tally()),
    "a warning is no error": ("بلغت نحو 40 دولارا", "It was $40", Tally(1, 1, 1, 1, 0)),
}


@pytest.mark.parametrize("case", COUNTS)
def test_numbers_are_counted_on_both_sides(case: str) -> None:
    source, target, counts = COUNTS[case]
    assert tally(compare(source, target)) == counts


def test_what_was_not_checked_counts_for_nothing() -> None:
    assert tally(None) == Tally()


def test_scores_by_stage() -> None:
    assert values(number_measures(data_set(), perfect())) == {
        "numbers kept": 100,
        "numbers right": 100,
        "lines with an alarm": 0,
        "numbers right in the summary": 100,
        "key numbers": 75,
    }
    found = values(number_measures(data_set(), poor()))
    assert found == {
        "numbers kept": 50,  # 12.5 million and 3 are lost, 40 and 1998 arrive
        "numbers right": 66.7,  # of 12.5 billion, $40 and 1998 one is wrong
        "lines with an alarm": 66.7,
        "numbers right in the summary": 0,
        "key numbers": 0,
    }


def test_a_system_without_summaries_has_no_scores_of_them() -> None:
    only = system("only", {"users": "a\n\nb", "bridges": "c"})
    assert {measure.stage for measure in number_measures(data_set(), only)} == {"translation"}
    assert surface_measures(data_set(), only) == []


def test_errors_are_charged_to_the_guilty_stage() -> None:
    assert sorted(blame(poor().records.values()), key=str) == [
        Blame("summarize", "summary", "added", 1),
        Blame("translate", "summary", "scaled", 1),
        Blame("translate", "translation", "missing", 1),
        Blame("translate", "translation", "scaled", 1),
    ]


def test_a_number_that_a_repair_put_in_is_charged_to_the_repair() -> None:
    record = news()
    repair = Repair(2, "sample", True, "Revenue reached $46.", "Revenue reached $46, up 25%, in 7 cities.", 1, 1)
    found = blame([replace(record, repairs=(repair,))])
    assert Blame("repair", "translation", "added", 1) in found
    assert not any(item.stage == "repair" for item in blame([record]))


def test_surface_of_summaries() -> None:
    found = values(surface_measures(data_set(), perfect()))
    assert found["compression"] == pytest.approx(19 / 13, abs=0.05)
    assert found["repetition"] == 0
    assert 0 < found["novelty"] < 50
    twice = system("twice", None, {"users": "It rose a lot.\nIt rose a lot.", "bridges": "It fell."})
    found = values(surface_measures(data_set(), twice))
    assert found["repetition"] > 0
    assert "novelty" not in found, "there is no English text to compare with"


def test_similarity_is_a_signal_with_its_correlation() -> None:
    [lines, summaries] = similarity_measures(data_set(), perfect(), FakeEncoder())
    assert (lines.name, lines.signal, summaries.signal) == (SIMILARITY, True, True)
    assert 0 < summaries.value <= 100
    assert correlation(lines, lines) is None, "three lines are too few"
    many = replace(lines, statistics=lines.statistics.repeat(5, axis=0), units=lines.units * 5)
    assert correlation(many, many) == pytest.approx(1)
    assert correlation(many, lines) is None
    turned = replace(many, statistics=many.statistics[::-1] ** 2 % 0.7)
    expected = spearmanr(many.of_units(), turned.of_units()).statistic
    assert correlation(many, turned) == pytest.approx(expected), "ties share their rank, as scipy has it"


def test_an_empty_summary_is_like_nothing() -> None:
    empty = system("empty", None, {"users": "", "bridges": ""})
    [measure] = similarity_measures(data_set(), empty, FakeEncoder())
    assert measure.value == 0


def test_consistency_is_the_best_line_for_each_sentence() -> None:
    def entails(pairs: object) -> list[float]:
        assert isinstance(pairs, list)
        return [float(premise == hypothesis) for premise, hypothesis in pairs]

    copied = system(
        "copied",
        {"users": "One.\n\nTwo.", "bridges": "Three."},
        {"users": "Two.\nFour.", "bridges": "Three."},
    )
    measure = consistency_measure(data_set(), copied, entails, signature="test")
    assert measure is not None
    assert measure.of_units().tolist() == [50, 100]
    summaries = system("summaries", None, {"users": "x", "bridges": "y"})
    assert consistency_measure(data_set(), summaries, entails, signature="test") is None


def test_parts_of_the_data() -> None:
    measures = {one.name: number_measures(data_set(), one) for one in (perfect(), poor())}
    found = {(item.group, item.name): item for item in bucket_scores(data_set(), measures, resamples=100)}
    assert found["numbers", "with a number"].lines == 3
    assert ("numbers", "without a number") not in found
    assert {name for group, name in found if group == "kind"} == {"cardinal", "money", "year"}
    assert found["largest number", "a million and more"].lines == 1
    assert {name for group, name in found if group == "document"} == {"users", "bridges"}
    million = {name: value for name, _, value, _ in found["largest number", "a million and more"].scores}
    assert million == {"perfect": 100, "poor": 0}


def test_worst_lines_come_first_with_their_numbers_marked() -> None:
    lines = worst_lines(data_set(), Scored(poor(), (), ()), most=2)
    assert [line.unit.id for line in lines] == ["users:1", "bridges"]
    assert [(piece.text, piece.severity) for piece in lines[0].output if piece.is_number] == [("12.5 billion", "error")]
    assert [piece.text for piece in lines[0].source if piece.is_number] == ["12.5 مليون"]
    assert lines[0].messages[0][0] == "error"
    assert worst_lines(data_set(), Scored(system("s", None, {"users": "x", "bridges": "y"}), (), ())) == []


def test_stretches_put_the_text_together_again() -> None:
    text = "abcdefgh"
    pieces = stretches(text, [(4, 6, "error"), (1, 3, None), (2, 5, "note")])
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_number] == ["bc", "ef"]
