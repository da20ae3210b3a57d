"""The field's scores for translations and summaries, each with the signature that says how it was computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF


@dataclass(frozen=True, slots=True)
class Score:
    """A score between 0 and 100, higher is better. Two values compare only if their signatures are equal."""

    name: str
    value: float
    signature: str


def bleu(hypotheses: Sequence[str], references: Sequence[str]) -> Score:
    """Corpus BLEU by sacrebleu with its default 13a tokenizer (Papineni et al. 2002; Post 2018)."""
    from sacrebleu.metrics.bleu import BLEU

    return _sacrebleu(BLEU(), hypotheses, references)


def chrf2(hypotheses: Sequence[str], references: Sequence[str]) -> Score:
    """Corpus chrF2 by sacrebleu: character 6-grams, recall counting twice (Popović 2015)."""
    from sacrebleu.metrics.chrf import CHRF

    return _sacrebleu(CHRF(), hypotheses, references)


def rouge_lsum(hypotheses: Sequence[str], references: Sequence[str]) -> Score:
    """Mean ROUGE-Lsum F1: longest common subsequences of sentences, one sentence a line, stemmed (Lin 2004).

    Raises:
        ValueError: there is nothing to score, or hypotheses and references differ in number.
    """
    from importlib.metadata import version

    from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]  # it ships no py.typed

    _require_pairs(hypotheses, references)
    scorer = RougeScorer(["rougeLsum"], use_stemmer=True)
    values = [
        scorer.score(reference, hypothesis)["rougeLsum"].fmeasure
        for hypothesis, reference in zip(hypotheses, references, strict=True)
    ]
    signature = f"nrefs:1|measure:f1|stemmer:porter|split:newline|rouge_score:{version('rouge_score')}"
    return Score("ROUGE-Lsum", 100 * sum(values) / len(values), signature)


def _sacrebleu(metric: BLEU | CHRF, hypotheses: Sequence[str], references: Sequence[str]) -> Score:
    _require_pairs(hypotheses, references)
    result = metric.corpus_score(list(hypotheses), [list(references)])
    return Score(result.name, result.score, str(metric.get_signature()))


def _require_pairs(hypotheses: Sequence[str], references: Sequence[str]) -> None:
    if len(hypotheses) != len(references) or not hypotheses:
        raise ValueError(f"{len(hypotheses)} hypotheses cannot be scored against {len(references)} references.")
