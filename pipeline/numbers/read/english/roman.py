"""Roman numerals in English text."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule

_LARGEST, _LONGEST = 399, 6
_PIECES = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_NEVER_ALONE = ("c", "l", "m", "d")


@cache
def roman_values() -> dict[str, int]:
    """The Roman numerals in small letters, and their values."""
    found = {}
    for value in range(1, _LARGEST + 1):
        rest, text = value, ""
        for size, piece in _PIECES:
            text, rest = text + piece * (rest // size), rest % size
        found[text] = value
    return {text: value for text, value in found.items() if len(text) <= _LONGEST}


@rule(
    "en-roman",
    reads="a Roman numeral in capitals after a capitalised word; it may be a letter, so it may go unsaid",
    must=("Louis XVI was king.", "after World War II"),
    leaves="He has an IV drip.",
)
def roman(page: Page, index: int) -> Amount | None:
    """ "Louis XVI", "World War II", "World War I and II"."""
    tokens, token = page.tokens, page.tokens[index]
    if not index or not token.spaced:
        return None
    before = tokens[index - 1]
    raw = page.folded.raw[slice(*page.folded.raw_span(token.start, token.end))]
    if not raw.isupper() or before.kind != "word":
        return None
    if before.text == "and" and index > 1 and tokens[index - 2].text in roman_values():
        before = tokens[index - 2]
    if token.text in _NEVER_ALONE or (token.text == "i" and before.text not in word_list("before_roman_one")):
        return None
    if not page.folded.raw_char(before.start).isupper() and before.text not in word_list("before_roman"):
        return None
    return Amount(index, index + 1, Fraction(roman_values()[token.text]), kind="ordinal", soft=True)
