"""Whether an Arabic and a Latin spelling may be of one name: by their consonants, as they are usually written."""

from __future__ import annotations

import re
from functools import lru_cache

from models.lexical.arabic import fold

_ARABIC = {
    "ب": "P", "پ": "P", "ت": "T", "ط": "T", "ث": "T", "ج": "G", "چ": "X", "خ": "K", "د": "D", "ض": "D", "ذ": "D",
    "ر": "R", "ز": "S", "ژ": "S", "ظ": "S", "س": "S", "ص": "S", "ش": "X", "غ": "G", "گ": "G", "ف": "F", "ڤ": "F",
    "ق": "K", "ك": "K", "ک": "K", "ل": "L", "م": "M", "ن": "N",
}  # fmt: skip
"""What a letter sounds like. The others (vowels, ه, ح, ع, و, ي) are often written by nothing at all."""

_LATIN = (
    ("sh", "X"), ("sch", "X"), ("ch", "X"), ("kh", "K"), ("gh", "G"), ("dh", "D"), ("th", "T"), ("ph", "F"),
    ("zh", "S"), ("ck", "K"), ("x", "KS"), ("b", "P"), ("p", "P"), ("t", "T"), ("d", "D"), ("j", "G"), ("g", "G"),
    ("c", "K"), ("k", "K"), ("q", "K"), ("r", "R"), ("z", "S"), ("s", "S"), ("v", "F"), ("f", "F"), ("l", "L"),
    ("m", "M"), ("n", "N"),
)  # fmt: skip
_PIECE = re.compile("|".join(sorted((piece for piece, _ in _LATIN), key=len, reverse=True)))
_SOUNDS = dict(_LATIN)
_FEWEST = 2


def sounds_alike(arabic: str, latin: str) -> bool:
    """Whether the consonants of both agree, doubled ones counted once: مادييف and Madiyev, Madev, Madief."""
    first, second = _of_arabic(arabic), _of_latin(latin)
    return len(first) >= _FEWEST and first == second


@lru_cache(maxsize=16_384)
def _of_arabic(word: str) -> str:
    return _single("".join(_ARABIC.get(letter, "") for letter in fold(word)))


@lru_cache(maxsize=16_384)
def _of_latin(word: str) -> str:
    return _single("".join(_SOUNDS[piece] for piece in _PIECE.findall(word.casefold())))


def _single(sounds: str) -> str:
    return "".join(sound for place, sound in enumerate(sounds) if sound != sounds[place - 1 : place])
