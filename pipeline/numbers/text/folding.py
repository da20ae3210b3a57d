"""Folding: one spelling for what readers see as the same, with a map back to the text as given.

Digits become ASCII, Arabic letters lose hamza seats and vowel marks, English becomes lower case, and characters that
have no width (bidi controls, zero-width joiners, tatweel) disappear. All tables of the engine are folded the same way,
so lexicons can be written in natural spelling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

# Vowel marks and Quranic marks, tatweel, zero-width and bidi controls, variation selectors, soft hyphen.
_INVISIBLE = re.compile(
    "[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\ufe0e\ufe0f\u00ad]"
)

# Where a space was lost: ta marbuta, alif maqsura and tanween kasra end a word (المساهمةبالتزامات, الثانٍالذي).
_WORD_END = re.compile("[\u0629\u0649\u064d](?=[\u0621-\u064a])")

# The space that a hasty hand puts after "and", which is glued to its word in print: و النصف.
_AFTER_AND, _AND = re.compile("(?<= و) (?=[\u0621-\u064a]{3})"), " و "

_MARKS = frozenset((*map(chr, range(0x64B, 0x660)), "\u0670", "\u0640"))
"""Of these, what belongs to the letter before it."""

_SAME_LENGTH = {
    **{chr(ord(zero) + i): str(i) for zero in "٠۰０" for i in range(10)},
    **dict.fromkeys("أإآٱ", "ا"),
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "٪": "%",
    "％": "%",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "–",
    "—": "–",
    "⁄": "/",
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u202f": " ",
    "’": "'",
    "‘": "'",
    "′": "'",
    "″": '"',
    **dict(zip(ascii_uppercase, ascii_lowercase, strict=True)),
}
"""What each character becomes; none becomes one that stands here itself."""
_FOLDED = frozenset(_SAME_LENGTH)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `offsets[i]` is where folded character i stands in `raw`; None where the two run in step."""

    raw: str
    text: str
    offsets: list[int] | None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the folded span [start, end), which must not be empty."""
        if self.offsets is None:
            return start, end
        raw_end = self.offsets[end - 1] + 1
        while self.raw[raw_end : raw_end + 1] in _MARKS:
            raw_end += 1
        return self.offsets[start], raw_end

    def raw_char(self, index: int) -> str:
        """The raw character that folded character `index` stands for."""
        return self.raw[index if self.offsets is None else self.offsets[index]]


LONGEST_KEPT = 2_000
"""Characters of the longest text that is kept taken apart: a comparison asks for its two sentences again and again."""


def fold(text: str) -> Folded:
    """Folds `text`. Linear in its length."""
    return _kept(text) if len(text) <= LONGEST_KEPT else _fold(text)


def fold_word(word: str) -> str:
    """Folds a lexicon entry."""
    return _fold(word).text


def _fold(text: str) -> Folded:
    if text.isascii():
        return Folded(text, text.lower(), None)
    joins = _AND in text
    if not joins and _INVISIBLE.search(text) is None and _WORD_END.search(text) is None:
        return Folded(text, _translated(text), None)
    offsets: list[int] = []
    pieces: list[str] = []
    position = 0
    word_ends = {match.end() for match in _WORD_END.finditer(text)}
    dropped = {match.span() for match in _INVISIBLE.finditer(text)}
    if joins:
        dropped |= {match.span() for match in _AFTER_AND.finditer(text)}
    for start, end in sorted({(end, end) for end in word_ends} | dropped):
        pieces.append(text[position:start])
        offsets.extend(range(position, start))
        if end in word_ends:
            word_ends.discard(end)
            pieces.append(" ")
            offsets.append(end)
        position = end
    pieces.append(text[position:])
    offsets.extend(range(position, len(text)))
    return Folded(text, _translated("".join(pieces)), offsets)


def _translated(text: str) -> str:
    for character in _FOLDED.intersection(text):  # a sentence has a few of them; `str.translate` takes longer
        text = text.replace(character, _SAME_LENGTH[character])
    return text


_kept = lru_cache(maxsize=8)(_fold)
