"""Makes a lexical model of bitext and dictionaries: aligned counts and dictionary entries become ranked meanings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

import numpy as np
from numpy.typing import NDArray

from models.lexical import contexts
from models.lexical.alignment import Links, Sentence, align
from models.lexical.arabic import FUNCTION_WORDS, fold, words
from models.lexical.corpus import (
    Bitext,
    Dictionary,
    english_words,
    units,
)
from models.lexical.model import Meanings, mix, stem_weights

_ENTRY_WEIGHT = 0.5
"""What one dictionary's entry counts as, against one aligned pair of words."""

_BACKOFF = 3.0
"""So many occurrences of a written word weigh as much as what its stems say."""

_USUAL, _LOWER = 0.08, 0.3
_LEAST = 0.02
_MOST_MEANINGS = 8
_SEEN_OFTEN = 3


@dataclass(slots=True)
class _English:
    """English words by number: words of one stem share a number, and each use is counted by its spelling."""

    stem: Callable[[str], str]
    numbers: dict[str, int] = field(default_factory=dict)
    spellings: list[Counter[str]] = field(default_factory=list)
    cache: dict[str, str] = field(default_factory=dict)
    bases: dict[int, str] = field(default_factory=dict)

    def number(self, word: str) -> int:
        """The number of `word`; the same for all words of its stem."""
        key = self.cache.get(word)
        if key is None:
            key = self.cache[word] = self.stem(word.casefold())
        number = self.numbers.setdefault(key, len(self.numbers))
        if number == len(self.spellings):
            self.spellings.append(Counter())
        self.spellings[number][word] += 1
        return number

    def base(self, number: int) -> str:
        """How the words of a number are shown: the shortest form that is not rare, capitalized where texts do so."""
        if number not in self.bases:
            self.bases[number] = base_form(self.spellings[number])
        return self.bases[number]


@dataclass(frozen=True, slots=True)
class Tables:
    """Ranked meanings of stems and of frequent written words (folded), each with its probability, and how often a stem
    was seen in the bitext; for each meaning the vector of its words (see `contexts`)."""

    by_stem: Mapping[str, Meanings]
    by_word: Mapping[str, Meanings]
    frequencies: Mapping[str, float]
    contexts: Mapping[str, NDArray[np.float32]]


def build(
    bitext: Bitext,
    dictionary: Dictionary,
    *,
    stem: Callable[[str], str],
    source_weights: Mapping[str, float],
    rounds: int = 5,
) -> Tables:
    """The meanings that `bitext` and `dictionary` give every Arabic stem.

    `stem` gives the stem of an English word; `source_weights` says what a pair of a source counts, else 1.
    """
    english = _English(stem)
    numbers: dict[str, int] = {}
    sentences, owners = _sentences(bitext, dictionary, english, numbers, source_weights)
    read = [sentence.english for sentence in sentences]
    sentences += _entries(dictionary, english, numbers)
    by_unit, by_token = align(sentences, right_size=max(1, len(english.spellings)), rounds=rounds)
    names = list(numbers)
    unit_counts = _collect(by_unit, names)
    word_counts = _collect(by_token, owners)
    # Owners end where the dictionary's entries begin: those count for stems only.
    seen = bitext.frequencies
    frequencies = _frequencies(bitext, dictionary)
    by_stem = {
        unit: _ranked(unit_counts.get(unit, {}), dictionary, unit, english)
        for unit in {*unit_counts, *dictionary.entries}
    }
    by_stem = {unit: meanings for unit, meanings in by_stem.items() if meanings}
    by_word = {
        word: _blend(word_counts[word], word, seen[word], by_stem, frequencies, dictionary, english)
        for word, count in seen.items()
        if count >= _SEEN_OFTEN and word in word_counts
    }
    vectors = contexts.vectors(read, size=len(english.spellings))
    shown = {meaning for table in (by_stem, by_word) for meanings in table.values() for meaning, _ in meanings}
    return Tables(by_stem, by_word, frequencies, {meaning: _context(meaning, english, vectors) for meaning in shown})


def _context(meaning: str, english: _English, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the vectors of a meaning's words, as a unit vector."""
    parts = [english.number(part) for part in english_words(meaning)]
    known = [vectors[number] for number in parts if number < len(vectors)]
    return contexts.unit(np.sum(known, axis=0)) if known else np.zeros(contexts.DIMENSIONS, np.float32)


def base_form(spellings: Mapping[str, int]) -> str:
    """The usual one of the spellings of a stem, without its inflection where that form is in use too."""
    forms: dict[str, Counter[str]] = {}
    for spelling, count in spellings.items():
        forms.setdefault(spelling.casefold(), Counter())[spelling] += count
    total = sum(spellings.values())
    usual = max(forms, key=lambda form: (forms[form].total(), form))
    bare = [form for form in _uninflected(usual) if form in forms and forms[form].total() >= _USUAL * total]
    chosen = forms[bare[0] if bare else usual]
    lower = sum(count for spelling, count in chosen.items() if spelling.islower())
    in_case = [spelling for spelling in chosen if spelling.islower() == (lower > _LOWER * chosen.total())]
    return max(in_case or chosen, key=lambda spelling: (chosen[spelling], spelling))


def _uninflected(form: str) -> list[str]:
    """What `form` may be the plural, the past or the participle of."""
    bases = []
    for ending, restored in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", "e"),
        ("ed", ""),
        ("ing", "e"),
        ("ing", ""),
    ):
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            bases.append(form[: -len(ending)] + restored)
    return bases


def _sentences(
    bitext: Bitext,
    dictionary: Dictionary,
    english: _English,
    numbers: dict[str, int],
    source_weights: Mapping[str, float],
) -> tuple[list[Sentence], list[str]]:
    """The pairs as numbers, and the folded word of every Arabic token that they hold, in order."""
    sentences: list[Sentence] = []
    owners: list[str] = []
    known: dict[str, list[tuple[int, float]]] = {}
    for name, source, target in bitext.pairs:
        tokens = [fold(word) for word in words(source)]
        places = [
            (place / len(tokens), word)
            for place, word in enumerate(tokens)
            if word not in FUNCTION_WORDS and len(word) > 1
        ]
        targets = english_words(target)
        if not places or not targets:
            continue
        for _, word in places:
            if word not in known:
                found = units(word, dictionary)
                known[word] = [(numbers.setdefault(unit, len(numbers)), exp(-cost)) for unit, cost in found]
        sentences.append(
            Sentence(
                [known[word] for _, word in places],
                [place for place, _ in places],
                [english.number(word) for word in targets],
                [place / len(targets) for place in range(len(targets))],
                source_weights.get(name, 1.0),
            )
        )
        owners += [word for _, word in places]
    return sentences, owners


def _entries(dictionary: Dictionary, english: _English, numbers: dict[str, int]) -> list[Sentence]:
    """Every dictionary entry as a very short sentence pair."""
    result = []
    for unit, entries in dictionary.entries.items():
        for entry in entries:
            glosses = english_words(entry.english)
            if glosses:
                number = numbers.setdefault(unit, len(numbers))
                targets = [english.number(word) for word in glosses]
                weight = _ENTRY_WEIGHT * entry.sources
                result.append(Sentence([[(number, 1.0)]], [0.0], targets, [0.0] * len(targets), weight))
    return result


def _collect(links: Links, names: Sequence[str]) -> dict[str, dict[int, float]]:
    """The counts of `links` by the name of their left side and the number of their right one."""
    counts: dict[str, dict[int, float]] = {}
    for left, right, count in zip(links.left.tolist(), links.right.tolist(), links.count.tolist(), strict=True):
        if left < len(names) and count > 0.01:
            of = counts.setdefault(names[left], {})
            of[right] = of.get(right, 0.0) + count
    return counts


def _frequencies(bitext: Bitext, dictionary: Dictionary) -> dict[str, float]:
    """How often each stem was seen, where a written word counts for its stems by how little was cut off them."""
    seen: dict[str, float] = defaultdict(float)
    for word, count in bitext.frequencies.items():
        found = [(unit, exp(-cost)) for unit, cost in units(word, dictionary)]
        total = sum(weight for _, weight in found)
        for unit, weight in found:
            seen[unit] += count * weight / total
    return dict(seen)


def _ranked(counts: Mapping[int, float], dictionary: Dictionary, unit: str, english: _English) -> Meanings:
    """Words and whole glosses for a stem, most probable first."""
    total = sum(counts.values()) or 1.0
    scores: dict[str, float] = {}
    for number, count in counts.items():
        scores[english.base(number)] = count / total
    for entry in dictionary.entries.get(unit, ()):
        parts = english_words(entry.english)
        if len(entry.english.split()) > 1 and parts:
            each = [counts.get(english.number(part), 0.0) / total for part in parts]
            scores[entry.english] = min(each) * len(each) ** 0.5
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_MOST_MEANINGS]
    return [(word, share) for word, share in best if share >= _LEAST]


def _blend(
    counts: Mapping[int, float],
    word: str,
    seen: int,
    by_stem: Mapping[str, Meanings],
    frequencies: Mapping[str, float],
    dictionary: Dictionary,
    english: _English,
) -> Meanings:
    """What a written word was aligned with, backed by what its stems mean."""
    total = sum(counts.values()) or 1.0
    own = [(english.base(number), count / total) for number, count in counts.items()]
    weights = stem_weights(units(word, dictionary), frequencies)
    backed = mix((weight, by_stem.get(unit, [])) for unit, weight in weights)
    share = seen / (seen + _BACKOFF)
    mixed = mix(((share, own), (1 - share, backed)))[:_MOST_MEANINGS]
    return [(meaning, probability) for meaning, probability in mixed if probability >= _LEAST]
