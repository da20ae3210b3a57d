"""How far a translation may be trusted: the chrF2 that it can be expected to have against a human's.

The estimate is linear in what the machine can see: the likeness of source and output by the sentence encoder, how many
of the source's words the output covers by the lexical model, the lengths, and, where the engine gives it, the mean
log-probability of its tokens. `python -m eval.fit_doubt` fits it; the weights, and what it was fitted on, stand in
`data/doubt.json`. It says which sentences to look at first, not what is wrong with them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import Literal

from pipeline.article import Record

Level = Literal["likely good", "uncertain", "doubtful"]
LEVELS: tuple[Level, ...] = ("likely good", "uncertain", "doubtful")

UNCERTAIN, DOUBTFUL = 55.0, 42.0
"""Expected chrF2 below which a translation is uncertain, and below which it is doubtful. A convention: the embedded
model's lines of the three levels had 59.9, 48.1 and 38.4 chrF2 on FLORES-200 dev, 52.7, 45.7 and 33.2 on NTREX-128."""

_NAMED = 8
_USUAL_COVERAGE = 0.6
_USUAL_RATIO = 0.14
"""About the logarithm of English over Arabic length, in characters, of human translations (FLORES-200 dev: 0.13)."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be seen of a translation. `similarity` is the encoder's cosine, `coverage` the share of known source
    words that are covered (None where there are too few), `score` the mean log-probability (None where not given)."""

    source: str
    output: str
    similarity: float
    coverage: float | None = None
    score: float | None = None


def features(signs: Signs) -> list[float]:
    """The numbers that the estimate is linear in, without and with the last one, the engine's score."""
    source, output = signs.source.strip(), signs.output.strip()
    ratio = log((1 + len(output)) / (1 + len(source)))
    usual = [
        1.0,
        signs.similarity,
        signs.similarity**2,
        _USUAL_COVERAGE if signs.coverage is None else signs.coverage,
        abs(ratio - _USUAL_RATIO),
        log(1 + len(source.split())),
    ]
    return usual if signs.score is None else [*usual, signs.score]


def expected_chrf(signs: Signs) -> float:
    """The chrF2 to expect, from 0 to 100, to one decimal; 0 for an empty output."""
    if not signs.output.strip():
        return 0.0
    weights = _weights()["without_score" if signs.score is None else "with_score"]
    estimate = sum(weight * value for weight, value in zip(weights, features(signs), strict=True))
    return round(min(100.0, max(0.0, estimate)), 1)


def level(expected: float) -> Level:
    """What an expected chrF2 means for a reader."""
    return "likely good" if expected >= UNCERTAIN else "uncertain" if expected >= DOUBTFUL else "doubtful"


def levels(record: Record) -> dict[int, Level]:
    """The level of every segment whose translation was estimated."""
    return {item.segment: level(item.expected_chrf) for item in record.translations if item.expected_chrf is not None}


def wording(record: Record) -> str:
    """One sentence on how far the wording may be trusted, naming the doubtful segments; "" where nothing is known."""
    by_segment = levels(record)
    if not by_segment:
        return ""
    counts = Counter(by_segment.values())
    said = ", ".join(f"{counts[name]} {name}" for name in LEVELS if counts[name])
    doubtful = [str(segment + 1) for segment, name in by_segment.items() if name == "doubtful"]
    where = f"; read beside the Arabic: {', '.join(doubtful[:_NAMED])}" if doubtful else ""
    more = f" and {len(doubtful) - _NAMED} more" if len(doubtful) > _NAMED else ""
    return f"Wording of the sentences: {said}{where}{more}"


@cache
def _weights() -> Mapping[str, Sequence[float]]:
    data: dict[str, Sequence[float]] = json.loads(files("pipeline").joinpath("data/doubt.json").read_text("utf-8"))
    return data
