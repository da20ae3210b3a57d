"""Scores by neural models: the embedded sentence encoder always, larger models where the user names one.

The encoder's similarities are a signal, not a score to publish: they rank the outputs of a weak system well and those
of strong ones poorly. How well on the data at hand is said beside them (`correlation`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.data import DataSet
from eval.metrics import Measure, mean_measure
from eval.systems import System, Unit, output_of, units
from models.base import Encoder, ModelError
from models.devices import available_cores
from pipeline.article import english_text

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

FEWEST_FOR_CORRELATION = 10
SIMILARITY = "similarity to the source"


COMET_ELSEWHERE = (
    "COMET's package, unbabel-comet, cannot be imported, and cannot live beside amana (it wants transformers 4, numpy "
    "1 and protobuf 4); score in an environment of its own and give the file with --scores COMET=FILE, as "
    "docs/evaluation.md shows."
)
"""Why `--comet` is refused."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A score that was not computed, and why."""

    name: str
    reason: str


Pairwise = Callable[[Sequence[tuple[str, str, str]]], list[float]]
"""Scores triples (source, output, reference), one value each."""


def similarity_measures(data: DataSet, system: System, encoder: Encoder) -> list[Measure]:
    """How alike source and translation are, and article and summary, by the encoder: cosines times 100.

    A sentence of the summary counts as alike as the line of the article that it is most like; a summary counts as the
    mean of its sentences, an empty one 0.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    measures: list[Measure] = []
    signature = "encoder:use-multilingual-v3|cosine|signal:yes"
    if "translation" in system.parts:
        lines = [unit for example in data.examples for unit in units(example)]
        pairs = [(unit.source, output_of(system.records[unit.example], unit)) for unit in lines]
        values = [100 * value for value in encoder.similarities(pairs)]
        measures.append(
            mean_measure(
                SIMILARITY, "translation", values, [unit.id for unit in lines], [unit.document for unit in lines],
                signature=signature, signal=True,
            )
        )  # fmt: skip
    if "summary" in system.parts:
        values = [_summary_similarity(units(example), system, example.id, encoder) for example in data.examples]
        measures.append(
            mean_measure(
                "summary's similarity to the article", "summary", values, [example.id for example in data.examples],
                [example.document for example in data.examples], signature=f"{signature}|best-line:yes", signal=True,
            )
        )  # fmt: skip
    return measures


def correlation(signal: Measure, score: Measure) -> float | None:
    """Spearman's rank correlation of two measures of the same texts; None where there are too few, or all are alike."""
    import numpy

    of_signal, of_score = signal.of_units(), score.of_units()
    if (
        signal.units != score.units
        or len(of_signal) < FEWEST_FOR_CORRELATION
        or not (numpy.ptp(of_signal) and numpy.ptp(of_score))
    ):
        return None
    return float(numpy.corrcoef(_ranks(of_signal), _ranks(of_score))[0, 1])


def _ranks(values: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    """The place of each value among all, counted from 1; equal ones share the mean of theirs.

    `scipy.stats` has it too, but its import takes as long as the scoring of some hundred lines.
    """
    import numpy

    _, group, sizes = numpy.unique(values, return_inverse=True, return_counts=True)
    ranks: NDArray[numpy.float64] = (numpy.cumsum(sizes) - (sizes - 1) / 2)[group]
    return ranks


def translation_model_measure(
    data: DataSet, system: System, score: Pairwise, *, name: str, signature: str
) -> Measure | None:
    """The mean of `score` over the lines of a system that has translations and references; None for another."""
    lines = [unit for example in data.examples for unit in units(example) if unit.reference is not None]
    if "translation" not in system.parts or not lines:
        return None
    triples = [(unit.source, output_of(system.records[unit.example], unit), unit.reference or "") for unit in lines]
    return mean_measure(
        name, "translation", score(triples), [unit.id for unit in lines], [unit.document for unit in lines],
        signature=signature,
    )  # fmt: skip


def consistency_measure(
    data: DataSet, system: System, score: Callable[[Sequence[tuple[str, str]]], list[float]], *, signature: str
) -> Measure | None:
    """How far the English text entails each sentence of the summary: the best of its lines, the mean of the sentences.

    The construction of SummaC-ZS (Laban et al. 2022). `score` gives the probability of entailment for pairs of premise
    and hypothesis.
    """
    if "summary" not in system.parts or any(not system.records[example.id].translations for example in data.examples):
        return None
    values = []
    for example in data.examples:
        record = system.records[example.id]
        sentences = record.summary.sentences if record.summary else ()
        premises = [line for line in english_text(record).splitlines() if line.strip()]
        entailments = score([(premise, sentence) for sentence in sentences for premise in premises])
        best = [
            max(entailments[place : place + len(premises)])
            for place in range(0, len(entailments), max(1, len(premises)))
        ]
        values.append(100 * sum(best) / len(best) if best else 0.0)
    return mean_measure(
        "factual consistency", "summary", values, [example.id for example in data.examples],
        [example.document for example in data.examples], signature=signature,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """A score by a model: called with texts it gives a value each, and `signature` says how they were computed."""

    score: Callable[[Sequence[Any]], list[float]]
    signature: str

    def __call__(self, texts: Sequence[Any]) -> list[float]:
        """A value for each of `texts`."""
        return self.score(texts)


def load_bertscore(model: str, *, device: str) -> Loaded:
    """BERTScore F1 (Zhang et al. 2020) of output and reference times 100, without idf weights or rescaling.

    The layer is that of the bert-score package for this model, the last for one that it does not know.

    Raises:
        ModelError: the model cannot be loaded.
    """
    from eval.transformer import Embedder

    embedder = Embedder(model, device=device)

    def score(triples: Sequence[tuple[str, str, str]]) -> list[float]:
        return [100 * embedder.f1(output, reference) for _, output, reference in triples]

    return Loaded(score, embedder.signature)


def load_consistency(model: str, *, device: str) -> Loaded:
    """The probability that a premise entails a hypothesis, by a model for inference or a checker of facts.

    Raises:
        ModelError: the model cannot be loaded, or has no label for entailment.
    """
    from eval.transformer import Entailment

    entailment = Entailment(model, device=device)
    return Loaded(entailment.probabilities, entailment.signature)


def load_comet(model: str, *, device: str) -> Loaded:
    """COMET (Rei et al. 2020) by the package unbabel-comet, times 100.

    Raises:
        ModelError: the package is not installed, or the model cannot be had.
    """
    try:
        import comet  # type: ignore[import-not-found, unused-ignore]  # not a dependency of amana
    except ImportError as error:
        raise ModelError(COMET_ELSEWHERE) from error
    try:
        loaded = comet.load_from_checkpoint(comet.download_model(model))
    except Exception as error:  # the libraries below raise whatever they like
        raise ModelError(f"the model {model} cannot be had ({' '.join(str(error).split())[:200]})") from error

    def score(triples: Sequence[tuple[str, str, str]]) -> list[float]:
        rows = [{"src": source, "mt": output, "ref": reference} for source, output, reference in triples]
        gpus = int(device == "cuda")
        output = loaded.predict(rows, batch_size=16, gpus=gpus, num_workers=available_cores(), progress_bar=False)
        return [100 * float(value) for value in output.scores]

    return Loaded(score, f"model:{model}")


def _summary_similarity(lines: Sequence[Unit], system: System, example: str, encoder: Encoder) -> float:
    summary = system.records[example].summary
    sentences = summary.sentences if summary else ()
    if not sentences or not lines:
        return 0.0
    cosines = encoder.similarities([(unit.source, sentence) for sentence in sentences for unit in lines])
    best = [max(cosines[place : place + len(lines)]) for place in range(0, len(cosines), len(lines))]
    return 100 * sum(best) / len(best)
