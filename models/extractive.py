"""Summaries made of an article's own sentences: no model file, no time, and nothing that the article does not say.

A sentence's score is the mean cosine of its TF-IDF vector with those of the others (its centrality), times a factor
that falls with its place (news puts first what matters), plus a bonus for the figures that it states. The best are
taken one by one, each discounted by how much it repeats what is taken already (maximal marginal relevance), and put
back in the article's order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

from models.base import Generation, Progress
from models.sentences import sentences_of

MOST_SENTENCES = 400
"""Sentences that are looked at: every one is compared with every other."""

_LEAD = 0.5
"""How much of a sentence's score its place decides: the last one keeps half."""

_FIGURES = 0.08
"""The bonus for each figure that no sentence taken before has stated, up to three."""

_REPEATED = 0.7
_TOO_SHORT = 4

_WORD = re.compile(r"[^\W\d_]{3,}")
_FIGURE = re.compile(r"\d(?:[\d.,]{0,20}\d)?")
_COMMON = frozenset(
    _WORD.findall(
        "about after all also and are been but can for from had has have her his into its more not one our out over "
        "said she than that the their them then there these they this two was were what when which who will with would "
        "you"
    )
)

Vector = Mapping[str, float]


class ExtractiveSummarizer:
    """`models.base.Summarizer` that chooses sentences; the same text gives the same summary."""

    @property
    def name(self) -> str:
        """The name the registry knows this engine by."""
        return "extractive"

    def summarize(self, texts: Sequence[str], *, sentences: int, progress: Progress | None = None) -> list[Generation]:
        """The most central sentences of each text, one a line, in its order; see `models.base.Summarizer`."""
        outputs = []
        for text in texts:
            outputs.append(Generation("\n".join(extract(text, sentences=sentences)), "stop", 0))
            if progress:
                progress(1)
        return outputs


def extract(text: str, *, sentences: int) -> list[str]:
    """The `sentences` most central sentences of an English `text`, in its order; fewer where it has no more."""
    candidates = _sentences(text)[:MOST_SENTENCES]
    vectors = _vectors(candidates)
    figures = [frozenset(_FIGURE.findall(sentence)) for sentence in candidates]
    scores = [_score(index, vectors) for index in range(len(candidates))]
    taken: list[int] = []
    while len(taken) < min(sentences, len(candidates)):
        stated = frozenset().union(*(figures[index] for index in taken))
        candidates_left = [index for index in range(len(candidates)) if index not in taken]

        def value(index: int, stated: frozenset[str] = stated) -> float:
            repeated = max((_cosine(vectors[index], vectors[other]) for other in taken), default=0.0)
            return scores[index] + _FIGURES * min(3, len(figures[index] - stated)) - _REPEATED * repeated

        taken.append(max(candidates_left, key=value))  # of equals the first
    return [candidates[index] for index in sorted(taken)]


def _sentences(text: str) -> list[str]:
    """The sentences of `text`, each once; those of hardly any words only with a figure, or if there is nothing else."""
    sentences = list(dict.fromkeys(sentences_of(text)))
    long = [item for item in sentences if len(_WORD.findall(item)) >= _TOO_SHORT or _FIGURE.search(item)]
    return long or sentences


def _vectors(sentences: Sequence[str]) -> list[Vector]:
    """The TF-IDF vector of each sentence, of length 1."""
    bags = [
        Counter(word for word in _WORD.findall(sentence.casefold()) if word not in _COMMON) for sentence in sentences
    ]
    holding = Counter(word for bag in bags for word in bag)
    vectors: list[Vector] = []
    for bag in bags:
        weights = {word: count * log(1 + len(bags) / holding[word]) for word, count in bag.items()}
        norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / norm for word, weight in weights.items()})
    return vectors


def _score(index: int, vectors: Sequence[Vector]) -> float:
    others = max(1, len(vectors) - 1)
    central = sum(_cosine(vectors[index], vector) for other, vector in enumerate(vectors) if other != index) / others
    place = index / others
    return (0.2 + central) * (1 - _LEAD * place)


def _cosine(first: Vector, second: Vector) -> float:
    if len(first) > len(second):
        first, second = second, first
    return sum(weight * second[word] for word, weight in first.items() if word in second)
