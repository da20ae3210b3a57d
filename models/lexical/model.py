"""The lexical model: what an Arabic word may mean in English, and how likely each meaning is.

`meanings("والحسابات")` is `[("account", 0.6), …]`. The model is one compressed file of numpy arrays, made by
`python -m models.lexical.train`; it is read in a fraction of a second and needs no other library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.lexical.arabic import fold, stems
from models.lexical.transliteration import Transliterator

Meanings = list[tuple[str, float]]
"""English words or short phrases with their probabilities, the likeliest first."""

Source = Literal["word", "stem", "name", "spelling", "nothing"]

_SURE_COST = 0.8
"""What may be cut off a word to find a stem that only dictionaries know; more, if the stem was read in texts."""

_READ = 2.0
_CUT, _UNREAD, _FREQUENT = 4.0, 0.2, 0.25
_COMMON_ENDINGS = ("ات", "ون", "ين", "ة", "ها", "هم")
_VERB_BEGINNINGS = ("ي", "ت", "ن", "س", "است", "ال", "وال", "بال", "فال", "لل")
_SHORTEST_NAME = 3
_CONJUNCTIONS = ("و", "ف")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is known of a word: its meanings, and how they were found.

    "word": the written word was read often; "stem": through its stems; "name": a list has it; "spelling": no list has
    it, and its letters were transliterated; "nothing": there are no meanings.
    """

    meanings: Meanings
    source: Source


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of meanings by key: row `k` is `english[starts[k]:starts[k + 1]]` with the probabilities beside them."""

    keys: Mapping[str, int]
    starts: NDArray[np.uint32]
    english: NDArray[np.uint32]
    probabilities: NDArray[np.uint8]

    def row(self, key: str, vocabulary: Sequence[str]) -> Meanings:
        """The meanings of `key`; none where the table lacks it."""
        place = self.keys.get(key)
        if place is None:
            return []
        span = slice(int(self.starts[place]), int(self.starts[place + 1]))
        numbers, shares = self.english[span].tolist(), self.probabilities[span].tolist()
        return [(vocabulary[number], share / 255) for number, share in zip(numbers, shares, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class LexicalModel:
    """Everything in the file. `places` are those of the meanings in `vocabulary`, `read_contexts` gives their vectors
    times 127 (see `models.lexical.contexts`), `frequencies` says how often a stem was read, `lemmas` leads from forms
    that no rule takes apart to their stems, `digest` is the file's SHA-256."""

    by_word: Table
    by_stem: Table
    vocabulary: Sequence[str]
    places: Mapping[str, int]
    read_contexts: Callable[[], NDArray[np.int8]]
    frequencies: Mapping[str, float]
    lemmas: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    transliterator: Transliterator
    digest: str

    @property
    def contexts(self) -> NDArray[np.int8]:
        """The vectors, which are read when they are first asked for: to compare what is counted needs none."""
        return self.read_contexts()

    def meanings(self, word: str) -> Meanings:
        """What `word`, as written in an Arabic text, may mean; an unknown name is transliterated, else nothing."""
        return self.look_up(word).meanings

    def look_up(self, word: str) -> Lookup:
        """As `meanings`, with how they were found."""
        folded = fold(word)
        if read := self.by_word.row(folded, self.vocabulary):
            return Lookup(read, "word")
        if name := self._name(folded):
            return Lookup([(name, 1.0)], "name")
        weights = stem_weights(self._trusted(folded), self.frequencies)
        through_stems = mix((weight, self.by_stem.row(stem, self.vocabulary)) for stem, weight in weights)
        if after := self._after_conjunction(folded):
            return Lookup(mix(((0.5, through_stems), (0.5, after))) if through_stems else after, "word")
        if through_stems:
            return Lookup(through_stems, "stem")
        if self._may_be_name(folded) and (spelling := self.transliterator.spell(folded)):
            return Lookup([(spelling, 1.0)], "spelling")
        return Lookup([], "nothing")

    def context(self, meaning: str) -> NDArray[np.float32]:
        """The vector of a meaning, of about unit length; zeros where its words were hardly read."""
        place = self.places.get(meaning)
        if place is None:
            return np.zeros(self.contexts.shape[1], np.float32)
        vector: NDArray[np.float32] = self.contexts[place].astype(np.float32) / 127
        return vector

    def stems_of(self, word: str) -> list[tuple[str, float]]:
        """The known stems that `word` may stand for, each with how likely it is the one."""
        return stem_weights(self._candidates(fold(word)), self.frequencies)

    def frequency(self, word: str) -> float:
        """How often the likeliest stems of `word` stood in the bitext that the model learned from."""
        return max(
            (self.frequencies.get(stem, 0.0) for stem, weight in self.stems_of(word) if weight >= 0.3), default=0
        )

    def _candidates(self, folded: str) -> list[tuple[str, float]]:
        """Known stems with their costs."""
        best: dict[str, float] = {}
        for stem in stems(folded):
            lemmas = self.lemmas.get(stem.text, ())
            for unit, cost in ((stem.text, stem.cost), *((lemma, stem.cost + 0.1) for lemma in lemmas)):
                if unit in self.by_stem.keys:
                    best[unit] = min(cost, best.get(unit, 99.0))
        return sorted(best.items(), key=lambda item: (item[1], item[0]))

    def _trusted(self, folded: str) -> list[tuple[str, float]]:
        return [
            (stem, cost)
            for stem, cost in self._candidates(folded)
            if cost <= _SURE_COST or self.frequencies.get(stem, 0.0) >= _READ
        ]

    def _after_conjunction(self, folded: str) -> Meanings:
        """What the rest of a word that may begin with "and" means, where it was read often by itself."""
        if len(folded) <= _SHORTEST_NAME or folded[0] not in _CONJUNCTIONS:
            return []
        return self.by_word.row(folded[1:], self.vocabulary)

    def _name(self, folded: str) -> str | None:
        if folded in self.by_stem.keys:
            return None
        return self.names.get(folded)

    def _may_be_name(self, folded: str) -> bool:
        """Not a word that shows an ending, or a beginning, of Arabic's own words."""
        return (
            len(folded) >= _SHORTEST_NAME
            and not folded.startswith(_VERB_BEGINNINGS)
            and not folded.endswith(_COMMON_ENDINGS)
        )


def stem_weights(candidates: Iterable[tuple[str, float]], frequencies: Mapping[str, float]) -> list[tuple[str, float]]:
    """How likely each (stem, cost) is the one meant, summing to 1: fewer cuts and frequent stems before others.

    The exponents were chosen among ten on 1,871 words of 700 sentences that the model had not seen.
    """
    scored = [
        (unit, exp(-_CUT * cost) * (_UNREAD + frequencies.get(unit, 0.0)) ** _FREQUENT) for unit, cost in candidates
    ]
    total = sum(score for _, score in scored) or 1.0
    return [(unit, score / total) for unit, score in scored]


def mix(parts: Iterable[tuple[float, Meanings]]) -> Meanings:
    """Meanings of several stems as one list, each list weighted."""
    total: dict[str, float] = defaultdict(float)
    for weight, meanings in parts:
        for english, probability in meanings:
            total[english] += weight * probability
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))
