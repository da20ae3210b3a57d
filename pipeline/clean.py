"""Takes out of a text what no reader sees, keeping for every character left the place it had before.

Cleaning is a table of steps. A step is a pure function that names edits (start, end, replacement); one driver applies
them and carries the offset map, so that any span of the cleaned text leads back to the raw text. Digits, letters,
punctuation and line breaks are never changed in meaning: normalization is NFC, never NFKC, which would turn "½" into
"1⁄2" and "x²" into "x2".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from models.script import MARKS

Edit = tuple[int, int, str]
"""Replace `text[start:end]` by a string. A step yields its edits in order, and they do not overlap."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text and its way back: `offsets[i]` is the raw index of character i, `offsets[-1]` the raw length.

    Offsets never decrease. Where one raw character became several (a ligature), they share an offset.
    """

    text: str
    offsets: Sequence[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span that `text[start:end]` was made of, with the invisible characters that follow it.

        A span that ends inside what one ligature became covers the whole ligature.
        """
        if end > start:
            while self.offsets[end] == self.offsets[end - 1]:
                end += 1
        return self.offsets[start], self.offsets[end]


def clean(text: str) -> Cleaned:
    """Applies every step of `STEPS` in order. Pure, linear in the length of the text, and idempotent on its output."""
    cleaned = Cleaned(text, range(len(text) + 1))
    for find_edits in STEPS.values():
        cleaned = apply_edits(cleaned, find_edits(cleaned.text))
    return cleaned


def apply_edits(cleaned: Cleaned, edits: Iterable[Edit]) -> Cleaned:
    """The text with `edits` made and the offsets carried along: a replacement stands where what it replaced began."""
    text, old = cleaned.text, cleaned.offsets
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for start, end, replacement in edits:
        pieces += (text[position:start], replacement)
        offsets.extend(old[position:start])
        offsets.extend(repeat(old[start], len(replacement)))
        position = end
    if position == 0:
        return cleaned
    return Cleaned("".join((*pieces, text[position:])), [*offsets, *old[position:]])


# Bidi marks, embeddings and isolates, zero-width spaces and joiners, soft hyphens, byte-order marks, tags, control
# characters other than tab and line breaks, and halves of surrogate pairs. ZWNJ goes too: between Arabic letters it
# only changes their shape. The visible format characters U+0600–0605 and U+06DD are not here.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]+"
)


def drop_invisible(text: str) -> Iterator[Edit]:
    """Removes control, bidi and zero-width characters; tabs and line breaks stay."""
    for match in _INVISIBLE.finditer(text):
        yield match.start(), match.end(), ""


# The two blocks of Arabic letter shapes, less what stands for itself: ﷺ ﷻ ﷼ ﷽ and the symbols after them.
_PRESENTATION_FORM = re.compile("[\ufb50-\ufdf9\ufe70-\ufefc]")


def fold_presentation_forms(text: str) -> Iterator[Edit]:
    """Turns Arabic letter shapes and ligatures (ﻼ) into ordinary letters (لا).

    They are leftovers of typesetting, common in text taken from PDF files, and no tokenizer or lexicon knows them. NFKC
    is right for exactly these blocks. An isolated vowel sign folds to a space and the sign; the space, which would tear
    the word, is dropped.
    """
    for match in _PRESENTATION_FORM.finditer(text):
        folded = unicodedata.normalize("NFKC", match.group()).replace(" ", "")
        if folded != match.group():
            yield match.start(), match.end(), folded


_LETTER = rf"(?:[^\W\d_]|[\u0300-\u036f{MARKS}])"
# Composing, a later step, must not change what this sees, or cleaning twice would differ: no letter but Arabic ones.
_ARABIC_LETTER = rf"[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff{MARKS}]"
_TATWEEL = re.compile(
    rf"(?P<era>(?<!{_ARABIC_LETTER})ه(?P<run>ـ+)(?!{_ARABIC_LETTER}|[\u0300-\u036f]))"  # هـ alone: Hijri era
    rf"|(?P<dash>(?<!{_LETTER})ـ+(?!{_LETTER}))"
    r"|ـ+"
)


def drop_tatweel(text: str) -> Iterator[Edit]:
    """Removes the stretching mark inside and after words (بـ25 becomes ب25).

    A tatweel without a letter at its side is typed for a dash (10 ـ 20) and becomes a hyphen, lest two numbers run
    together. In هـ standing alone it stays: that is how the Hijri era is written.
    """
    for match in _TATWEEL.finditer(text):
        if match["era"]:
            yield match.start("run") + 1, match.end(), ""
        else:
            yield match.start(), match.end(), "-" if match["dash"] else ""


# A stretch of characters that normalization may touch, with the one before it, to which marks may attach. Between the
# excluded characters (ASCII, unmarked Arabic letters and digits) nothing ever composes.
_MAY_COMPOSE = re.compile("(?s:.)?[^\t\n\r -~\u0600-\u060f\u061b-\u064a\u0660-\u066f]+")
_LONGEST_CLUSTER = 32  # UAX #15 calls text safe to stream with at most 30 marks in a row; sorting more is quadratic


def compose(text: str) -> Iterator[Edit]:
    """Unicode NFC, cluster by cluster (a character and its marks), so that each keeps its place.

    Clusters of more than 32 code points, which no language has, stay as they are.
    """
    for stretch in _MAY_COMPOSE.finditer(text):
        for start, end in _clusters(text, stretch.start(), stretch.end()):
            if end - start <= _LONGEST_CLUSTER:
                cluster = text[start:end]
                composed = unicodedata.normalize("NFC", cluster)
                if composed != cluster:
                    yield start, end, composed


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for index in range(start + 1, end):
        if not _continues_cluster(text[index]):
            yield begin, index
            begin = index
    yield begin, end


def _continues_cluster(character: str) -> bool:
    # Vowels and final consonants of Hangul compose with what precedes them without being marks.
    return unicodedata.category(character)[0] == "M" or "\u1161" <= character <= "\u11c2"


_SPACES = re.compile("[\t \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def collapse_spaces(text: str) -> Iterator[Edit]:
    """Makes every run of spaces inside a line one plain space; a no-break space inside a number stays one space."""
    for match in _SPACES.finditer(text):
        if match.group() != " ":
            yield match.start(), match.start() + 1, " "
            if match.end() > match.start() + 1:
                yield match.start() + 1, match.end(), ""


# The order matters: a removed joiner or tatweel brings a mark next to its letter, which must happen before composing.
STEPS: dict[str, Callable[[str], Iterator[Edit]]] = {
    "invisible characters": drop_invisible,
    "presentation forms": fold_presentation_forms,
    "tatweel": drop_tatweel,
    "composition": compose,
    "spaces": collapse_spaces,
}
"""The steps of cleaning by name, in the order in which `clean` applies them."""
