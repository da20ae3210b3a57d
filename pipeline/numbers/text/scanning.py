"""Splits a folded text into pieces: links, digit strings, words and single symbols."""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from typing import Literal, cast

from pipeline.numbers.text.folding import LONGEST_KEPT

PieceKind = Literal["digits", "word", "symbol", "link"]

# Every alternative is told by its first characters and runs over one character class at a time, so no text can make
# it try the same characters in many ways. Words come first, as most pieces are words.
_PIECE = re.compile(
    r"""
    (?P<word> (?!https?://\S|www\.\S)[^\W\d_]+ )
  | (?P<link> https?://\S+ | www\.\S+ | &\#?[a-z0-9]{1,8}; )
  | (?P<digits>
        (?<!\d\ )(?<!\d)000(?:\ 000)*\ \d{1,3}(?!\d|\ \d)     # 000 100, typed from right to left
      | (?<!\d\ )\d{1,3}(?:\ \d{3})+(?!\d|\ \d)(?:[.,٫]\d+)?     # 1 234 567.89
      | \d+(?:\.\d+)?e[+-]?\d{1,3}(?!\w)              # 12.32e+14
      | \d+(?:[.,٬٫،']\d+)*                        # 1,234.5   ١٬٢٣٤٫٥   12.30.45
      | (?<![\w.])[.٫]\d+                          # .77
    )
  | (?P<symbol> \S )
    """,
    re.VERBOSE,
)
_DIGIT, _WORD_OR_SYMBOL = re.compile(r"\d"), re.compile(r"[^\W\d_]+|\S")


def scan(text: str) -> list[tuple[PieceKind, str, int]]:
    """(kind, piece, start) for every piece of a folded text, in order; a list not to be changed. Linear time."""
    return _kept(text) if len(text) <= LONGEST_KEPT else _scan(text)


def has_digit(folded: str) -> bool:
    """Whether a folded text has a figure in digits."""
    return _DIGIT.search(folded) is not None


def _scan(text: str) -> list[tuple[PieceKind, str, int]]:
    if "&" not in text and "//" not in text and "www." not in text and not has_digit(text):
        return _words_and_symbols(text)
    pieces = [(match.lastgroup, intern(match[0]), match.start()) for match in _PIECE.finditer(text)]
    return cast("list[tuple[PieceKind, str, int]]", pieces)  # every alternative of the pattern has a name


def _words_and_symbols(text: str) -> list[tuple[PieceKind, str, int]]:
    """The pieces of a text without figures and links, as most are: a third faster than to look for either everywhere.

    What stands between two spaces is a word, or one with a mark behind it, or else taken apart.
    """
    pieces: list[tuple[PieceKind, str, int]] = []
    start = 0
    for run in text.split(" "):
        last = len(run) - 1
        if run.isalpha():
            pieces.append(("word", intern(run), start))
        elif run[:last].isalpha() and not (run[last].isalnum() or run[last].isspace()):
            pieces.append(("word", intern(run[:last]), start))
            pieces.append(("symbol", run[last], start + last))
        else:
            for match in _WORD_OR_SYMBOL.finditer(run):
                piece = match[0]
                kind: PieceKind = "word" if piece.isalnum() else "symbol"
                pieces.append((kind, intern(piece), start + match.start()))
        start += last + 2
    return pieces


_kept = lru_cache(maxsize=8)(_scan)


def words_of(text: str) -> tuple[str, ...]:
    """The pieces of a folded phrase."""
    if text.isalpha():
        return (text,)
    if text.replace(" ", "").isalpha():
        return tuple(text.split())  # nothing but words, as in most entries of the vocabulary
    return tuple(piece for _, piece, _ in _scan(text))
