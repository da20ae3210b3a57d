"""Number words that are names in one text, or parts of them, which the other spells in its own letters: ستون, Stone."""

from __future__ import annotations

import re

from pipeline.numbers.compare.transliteration import arabic_skeletons, whole_skeletons
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.scanning import scan

_NAME = re.compile(r"\b[A-Z][a-z]+")
_NAME_BEFORE, _NAME_BEHIND = re.compile(r"[A-Z][a-z]+[ -]$"), re.compile(r"[ -][A-Z][a-z]")
_REACH = 30
"""Characters before a word in which another one of its name begins."""
_SHORTEST = 3
"""Fewer consonants are alike by chance."""


def is_name_like_number(figure: Quantity, text: str, other: str) -> bool:
    """Whether a number word of Arabic `text` is a name that `other` spells in Latin letters: ستون, وست."""
    if figure.unit is not None or not figure.text.isalpha() or figure.text.isascii():
        return False
    start = figure.start
    while start and text[start - 1].isalpha():
        start -= 1  # وست, West
    names = whole_skeletons(name.casefold() for name in _NAME.findall(other))
    return not names.isdisjoint(arabic_skeletons(fold(text[start : figure.end]).text, shortest=_SHORTEST))


def is_number_in_name(figure: Quantity, text: str, other: str) -> bool:
    """Whether a number word of English `text` is part of a name that `other` spells in its letters: "Thousand Oaks"."""
    if not (figure.text.isascii() and figure.text.isalpha() and figure.text.istitle()):
        return False
    before = text[max(figure.start - _REACH, 0) : figure.start]
    if _NAME_BEHIND.match(text, figure.end) is None and _NAME_BEFORE.search(before) is None:
        return False
    names = whole_skeletons((figure.text.casefold(),))
    words = (word for kind, word, _ in scan(fold(other).text) if kind == "word")
    return any(not names.isdisjoint(arabic_skeletons(word, shortest=_SHORTEST)) for word in words)
