"""The height of a person: 6'2"."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import peek

_FEET = range(3, 9)
_INCHES = range(12)


@rule(
    "feet-and-inches",
    reads="feet and inches with their marks",
    must=("He is 5'10\" tall.", "طوله 6'2"),
    leaves="It is 16' long.",
)
def feet_and_inches(page: Page, index: int) -> Amount | None:
    """ "5'10\"", "6'2", the height of a person: feet."""
    tokens = page.tokens
    feet, mark, inches = tokens[index].text.partition("'")
    last = index + 1
    if not mark and peek(tokens, last).text == "'" and not tokens[last].spaced:
        inches, last = peek(tokens, last + 1).text, last + 2  # 5' 10"
        if peek(tokens, last).text != '"':
            return None
    if not (feet.isdigit() and inches.isdigit() and len(feet + inches) <= 3):
        return None
    if int(feet) not in _FEET or int(inches) not in _INCHES:
        return None
    last += peek(tokens, last).text == '"' and not tokens[last].spaced
    return Amount(index, last, Fraction(int(feet) * 12 + int(inches), 12), kind="measure", unit="foot")
