"""Figures that are read alike in both languages: the one-character fractions."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.digits import VULGAR_FRACTIONS
from pipeline.numbers.text.tokens import Token


def vulgar(tokens: list[Token], index: int) -> Amount | None:
    """The fraction in one character at `index`, or None."""
    parts = VULGAR_FRACTIONS.get(tokens[index].text)
    return None if parts is None else Amount(index, index + 1, Fraction(*parts), kind="fraction")


@rule(
    "vulgar-fraction",
    reads="a fraction in one character",
    must=("It took ¾ of an hour.", "مرت ½ ساعة."),
    leaves="It took 3/4 of an hour.",
)
def vulgar_fraction(page: Page, index: int) -> Amount | None:
    """½."""
    return vulgar(page.tokens, index)
