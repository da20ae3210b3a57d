"""Whether an Arabic and an English word may be said for one another, by the meanings of the lexical model.

The model is noisy and leaves meanings out, so "apart" is said only of two words that it knows well. How the thresholds
were chosen stands in docs/numbers.md.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import Literal

import numpy as np

from models.lexical.arabic import fold
from models.lexical.english import irregular_forms, stem, stems_of
from models.lexical.model import LexicalModel, mix

Kin = Literal["same", "near", "class", "apart", "unknown"]
"""same: one is a meaning of the other; near: they share a meaning; class: one is a class to which the other may belong;
apart: both are known and none of this holds; unknown: one of them is not known well enough to tell."""

_SAME = 0.05
"""A meaning's least probability."""
_SHARED, _SHARED_SURE = 0.1, 0.2
"""The least probability of a meaning by way of which two words are near, and in the row that joins them."""
_KNOWN, _READ = 0.25, 3.0
"""What the first meaning of a word that is known must have, and how often its stem was read."""
_MAIN = 0.3
"""The probability of a meaning that excludes others."""
_ALIKE = 4
"""Letters with which two words must begin alike to be taken for relatives."""
_TOLD = {"سنا": "tooth", "اسنان": "tooth"}
"""Words that the model knows by another sense than the one that is counted: سن is an age, but seventy of it are teeth."""
_CLASSES = frozenset(
    stem(word)
    for word in """
        people person individual member figure victim casualty other official resident citizen human adult
        folk inhabitant population community group item piece unit thing case type kind form set part number total
        incident event instance example location site place area point facility structure building vehicle product
        object element case occasion time organization entity body institution one those them many some others
        percent share respondent participant operation position category measure step subject part mission
        """.split()  # noqa: SIM905  # one a line would fill a page
)
"""English words that a translator may put for what a text counts, whatever it is."""
_CONTRASTS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("dead", "kill", "death", "fatality", "martyr", "slain"), ("wounded", "injury", "injured", "hurt"),
     ("missing",), ("arrest", "detainee", "prisoner")),
    (("man", "boy", "male"), ("woman", "girl", "female")),
    (("birth", "born"), ("death", "dead")),
    (("import",), ("export",)),
    (("profit", "gain"), ("loss",)),
    (("revenue", "income"), ("expense", "expenditure", "spending", "cost")),
    (("doctor", "physician"), ("nurse",), ("patient",), ("engineer",), ("teacher",), ("student", "pupil"),
     ("journalist", "reporter"), ("soldier", "troop"), ("policeman", "police"), ("lawyer",), ("judge",), ("civilian",)),
    (("house", "home"), ("school",), ("hospital",), ("mosque",), ("church",), ("factory",)),
    (("car",), ("truck",), ("bus",), ("ship",), ("train",), ("aircraft", "plane"), ("bicycle",)),
    (("goal",), ("match", "game"), ("assist",)),
    (("city",), ("village",), ("country",), ("province", "governorate")),
    (("child",), ("woman",), ("man",)),
)  # fmt: skip
"""Notions of which only one can be meant, although the model finds a way between them; each with its words."""


class Kinship:
    """Tells how an Arabic and an English word are related; `model` is read once, and answers are kept."""

    def __init__(self, model: LexicalModel) -> None:
        self._model = model
        self.of = lru_cache(maxsize=65_536)(self._of)
        self._meanings = lru_cache(maxsize=16_384)(self._look_up)
        self._partners = lru_cache(maxsize=16_384)(self._find_partners)

    def _of(self, arabic: str, english: str) -> Kin:
        """How `arabic`, a word as a text has it, and `english` are related."""
        meanings, known = self._meanings(arabic)
        word = stem(english)
        share = meanings.get(word, 0.0)
        apart = _exclude(meanings, word)
        if share >= _SAME and not apart:
            return "same"
        if not apart and (word in _CLASSES or any(part in _CLASSES and p >= _SHARED_SURE for part, p in meanings.items())):
            return "class"
        partners, read = self._partners(word)
        if not known or not read:
            return "unknown"
        if apart:
            return "apart"
        near = any(p >= _SHARED and part in partners for part, p in meanings.items())
        return "near" if near or _alike(meanings, word) else "apart"

    def _look_up(self, arabic: str) -> tuple[dict[str, float], bool]:
        """The stems of the meanings of a word with their probabilities, and whether it is known well."""
        if (told := _TOLD.get(fold(arabic))) is not None:
            return {stem(told): 1.0}, True
        model = self._model
        found = model.look_up(arabic)
        rows = [found.meanings]
        if found.source == "word":
            stems = model.stems_of(arabic)
            rows.append(mix((weight, model.by_stem.row(unit, model.vocabulary)) for unit, weight in stems))
        meanings: dict[str, float] = {}
        for row in rows:
            total: dict[str, float] = {}
            for english, share in row:
                for part in stems_of(english):
                    total[part] = total.get(part, 0.0) + share
            for part, share in total.items():
                meanings[part] = max(share, meanings.get(part, 0.0))
        known = (
            found.source in ("word", "stem")
            and found.meanings[0][1] >= _KNOWN
            and model.frequency(arabic) >= _READ
            and len(fold(arabic)) > 2
        )
        return meanings, known

    def _numbers(self, word: str) -> list[int]:
        """The places in the vocabulary of the words and phrases that begin with a word of the stem `word`."""
        vocabulary, found = self._model.vocabulary, list[int]()
        for beginning in (word, word.capitalize(), *irregular_forms(word)):
            at = bisect_left(vocabulary, beginning)
            while at < len(vocabulary) and vocabulary[at].startswith(beginning):
                if word in stems_of(vocabulary[at])[:1]:
                    found.append(at)
                at += 1
        return list(dict.fromkeys(found))

    def _find_partners(self, word: str) -> tuple[frozenset[str], bool]:
        """The stems that some Arabic row gives as meanings beside `word`, and whether any row is sure of `word`."""
        model = self._model
        partners: set[str] = set()
        read = False
        for number in self._numbers(word):
            for table in (model.by_stem, model.by_word):
                places = np.flatnonzero(table.english == number)
                if len(places) == 0:
                    continue
                rows = np.searchsorted(table.starts, places, side="right") - 1
                for place, row in zip(places.tolist(), rows.tolist(), strict=True):
                    if table.probabilities[place] < 255 * _SHARED:
                        continue
                    read = read or bool(table.probabilities[place] >= 255 * _KNOWN)
                    for other in range(int(table.starts[row]), int(table.starts[row + 1])):
                        if table.probabilities[other] >= 255 * _SHARED:
                            partners.update(stems_of(model.vocabulary[int(table.english[other])]))
        return frozenset(partners), read


def _exclude(meanings: dict[str, float], word: str) -> bool:
    """Whether a main meaning and the word are notions of which only one can be meant."""
    own, share = _NOTIONS.get(word), meanings.get(word, 0.0)
    if own is None:
        return False
    for meaning, p in meanings.items():
        others = _NOTIONS.get(meaning) if p >= _MAIN and p > 2 * share else None
        if others is not None and any(others.get(family, notion) != notion for family, notion in own.items()):
            return True
    return False


def _alike(meanings: dict[str, float], word: str) -> bool:
    """Whether a meaning begins like the word: "journal", "journalism"."""
    return len(word) >= _ALIKE and any(
        share >= _SAME and len(part) >= _ALIKE and (word.startswith(part) or part.startswith(word))
        for part, share in meanings.items()
    )


def _notions() -> dict[str, dict[int, int]]:
    """For each word of a contrast the families that it stands in, with its place there."""
    found: dict[str, dict[int, int]] = {}
    for family, notions in enumerate(_CONTRASTS):
        for place, words in enumerate(notions):
            for word in words:
                found.setdefault(stem(word), {})[family] = place
    return found


_NOTIONS = _notions()
