"""How the check, the doubt estimate and every score of a line agree with people.

Spearman's and Kendall's (tau-b) rank correlations are scipy's. The pairwise accuracy is that of Deutsch, Foster and
Freitag 2023, "Ties Matter" (EMNLP): of all pairs, those on which score and people both prefer the same one or both see
a tie; scores that are at most epsilon apart are a tie, and epsilon is the one with the highest accuracy on these pairs
(their tie calibration), so that a score which never ties is not at a disadvantage.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.labels import Labels
from eval.results import Results
from eval.segments import SegmentRow, all_segment_rows

CHECK, DOUBT = "the check", "doubt estimate"
ACROSS = "pairs of systems"
FEWEST = 3
MOST_LINES = 2000
"""Of more lines of a system this many are paired, drawn with `_SEED`: pairs grow with the square."""

_SEED = 7
_ERROR, _WARNING = 5.0, 1.0
"""What a finding counts in the check's score: as MQM's Major and Minor."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One score against people, on `lines` lines of a system, or on the same line of any two (`ACROSS`).

    Both scores are such that higher is better. A correlation is None where there is none: of too few lines, where all
    are alike, and across systems. `accuracy` is in percent, of `pairs` pairs, with the threshold `epsilon` of a tie.
    """

    system: str
    score: str
    lines: int
    spearman: float | None
    kendall: float | None
    accuracy: float | None
    epsilon: float | None
    pairs: int


def agreements(results: Results, labels: Labels) -> list[Agreement]:
    """The agreement of each score with the labels, system by system, then across them where there are several."""
    lower = {score.measure.name for item in results.systems for score in item.scores if score.measure.better == "lower"}
    columns: dict[str, dict[str, list[tuple[str, float, float]]]] = {}
    for row in all_segment_rows(results):
        said = labels.scores.get((row.system, row.unit.id))
        if said is None:
            continue
        for name, value in _values(row, lower):
            columns.setdefault(name, {}).setdefault(row.system, []).append((row.unit.id, value, said))
    systems = list(dict.fromkeys(system for found in columns.values() for system in found))
    by_system = [
        _of_lines(system, name, found[system])
        for system in systems
        for name, found in columns.items()
        if system in found
    ]
    across = [_across(name, found) for name, found in columns.items() if len(found) > 1]
    return [*by_system, *(item for item in across if item.pairs)]


def pairwise_accuracy(pairs: Any) -> tuple[float, float]:
    """The accuracy in percent on pairs, each the difference of the score and that of the labels, and its epsilon.

    `pairs` is an array of two columns or a list of pairs.

    Of several thresholds with the highest accuracy the smallest. NaN twice of no pairs.
    """
    import numpy

    if not len(pairs):
        return math.nan, math.nan
    found = numpy.asarray(pairs, dtype=float)
    apart = numpy.abs(found[:, 0])
    order = numpy.argsort(apart, kind="stable")
    apart, scores, people = apart[order], found[order, 0], found[order, 1]
    tied = numpy.cumsum(people == 0)
    agreed = numpy.cumsum(scores * people > 0)
    # With the k nearest pairs as ties: those that people see as ties, and of the others those that agree.
    right = tied + agreed[-1] - agreed
    last = numpy.append(apart[1:] != apart[:-1], True)
    right_at, thresholds = right[last], apart[last]
    if thresholds[0] > 0:  # no pair need be a tie
        right_at = numpy.insert(right_at, 0, agreed[-1])
        thresholds = numpy.insert(thresholds, 0, 0.0)
    best = int(numpy.argmax(right_at))
    return 100 * float(right_at[best]) / len(pairs), float(thresholds[best])


def agreements_to_json(labels: Labels, found: Sequence[Agreement]) -> dict[str, Any]:
    """The agreements as a JSON object, with the way they were computed."""
    return {
        "labels": labels.path.name,
        "kind": labels.kind,
        "raters": labels.raters,
        "labelled_lines": len(labels.scores),
        "signature": SIGNATURE,
        "agreements": [
            {
                "system": item.system, "score": item.score, "lines": item.lines, "spearman": item.spearman,
                "kendall": item.kendall, "pairwise_accuracy": item.accuracy, "epsilon": item.epsilon,
                "pairs": item.pairs,
            }
            for item in found
        ],
    }  # fmt: skip


SIGNATURE = "spearman:scipy|kendall:scipy,tau-b|accuracy:Deutsch2023,tie-calibrated,pooled|raters:mean"


def _values(row: SegmentRow, lower: set[str]) -> Iterator[tuple[str, float]]:
    """Every score of the line, higher is better."""
    yield CHECK, -(_ERROR * (row.numbers + row.claims) + _WARNING * row.warnings)
    if row.expected_chrf is not None:
        yield DOUBT, row.expected_chrf
    for name, value in row.scores.items():
        if value is not None:
            yield name, -value if name in lower else value


def _of_lines(system: str, name: str, rows: Sequence[tuple[str, float, float]]) -> Agreement:
    import numpy
    from scipy.stats import kendalltau, spearmanr

    scores, people = (numpy.asarray([row[place] for row in rows], dtype=float) for place in (1, 2))
    spearman = kendall = None
    if len(rows) >= FEWEST and numpy.ptp(scores) and numpy.ptp(people):
        spearman = float(spearmanr(scores, people).statistic)
        kendall = float(kendalltau(scores, people, variant="b").statistic)
    if len(rows) > MOST_LINES:
        drawn = numpy.sort(numpy.random.default_rng(_SEED).choice(len(rows), MOST_LINES, replace=False))
        scores, people = scores[drawn], people[drawn]
    first, second = numpy.triu_indices(len(scores), 1)
    pairs = numpy.column_stack((scores[first] - scores[second], people[first] - people[second]))
    return _agreement(system, name, len(rows), spearman, kendall, pairs)


def _across(name: str, columns: Mapping[str, Sequence[tuple[str, float, float]]]) -> Agreement:
    lines: dict[str, list[tuple[float, float]]] = {}
    for rows in columns.values():
        for unit, score, said in rows:
            lines.setdefault(unit, []).append((score, said))
    pairs = [
        (one[0] - other[0], one[1] - other[1])
        for found in lines.values()
        for place, one in enumerate(found)
        for other in found[place + 1 :]
    ]
    return _agreement(ACROSS, name, sum(len(found) > 1 for found in lines.values()), None, None, pairs)


def _agreement(
    system: str, name: str, lines: int, spearman: float | None, kendall: float | None, pairs: Any
) -> Agreement:
    if not len(pairs):
        return Agreement(system, name, lines, spearman, kendall, None, None, 0)
    accuracy, epsilon = pairwise_accuracy(pairs)
    return Agreement(system, name, lines, spearman, kendall, accuracy, epsilon, len(pairs))
