"""The lexical model: what an Arabic word may mean in English, and how likely each meaning is.

`meanings("والحسابات")` is `[("account", 0.6), …]`. The model is one compressed file of numpy arrays, made by
`python -m models.lexical.train`; it is read in a fraction of a second and needs no other library.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Literal

from models.lexical.arabic import fold, stems
from models.lexical.transliteration import Transliterator

if TYPE_CHECKING:
    from array import array

    import numpy as np
    from numpy.typing import NDArray

Meanings = list[tuple[str, float]]
"""English words or short phrases with their probabilities, the likeliest first."""

Candidates = list[tuple[str, float]]
"""The known stems that a word may stand for, each with what it costs: how much was taken off the word to find it."""

Source = Literal["word", "stem", "name", "spelling", "nothing"]

_SURE_COST = 0.8
"""What may be cut off a word to find a stem that only dictionaries know; more, if the stem was read in texts."""

_READ = 2.0
_LIKELY, _LEMMA_COST = 0.3, 0.1
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
    starts: array[int]
    english: array[int]
    probabilities: array[int]

    def row(self, key: str, vocabulary: Sequence[str]) -> Meanings:
        """The meanings of `key`; none where the table lacks it."""
        place = self.keys.get(key)
        if place is None:
            return []
        span = slice(self.starts[place], self.starts[place + 1])
        return [
            (vocabulary[number], share / 255)
            for number, share in zip(self.english[span], self.probabilities[span], strict=True)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class LexicalModel:
    """Everything in the file. `vocabulary` are the meanings in order, `read_contexts` gives their vectors times 127
    (see `models.lexical.contexts`), `frequencies` says how often a stem was read, `lemmas` leads from forms that no
    rule takes apart to their stems, `digest` is the file's SHA-256."""

    by_word: Table
    by_stem: Table
    vocabulary: Sequence[str]
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

    def look_up(self, word: str, candidates: Candidates | None = None) -> Lookup:
        """As `meanings`, with how they were found; `candidates` are those of the word where they are known."""
        folded = fold(word)
        if read := self.by_word.row(folded, self.vocabulary):
            return Lookup(read, "word")
        if name := self._name(folded):
            return Lookup([(name, 1.0)], "name")
        trusted = self._trusted(self.candidates(folded) if candidates is None else candidates)
        weights = stem_weights(trusted, self.frequencies)
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
        import numpy as np

        place = bisect_left(self.vocabulary, meaning)
        if place == len(self.vocabulary) or self.vocabulary[place] != meaning:
            return np.zeros(self.contexts.shape[1], np.float32)
        vector: NDArray[np.float32] = self.contexts[place].astype(np.float32) / 127
        return vector

    def stems_of(self, word: str) -> list[tuple[str, float]]:
        """The known stems that `word` may stand for, each with how likely it is the one."""
        return stem_weights(self.candidates(word), self.frequencies)

    def frequency(self, word: str) -> float:
        """How often the likeliest stems of `word` stood in the bitext that the model learned from."""
        return self.frequency_of(self.stems_of(word))

    def frequency_of(self, weights: Iterable[tuple[str, float]]) -> float:
        """The same of a word with these stems, each with how likely it is the one."""
        return max((self.frequencies.get(stem, 0.0) for stem, weight in weights if weight >= _LIKELY), default=0)

    def candidates(self, word: str) -> Candidates:
        """The known stems that `word` may stand for with their costs, the cheapest first."""
        best: dict[str, float] = {}
        known = self.by_stem.keys
        for text, cost in stems(fold(word)):
            if text in known:
                best[text] = min(cost, best.get(text, 99.0))
            for lemma in self.lemmas.get(text, ()):
                if lemma in known:
                    best[lemma] = min(cost + _LEMMA_COST, best.get(lemma, 99.0))
        return sorted(best.items(), key=lambda item: (item[1], item[0]))

    def _trusted(self, candidates: Candidates) -> Candidates:
        return [
            (stem, cost) for stem, cost in candidates if cost <= _SURE_COST or self.frequencies.get(stem, 0.0) >= _READ
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
