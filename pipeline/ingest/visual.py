"""Arabic text in visual order: how to tell it, and how to bring a line back into the order in which it is read.

A line is stored in visual order if its characters stand as they are printed, from left to right: the Arabic letters of
every word backwards, numbers and Latin words forwards. Some PDF files hold their text so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.ingest.decoding import COMMON_WORDS

PRESENTATION_FORM = re.compile("[\ufb50-\ufd3d\ufd50-\ufdff\ufe70-\ufefc]")
"""Shapes that letters take inside words, as old fonts number them (U+FB50–FDFF, U+FE70–FEFF), without the ornate
brackets."""

_WORD = re.compile("[ء-يً-ْـٱ-ۓ]{2,}")
_ARTICLE = ("ال", "وال", "بال", "فال", "كال", "لل")
_NEVER_FIRST = frozenset("ةىؤئ")  # no Arabic word begins with one of these
_FEWEST_WORDS = 5
_MANY, _MORE = 0.15, 2.0
_FEW_WORDS, _READABLE = 20, 0.05


def is_visual(text: str) -> bool:
    """Whether the Arabic words of `text` read backwards.

    Words speak for an order if in it they are common words, begin with the definite article or end in ta marbuta;
    words that begin with a letter that none begins with do not. Of news, 0.4 to 0.8 of the words speak for the order in
    which they are, and below 0.05 for the other. Too short a text (under 5 words) is taken as it is.

    On the 997 sentences of FLORES-200 dev one by one: none is taken for visual, and 996 are when turned around.
    """
    words = _WORD.findall(letters(text[:200_000]))
    forwards = sum(map(_speaks, words))
    backwards = sum(_speaks(word[::-1]) for word in words)
    return len(words) >= _FEWEST_WORDS and backwards > _MANY * len(words) and backwards > _MORE * forwards


def is_readable(text: str) -> bool:
    """Whether the words of `text` look like Arabic: at least 5 % are common words, have the article or a ta marbuta.

    Letters in a wrong order, or of a font that names them wrongly, stay below. A text of few words is taken as it is.
    """
    words = _WORD.findall(letters(text[:200_000]))
    return len(words) < _FEW_WORDS or sum(map(_speaks, words)) >= _READABLE * len(words)


def _speaks(word: str) -> bool:
    if word[0] in _NEVER_FIRST:
        return False
    return word in COMMON_WORDS or (len(word) > 3 and (word.startswith(_ARTICLE) or word.endswith("ة")))


def letters(text: str) -> str:
    """The text with presentation forms replaced by the letters they show; nothing else is changed."""
    return PRESENTATION_FORM.sub(lambda match: unicodedata.normalize("NFKC", match[0]).strip(), text)


_STOP_FIRST = re.compile(
    r"\A([.!,;:…]+)(\w.*)\Z", re.DOTALL
)  # of a sentence that ends in Latin words, seen from the right
_LATIN, _ARABIC, _DIGIT, _OTHER = "latin", "arabic", "digit", "other"
_KINDS = {"L": _LATIN, "R": _ARABIC, "AL": _ARABIC, "EN": _DIGIT, "AN": _DIGIT}
_SEPARATORS = frozenset(".,:/٫٬،\u00a0")  # single ones between digits belong to the number (Unicode's class CS, and ٫٬)
_CLOSING = {")": "(", "]": "[", "}": "{", "»": "«", "›": "‹", "\ufd3e": "\ufd3f", "”": "“"}
_OPENING = {opening: closing for closing, opening in _CLOSING.items()}
_PUNCTUATION = frozenset(".,،;؛:!؟?…") | _CLOSING.keys()


def logical_line(units: Sequence[str]) -> str:
    """The line in reading order. `units` are its glyphs from left to right, each with its own letters in reading order.

    It undoes the Unicode bidirectional algorithm (UAX #9) for a line of Arabic: units from the right, but numbers with
    their inner separators, and Latin words with what stands between and after them, from the left. A line that begins
    and ends in Latin letters, and has more of them, is read from the left, and its Arabic words from the right.
    """
    kinds = [_kind(unit) for unit in units]
    strong = [kind for kind in kinds if kind in (_LATIN, _ARABIC)]
    if strong and _ARABIC not in strong:
        return _STOP_FIRST.sub(r"\2\1", "".join(units))
    if strong and strong[0] == strong[-1] == _LATIN and strong.count(_LATIN) > strong.count(_ARABIC):
        runs = [list(run) for _, run in groupby(_pieces(units, kinds), key=lambda piece: piece[1])]
        pieces = [piece for run in runs for piece in (reversed(run) if run[0][1] else run)]
        return "".join(text for text, _ in pieces)
    return _with_brackets_turned("".join(text for text, _ in reversed(list(_pieces(units, kinds)))))


def _kind(unit: str) -> str:
    return next((kind for c in unit if (kind := _KINDS.get(unicodedata.bidirectional(c)))), _OTHER)


def _pieces(units: Sequence[str], kinds: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """What keeps its inner order, from left to right: numbers, Latin phrases and (True) single other units."""
    start = 0
    while start < len(units):
        end = start + 1
        if kinds[start] == _LATIN:
            for position in range(end, len(units)):
                if kinds[position] == _ARABIC:
                    break
                if kinds[position] in (_LATIN, _DIGIT):
                    end = position + 1
        elif kinds[start] == _DIGIT:
            while end < len(units) and (
                kinds[end] == _DIGIT
                or (units[end] in _SEPARATORS and end + 1 < len(units) and kinds[end + 1] == _DIGIT)
            ):
                end += 1
        yield "".join(units[start:end]), kinds[start] not in (_LATIN, _DIGIT)
        start = end


def _with_brackets_turned(line: str) -> str:
    """The line with every bracket that stands before a word opening, and every one behind a word closing.

    Which of the two a glyph in Arabic text is called is up to the program that wrote the file.
    """
    characters = list(line)
    for position, character in enumerate(characters):
        if character in _OPENING or character in _CLOSING:
            before = characters[position - 1] if position else " "
            after = characters[position + 1] if position + 1 < len(characters) else " "
            begins, ends = before.isspace() or before in _OPENING, after.isspace() or after in _PUNCTUATION
            if begins != ends:
                characters[position] = (_CLOSING if begins else _OPENING).get(character, character)
    return "".join(characters)
