"""How sure a score is, and whether two systems differ: resampling of documents over sums of statistics.

Sentences of one document are alike, so whole documents are drawn (a cluster bootstrap). A sample is a count for each
document; the sums of all samples are one product of matrices, and no text is looked at again. The tests are the paired
bootstrap (Koehn 2004, centred as by Riezler and Maxwell 2005) and approximate randomization (Noreen 1989), their
p-values corrected for the number of pairs by Holm (1979).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.metrics import Array, Measure

RESAMPLES = 1000
SEED = 20_240_607
LEVEL = 0.05
FEW_DOCUMENTS = 20
"""Below this the bootstrap's intervals are known to be too narrow (Efron and Tibshirani 1993, chapter 14)."""

FEWEST_DOCUMENTS = 2
"""Of one document every resample is the document itself: it would feign certainty."""

_CELLS = 4_000_000
"""Counts of documents held at a time; 32 MB."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of a score's resamples; NaN where nothing could be resampled: of one document, or of none."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on one measure.

    `difference` is the first's score less the second's, with the 95 % interval of its resamples. `p_bootstrap` and
    `p_randomization` are two-sided and as they came, `p_corrected` is the larger of the two, corrected by Holm.
    `effect` is the mean difference of the texts' scores over its standard deviation (Cohen's d for pairs), `better` the
    share of texts on which the first is better, of those on which they differ. `decided` is whether `p_corrected` is
    below 5 %.
    """

    measure: str
    first: str
    second: str
    difference: float
    interval: Interval
    p_bootstrap: float
    p_randomization: float
    p_corrected: float
    effect: float
    better: float
    decided: bool


def interval(measure: Measure, *, resamples: int = RESAMPLES, seed: int = SEED) -> Interval:
    """The 95 % interval of `measure` by the bootstrap over its documents."""
    sums = _by_document(measure, _documents([measure]))
    return _middle(_scores(measure, sums, resamples=resamples, seed=seed))


def compare_systems(
    measures: Mapping[str, Measure], *, resamples: int = RESAMPLES, seed: int = SEED
) -> list[Comparison]:
    """Every pair of systems on one measure; `measures` are of the same texts, by the name of the system.

    Raises:
        ValueError: two of them were not taken of the same texts or in the same way.
    """
    pairs = list(combinations(measures, 2))
    for one_name, other_name in pairs:
        first, second = measures[one_name], measures[other_name]
        if first.units != second.units or first.signature != second.signature:
            raise ValueError(
                f"{one_name} and {other_name} were not measured alike and cannot be compared by {first.name}."
            )
    if not pairs:
        return []
    documents = _documents(list(measures.values()))
    sums = {name: _by_document(measure, documents) for name, measure in measures.items()}
    samples = {name: _scores(measure, sums[name], resamples=resamples, seed=seed) for name, measure in measures.items()}
    comparisons = [
        _compare(*names, measures, sums, samples, trials=resamples, seed=seed + number)
        for number, names in enumerate(pairs, 1)
    ]
    corrected = holm([max(item.p_bootstrap, item.p_randomization) for item in comparisons])
    return [
        replace(item, p_corrected=value, decided=value < LEVEL)
        for item, value in zip(comparisons, corrected, strict=True)
    ]


def holm(values: Sequence[float]) -> list[float]:
    """p-values corrected for how many there are: the smallest times n, the next times n - 1, and so on, never falling.

    A value that is no number (nothing could be tested) stays so and is not counted.
    """
    order = sorted((value, index) for index, value in enumerate(values) if value == value)
    corrected = list(values)
    largest = 0.0
    for rank, (value, index) in enumerate(order):
        largest = max(largest, min(1.0, value * (len(order) - rank)))
        corrected[index] = largest
    return corrected


def least_p(documents: int) -> float:
    """The smallest p-value that swapping systems on so many documents can give."""
    return min(1.0, 2.0 ** (1 - documents))


def warning(documents: int) -> str | None:
    """What is to be said of data of so few documents; None where there are enough."""
    if documents >= FEW_DOCUMENTS:
        return None
    if documents < FEWEST_DOCUMENTS:
        return "too small to tell: 1 document, so there are no intervals, and no difference can be decided"
    least = least_p(documents)
    verdict = (
        f" and no difference can be decided, since chance alone gives {least:.2g} or more" if least > LEVEL else ""
    )
    return f"too small to tell: {documents} documents, so the intervals are too narrow{verdict}"


def exact_interval(hits: int, trials: int) -> Interval:
    """The exact 95 % interval (Clopper and Pearson 1934) of a share, in percent; NaN of no trials.

    Its ends are quantiles of beta distributions. They are asked of scipy.special, since scipy.stats, which has the
    interval ready, takes longer to import than the samples to be checked.
    """
    if not trials:
        return Interval(float("nan"), float("nan"))
    from scipy.special import betaincinv

    low = float(betaincinv(hits, trials - hits + 1, LEVEL / 2)) if hits else 0.0
    high = float(betaincinv(hits + 1, trials - hits, 1 - LEVEL / 2)) if hits < trials else 1.0
    return Interval(100 * low, 100 * high)


def _documents(measures: Sequence[Measure]) -> dict[str, int]:
    """The documents in the order in which they first occur, each with its place."""
    return {
        name: place
        for place, name in enumerate(dict.fromkeys(name for measure in measures for name in measure.documents))
    }


def _by_document(measure: Measure, documents: Mapping[str, int]) -> Array:
    import numpy

    sums = numpy.zeros((len(documents), measure.statistics.shape[1]))
    numpy.add.at(sums, [documents[name] for name in measure.documents], measure.statistics)
    return sums


def _scores(measure: Measure, sums: Array, *, resamples: int, seed: int) -> Array:
    """The score of each resample. The same seed and number of documents draw the same documents for every measure."""
    import numpy

    if len(sums) < FEWEST_DOCUMENTS:
        return numpy.zeros(0)
    parts = [counts @ sums for counts in _draws(len(sums), resamples=resamples, seed=seed)]
    return measure.formula(numpy.concatenate(parts))


def _draws(documents: int, *, resamples: int, seed: int) -> Iterator[Array]:
    """How often each document is in each resample, some resamples at a time."""
    import numpy

    random = numpy.random.default_rng(seed)
    step = max(1, _CELLS // max(1, documents))
    for start in range(0, resamples, step):
        size = min(step, resamples - start)
        drawn = random.integers(documents, size=(size, documents))
        drawn += documents * numpy.arange(size)[:, None]
        counts = numpy.bincount(drawn.ravel(), minlength=size * documents)
        yield counts.reshape(size, documents).astype(float)


def _compare(
    first_name: str,
    second_name: str,
    measures: Mapping[str, Measure],
    sums: Mapping[str, Array],
    samples: Mapping[str, Array],
    *,
    trials: int,
    seed: int,
) -> Comparison:
    import numpy

    first, second = measures[first_name], measures[second_name]
    difference = first.value - second.value
    differences = samples[first_name] - samples[second_name]
    known = differences[~numpy.isnan(differences)]
    centred = numpy.abs(known - known.mean()) if len(known) else known
    shuffled = _shuffled(first, sums[first_name], sums[second_name], trials=trials, seed=seed)
    shuffled = shuffled[~numpy.isnan(shuffled)]
    of_units = first.of_units() - second.of_units()
    of_units = of_units[~numpy.isnan(of_units)]
    spread = float(of_units.std(ddof=1)) if len(of_units) > 1 else 0.0
    unequal = of_units[of_units != 0]
    won = (unequal < 0) if first.better == "lower" else (unequal > 0)
    return Comparison(
        measure=first.name,
        first=first_name,
        second=second_name,
        difference=difference,
        interval=_middle(differences),
        p_bootstrap=_p_value(centred, difference),
        p_randomization=_p_value(shuffled, difference),
        p_corrected=float("nan"),
        effect=float(of_units.mean()) / spread if spread else 0.0,
        better=float(won.mean()) if len(unequal) else 0.5,
        decided=False,
    )


def _shuffled(measure: Measure, first: Array, second: Array, *, trials: int, seed: int) -> Array:
    """The absolute difference of scores after the two systems swapped a random half of the documents, each trial."""
    import numpy

    random = numpy.random.default_rng(seed)
    total_first, total_second, apart = first.sum(axis=0), second.sum(axis=0), first - second
    step = max(1, _CELLS // max(1, len(first)))
    parts = []
    for start in range(0, trials, step):
        swapped = random.integers(2, size=(min(step, trials - start), len(first))).astype(float) @ apart
        parts.append(numpy.abs(measure.formula(total_first - swapped) - measure.formula(total_second + swapped)))
    return numpy.concatenate(parts)


def _p_value(by_chance: Array, difference: float) -> float:
    """How often chance gives `difference` or more, itself counted once."""
    if difference != difference or not len(by_chance):
        return float("nan")
    # A hair's breadth: sums in another order differ in their last bit.
    at_least = int((by_chance >= abs(difference) - 1e-9).sum())
    return (at_least + 1) / (len(by_chance) + 1)


def _middle(scores: Array) -> Interval:
    import numpy

    known = scores[~numpy.isnan(scores)]
    if not len(known):
        return Interval(float("nan"), float("nan"))
    low, high = numpy.percentile(known, [100 * LEVEL / 2, 100 * (1 - LEVEL / 2)])
    return Interval(float(low), float(high))
