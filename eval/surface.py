"""What a summary looks like beside the text it summarizes: how short, how much in new words, how much said twice."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from eval.data import DataSet
from eval.metrics import Better, Measure, ratio_measure
from eval.systems import System
from pipeline.article import english_text

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_NOVEL, _REPEATED = 2, 3


def surface_measures(data: DataSet, system: System) -> list[Measure]:
    """Compression, novelty and repetition of the system's summaries; nothing where it makes none.

    - compression: words of the English text (the Arabic one, where there is none) for one word of the summary;
    - novelty: of the summary's pairs of words, the share that the English text does not have (Grusky et al. 2018 call
      the complement density), only where there is an English text;
    - repetition: of the summary's runs of three words, the share that occurred before in it.
    """
    if "summary" not in system.parts:
        return []
    names = [example.id for example in data.examples]
    documents = [example.document for example in data.examples]
    compression, novelty, repetition = [], [], []
    translated = True
    for example in data.examples:
        record = system.records[example.id]
        summary = _words(record.summary.text if record.summary else "")
        english = _words(english_text(record))
        translated = translated and bool(english)
        compression.append((float(len(english or _words(example.article))), float(len(summary))))
        there = set(_runs(english, _NOVEL))
        pairs = _runs(summary, _NOVEL)
        novelty.append((float(sum(pair not in there for pair in pairs)), float(len(pairs))))
        runs = _runs(summary, _REPEATED)
        repetition.append((float(len(runs) - len(set(runs))), float(len(runs))))
    shares = functools.partial(_share, names=names, documents=documents)
    measures = [
        shares("compression", compression, signature="words|text:summary", better="neither", scale=1.0),
        shares("novelty", novelty, signature=f"n:{_NOVEL}|case:lc", better="neither"),
        shares("repetition", repetition, signature=f"n:{_REPEATED}|case:lc", better="lower"),
    ]
    return measures if translated else [measure for measure in measures if measure.name != "novelty"]


def _share(
    name: str,
    parts: Sequence[tuple[float, float]],
    *,
    names: Sequence[str],
    documents: Sequence[str],
    signature: str,
    better: Better,
    scale: float = 100.0,
) -> Measure:
    return ratio_measure(name, "summary", parts, names, documents, signature=signature, better=better, scale=scale)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _runs(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(words[index : index + length]) for index in range(len(words) - length + 1)]
