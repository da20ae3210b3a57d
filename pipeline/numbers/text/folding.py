"""Folding: one spelling for what readers see as the same, with a map back to the text as given.

Digits become ASCII, Arabic letters lose hamza seats and vowel marks, English becomes lower case, and characters that
have no width (bidi controls, zero-width joiners, tatweel) disappear. All tables of the engine are folded the same way,
so lexicons can be written in natural spelling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Vowel marks and Quranic marks, tatweel, zero-width and bidi controls, variation selectors, soft hyphen.
_INVISIBLE = re.compile(
    "[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\ufe0e\ufe0f\u00ad]"
)

# Where a space was lost: ta marbuta, alif maqsura and tanween kasra end a word (المساهمةبالتزامات, الثانٍالذي).
_WORD_END = re.compile("[\u0629\u0649\u064d](?=[\u0621-\u064a])")

# Of these, what belongs to the letter before it.
_MARK = re.compile("[\u064b-\u065f\u0670\u0640]")

_SAME_LENGTH = {
    **{ord(zero) + i: str(i) for zero in "٠۰０" for i in range(10)},
    **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
    ord("ى"): "ي",
    ord("ی"): "ي",
    ord("ک"): "ك",
    ord("ة"): "ه",
    ord("٪"): "%",
    ord("％"): "%",
    ord("−"): "-",
    ord("‐"): "-",
    ord("‑"): "-",
    ord("‒"): "–",
    ord("—"): "–",
    ord("\u00a0"): " ",
    ord("\u2007"): " ",
    ord("\u2009"): " ",
    ord("\u202f"): " ",
    ord("’"): "'",
    ord("‘"): "'",
    ord("′"): "'",
    ord("″"): '"',
    **{code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)},
}


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
        while raw_end < len(self.raw) and _MARK.match(self.raw, raw_end):
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
    if _INVISIBLE.search(text) is None and _WORD_END.search(text) is None:
        return Folded(text, text.translate(_SAME_LENGTH), None)
    offsets: list[int] = []
    pieces: list[str] = []
    position = 0
    word_ends = {match.end() for match in _WORD_END.finditer(text)}
    for start, end in sorted({(end, end) for end in word_ends} | {m.span() for m in _INVISIBLE.finditer(text)}):
        pieces.append(text[position:start])
        offsets.extend(range(position, start))
        if end in word_ends:
            word_ends.discard(end)
            pieces.append(" ")
            offsets.append(end)
        position = end
    pieces.append(text[position:])
    offsets.extend(range(position, len(text)))
    return Folded(text, "".join(pieces).translate(_SAME_LENGTH), offsets)


_kept = lru_cache(maxsize=8)(_fold)
