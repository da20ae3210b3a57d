"""The working form of a quantity while it is being read: a numeral that gathers its unit, bound and range."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.numbers.quantity import Bound, Kind, Reading


@dataclass(slots=True)
class Amount:
    """A numeral over tokens [first, last), and what has been learnt of it so far.

    `scale` is the magnitude word it ends in (10⁶ for "3 million", 1 without): a range shares it, and "and a half"
    refers to it. `plain` is True for a bare digit string, which may still turn out to be a year, a day or a clock time.
    `definite` is True for an Arabic numeral with the article.
    """

    first: int
    last: int
    value: Fraction
    kind: Kind = "cardinal"
    high: Fraction | None = None
    unit: str | None = None
    bound: Bound = "exact"
    readings: tuple[Reading, ...] = ()
    soft: bool = False
    scale: Fraction = Fraction(1)
    plain: bool = False
    definite: bool = False
    assumed: bool = False
    parts: tuple[Fraction, ...] = ()
    rule: str = ""


LARGEST_SCALE = Fraction(10) ** 18
"""Magnitude words that multiply beyond this are a list, not a number; the bound keeps exact arithmetic linear."""
ONE = Fraction(1)
HALF = Fraction(1, 2)
