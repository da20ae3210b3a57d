"""Roman numerals in English text."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_LARGEST, _LONGEST = 399, 6
_PIECES = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_NEVER_ALONE = ("c", "l", "m", "d")
_JOINTS = ("and", "-", "–", "or", "to")


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
    reads="a Roman numeral in capitals after a capitalised word or a noun that is counted off, behind the number of a "
    "resolution or at the head of a line; it may be a letter, so it may go unsaid",
    must=("Louis XVI was king.", "under article VI of resolution 689 (XXXV)"),
    leaves="He has an IV drip.",
)
def roman(page: Page, index: int) -> Amount | None:
    """ "Louis XVI", "World War I and II", "Phase II-III", "689 (XXXV)", "XII. Amendments"."""
    token = page.tokens[index]
    raw = page.folded.raw[slice(*page.folded.raw_span(token.start, token.end))]
    if not raw.isupper() or not (_is_named(page, index) or _is_apart(page.tokens, index)):
        return None
    return Amount(index, index + 1, Fraction(roman_values()[token.text]), kind="ordinal", soft=True)


def _is_named(page: Page, index: int) -> bool:
    """Whether a name or a noun that is counted off stands before the numeral, or before the one it goes on from."""
    tokens, token = page.tokens, page.tokens[index]
    before, first = peek(tokens, index - 1), peek(tokens, index - 2)
    if before.text in _JOINTS and first.text in roman_values():
        before = peek(tokens, index - 3)
    elif before.text == "-" and not (before.spaced or token.spaced):
        before = first if first.text in word_list("before_roman") else NOTHING  # type-I
    elif not token.spaced:
        return False
    if before.kind != "word" or token.text in _NEVER_ALONE:
        return False
    if token.text == "i" and before.text not in word_list("before_roman_one"):
        return False
    return page.folded.raw_char(before.start).isupper() or before.text in word_list("before_roman")


def _is_apart(tokens: Sequence[Token], index: int) -> bool:
    """Whether the numeral stands in brackets behind a figure, or before the point at the head of a text."""
    after = peek(tokens, index + 1)
    if index == 0:
        return after.text == "." and not after.spaced and tokens[0].text not in _NEVER_ALONE
    bracketed = tokens[index - 1].text == "(" and after.text == ")"
    return bracketed and peek(tokens, index - 2).kind == "digits"
