"""English inside Arabic text: a quoted sentence, a title, "342 million dollars". It is read as English is.

A number word in Latin letters is none of Arabic's; what is copied into the translation as it stands must read the same
on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.numbers.lexicon import number_words
from pipeline.numbers.read.rules import rule

_LATIN = re.compile(r"[A-Za-z]{3}")
# One class of characters, so that no text can make it try the same characters in many ways.
_RUN = re.compile(r"[\x20-\x7e€£¥’“”–—]+")
_WORD = re.compile(r"[A-Za-z]+")
_PERCENT = frozenset({"percent", "per"})
"""And those of a percentage, "per" being that of "per cent"."""
_EDGES = " .,:;'\"’“”()[]{}<>–—-/"


@cache
def _number_words() -> frozenset[str]:
    """The English words that a number may be made of; single letters are left out."""
    numbers = number_words("en").items()
    return frozenset(word for word, number in numbers if number.role != "suffix") | _PERCENT


def may_hold_latin(text: str) -> bool:
    """Whether `text` has a Latin word at all; a quick test."""
    return _LATIN.search(text) is not None


@rule(
    "ar-latin-run",
    reads="a stretch of English in Arabic text, which is read as English is",
    must=("قال: Profits were 342 million dollars", "كتاب Two Cities الشهير"),
    leaves="هاتف iPhone 15 الجديد",
)
def latin_run(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the stretches in Latin letters that hold an English number word."""
    for run in _RUN.finditer(text):
        words = _WORD.findall(run.group().lower())
        if not _number_words().isdisjoint(words):
            said = run.group().strip(_EDGES)
            start = run.start() + run.group().find(said)
            yield start, start + len(said)


LATIN = (latin_run,)
