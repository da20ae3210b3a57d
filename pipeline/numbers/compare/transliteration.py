"""Whether an Arabic word is a foreign word written in Arabic letters, told by the consonants it shares with a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.numbers.text.clitics import spellings

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("تطث", "t"), **dict.fromkeys("دضذ", "d"), **dict.fromkeys("كقخ", "k"),
        **dict.fromkeys("جغ", "g"), **dict.fromkeys("سصشزظ", "s"), "ب": "b", "ف": "f", "ل": "l", "م": "m", "ن": "n",
        "ر": "r",
    }
)  # fmt: skip
_LATIN = str.maketrans(
    {
        **dict.fromkeys("bp", "b"), **dict.fromkeys("kq", "k"), **dict.fromkeys("gj", "g"), **dict.fromkeys("sz", "s"),
        **dict.fromkeys("fv", "f"), "x": "ks",
    }
)  # fmt: skip
_CONSONANTS = frozenset("btdkgsflmnr")
_FIRST = {**dict.fromkeys("اعيوaeiouyw", "a"), **dict.fromkeys("هحh", "h")}
"""Letters that are no consonants of a skeleton, and yet mark where the word begins."""
_SHORTEST = 4
"""Fewer consonants are alike by chance."""
_LONGER = 2
"""How many consonants an ending may add: Pakistan, Pakistani's."""


def skeletons_of(latin_words: Iterable[str]) -> frozenset[str]:
    """What `is_transliterated` looks a word up in: the skeletons of `latin_words`, in small letters, less an ending."""
    return frozenset(
        found[: len(found) - ending]
        for latin in set(latin_words)
        for found in _latin_skeletons(latin)
        for ending in range(_LONGER + 1)
    )


def whole_skeletons(latin_words: Iterable[str]) -> frozenset[str]:
    """The skeletons of `latin_words`, in small letters, to their last letter."""
    return frozenset(found for latin in set(latin_words) for found in _latin_skeletons(latin))


def is_transliterated(word: str, skeletons: frozenset[str], *, shortest: int = _SHORTEST) -> bool:
    """Whether folded Arabic `word`, with or without a clitic, has the consonants with which some Latin word begins.

    كريستين is Christine, باكستان the beginning of Pakistani. `skeletons` are `skeletons_of` the Latin words,
    `shortest` the consonants that must agree.
    """
    return not skeletons.isdisjoint(arabic_skeletons(word, shortest=shortest))


def arabic_skeletons(word: str, *, shortest: int = _SHORTEST) -> frozenset[str]:
    """The skeletons of folded Arabic `word`, with and without a clitic, that have at least `shortest` consonants."""
    return frozenset(found for found in map(_arabic_skeleton, spellings(word)) if len(found) >= shortest)


@lru_cache(maxsize=20_000)
def _arabic_skeleton(word: str) -> str:
    """The consonants, after a mark where the word begins with none of them."""
    return _FIRST.get(word[:1], "") + _bare(word.replace("تش", "س").translate(_ARABIC))


@lru_cache(maxsize=20_000)
def _latin_skeletons(word: str) -> tuple[str, ...]:
    """The same with a hard and a soft "c" and "ch": Christine and China."""
    mark = _FIRST.get(word[:1], "")
    word = word.replace("ph", "f").replace("th", "t")
    readings = {mark + _bare(word.replace("c", sound).translate(_LATIN)) for sound in ("k", "s")}
    readings.add(mark + _bare(re.sub("c(?=[eiy])", "s", word).replace("c", "k").translate(_LATIN)))
    return tuple(readings)


def _bare(text: str) -> str:
    """Consonants only, each once where it is doubled."""
    bare = ""
    for letter in text:
        if letter in _CONSONANTS and bare[-1:] != letter:
            bare += letter
    return bare
