"""The field's scores for translations and summaries, computed from statistics of each text that add up.

A corpus score is a function of sums over texts. Whoever keeps the terms of the sums can score any sample of the texts
without looking at them again; `eval.significance` draws its thousands of samples from that. The scores themselves come
from sacrebleu and rouge-score, each with the signature that says how it was computed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Array = NDArray[numpy.float64]
    Formula = Callable[[Array], Array]

Stage = Literal["translation", "summary"]
Better = Literal["higher", "lower", "neither"]
"""Which way a score should go; "neither" describes an output and judges nothing."""
TRANSLATION = ("BLEU", "chrF2", "chrF++", "TER")
ROUGE = ("rouge1", "rouge2", "rougeL", "rougeLsum")


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One score of one system and what it is made of.

    `statistics` has a row for each text (its `units` name it, its `documents` the document it belongs to); `formula`
    turns sums of rows, in the last axis, into scores. `value` is the score of all rows, NaN where there is nothing to
    score. Two values compare only if their signatures are equal. `signal` marks a score that is not to be published
    alone.
    """

    name: str
    stage: Stage
    value: float
    signature: str
    statistics: Array
    units: tuple[str, ...]
    documents: tuple[str, ...]
    formula: Formula
    better: Better = "higher"
    signal: bool = False

    def of_units(self) -> Array:
        """The score of each text by itself."""
        return self.formula(self.statistics)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Outputs beside their references, each under the name of its unit and of its document."""

    outputs: tuple[str, ...]
    references: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]
    documents: tuple[str, ...]


def aligned(outputs: Sequence[str], references: Sequence[str]) -> Pairs:
    """Outputs and references line by line, each line a document of its own."""
    names = tuple(str(number) for number in range(1, len(outputs) + 1))
    return Pairs(tuple(outputs), tuple((reference,) for reference in references), names, names)


def translation_measures(pairs: Pairs, *, names: Sequence[str] = TRANSLATION) -> list[Measure]:
    """BLEU, chrF2, chrF++ and TER of translations, one reference each, by sacrebleu (Post 2018).

    BLEU is that of Papineni et al. 2002 with the 13a tokenizer, chrF that of Popović 2015 and 2017, TER that of Snover
    et al. 2006 (lower is better). `names` says which of them.

    Raises:
        ValueError: there is nothing to score.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    chrf = functools.partial(chrf_of, char_order=6, beta=2)
    percent = functools.partial(ratio, scale=100.0)
    known: dict[str, tuple[Any, Formula, Better]] = {
        "BLEU": (BLEU(), bleu_of, "higher"),
        "chrF2": (CHRF(), chrf, "higher"),
        "chrF++": (CHRF(word_order=2), chrf, "higher"),
        "TER": (TER(), percent, "lower"),
    }
    return [_sacrebleu(name, known[name][0], pairs, known[name][1], better=known[name][2]) for name in names]


def rouge_measures(pairs: Pairs) -> list[Measure]:
    """Mean ROUGE-1, -2, -L and -Lsum F1 of summaries by rouge-score, stemmed (Lin 2004).

    ROUGE-Lsum takes a line for a sentence. Of several references the one with the best F1 counts for each output.

    Raises:
        ValueError: there is nothing to score.
    """
    from importlib.metadata import version

    from eval.rouge import rouge_scorer

    _require_pairs(pairs)
    scorer = rouge_scorer(list(ROUGE))
    scored = [
        [scorer.score(reference, output) for reference in references]
        for output, references in zip(pairs.outputs, pairs.references, strict=True)
    ]
    most = max(len(references) for references in pairs.references)
    signature = f"nrefs:{most}|measure:f1|stemmer:porter|split:newline|rouge_score:{version('rouge_score')}"
    return [
        mean_measure(
            f"ROUGE-{kind.removeprefix('rouge')}",
            "summary",
            [100 * max(one[kind].fmeasure for one in several) for several in scored],
            pairs.units,
            pairs.documents,
            signature=signature,
        )
        for kind in ROUGE
    ]


def mean_measure(
    name: str,
    stage: Stage,
    values: Sequence[float],
    units: Sequence[str],
    documents: Sequence[str],
    *,
    signature: str,
    signal: bool = False,
) -> Measure:
    """The mean of a value of each text."""
    import numpy

    statistics = numpy.column_stack([numpy.asarray(values, dtype=float), numpy.ones(len(values))])
    return Measure(
        name, stage, float(numpy.mean(values)) if len(values) else float("nan"), signature, statistics, tuple(units),
        tuple(documents), ratio, signal=signal,
    )  # fmt: skip


def ratio_measure(
    name: str,
    stage: Stage,
    parts: Sequence[tuple[float, float]],
    units: Sequence[str],
    documents: Sequence[str],
    *,
    signature: str,
    better: Better = "higher",
    scale: float = 100.0,
) -> Measure:
    """A share: for each text how many of how many; the score is `scale` times the one sum over the other."""
    import numpy

    statistics = numpy.asarray(parts, dtype=float).reshape(len(parts), 2)
    formula = functools.partial(ratio, scale=scale)
    value = float(formula(statistics.sum(axis=0)))
    return Measure(
        name, stage, value, signature, statistics, tuple(units), tuple(documents), formula,
        better=better,
    )  # fmt: skip


def ratio(sums: Array, *, scale: float = 1.0) -> Array:
    """`scale` times the first of two sums over the second; NaN where that is 0."""
    import numpy

    with numpy.errstate(divide="ignore", invalid="ignore"):
        return scale * sums[..., 0] / numpy.where(sums[..., 1] == 0, numpy.nan, sums[..., 1])


def bleu_of(sums: Array) -> Array:
    """BLEU of sums of [output length, reference length, 4 counts of matches, 4 of n-grams], smoothed as sacrebleu does.

    An order without a match counts as half a match, the next such order as a quarter (its "exp" smoothing); an order of
    which the output has no n-gram at all makes the score 0.
    """
    import numpy

    outputs, references = sums[..., 0], sums[..., 1]
    correct, total = sums[..., 2:6], sums[..., 6:10]
    with numpy.errstate(divide="ignore", invalid="ignore", over="ignore"):
        unmatched = (correct == 0) & (total > 0)
        smoothed = 1 / 2.0 ** numpy.cumsum(unmatched, axis=-1)
        precision = 100 * numpy.where(correct == 0, smoothed, correct) / total
        logs = numpy.where(total > 0, numpy.log(precision), -numpy.inf)
        brevity = numpy.where(outputs < references, numpy.exp(1 - references / outputs), 1.0)
        score = brevity * numpy.exp(logs.mean(axis=-1))
    # A corpus of empty outputs has no n-grams: sacrebleu says 0.
    return numpy.asarray(numpy.where(correct.sum(axis=-1) > 0, score, 0.0))


def chrf_of(sums: Array, *, char_order: int, beta: int) -> Array:
    """chrF of sums of [n-grams of the output, of the reference, matches] for each order, characters and then words.

    `char_order` is what sacrebleu calls so; words may follow, and all orders count alike.
    """
    import numpy

    outputs, references, matches = sums[..., 0::3], sums[..., 1::3], sums[..., 2::3]
    if outputs.shape[-1] < char_order:
        raise ValueError(f"{outputs.shape[-1]} orders of n-grams are fewer than {char_order}.")
    there = (outputs > 0) & (references > 0)
    orders = numpy.maximum(there.sum(axis=-1), 1)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        precision = numpy.where(there, matches / outputs, 0.0).sum(axis=-1) / orders
        recall = numpy.where(there, matches / references, 0.0).sum(axis=-1) / orders
        score = 100 * (1 + beta**2) * precision * recall / (beta**2 * precision + recall)
    return numpy.asarray(numpy.where(precision + recall > 0, score, 0.0))


def _sacrebleu(name: str, metric: Any, pairs: Pairs, formula: Formula, *, better: Better) -> Measure:
    import numpy

    _require_pairs(pairs)
    references = [[several[0] for several in pairs.references]]
    # Not public in sacrebleu, but what its own significance tests are built on; the version is pinned.
    terms = metric._extract_corpus_statistics(list(pairs.outputs), references)
    value = float(metric._aggregate_and_compute(terms).score)
    return Measure(
        name, "translation", value, str(metric.get_signature()), numpy.asarray(terms, dtype=float), pairs.units,
        pairs.documents, formula, better=better,
    )  # fmt: skip


def _require_pairs(pairs: Pairs) -> None:
    if len(pairs.outputs) != len(pairs.references) or not pairs.outputs:
        raise ValueError(f"{len(pairs.outputs)} outputs cannot be scored against {len(pairs.references)} references.")
