"""Powers and spoken decimals: 2.5^-1, 1.3x10^6, 4×10⁶, "1 فاصلة 1", "point 77"."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import Token, peek

_LONGEST = 20
"""Digits of a base or mantissa; the bound keeps exact arithmetic linear."""
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TIMES = {"x", "×", "*"}
_LARGEST_EXPONENT = 64
"""Beyond this a power is no quantity of a news text, and exact arithmetic would be slow."""


@rule(
    "power-of-ten",
    reads="ten with its exponent in superscript, or after a hyphen and a times sign",
    must=("a mass of 4×10⁶ grams", "about 3x10-3 volts"),
    leaves="won 10-3",
)
def power_of_ten(page: Page, amount: Amount) -> Amount | None:
    """ "10⁶", "10⁻³": superscripts are read after a ten only, since elsewhere they mark footnotes; "×10-3" too."""
    tokens, at = page.tokens, amount.last
    if not amount.plain or amount.value != 10 or peek(tokens, at).spaced:
        return None
    exponent = _hyphened(tokens, amount) if tokens[at].text == "-" else _superscript(tokens, at)
    if exponent is None or exponent[0] > _LARGEST_EXPONENT:
        return None
    return Amount(amount.first, exponent[1], Fraction(10) ** (-exponent[0] if exponent[2] else exponent[0]))


def _superscript(tokens: list[Token], at: int) -> tuple[int, int, bool] | None:
    """The exponent at `at`, where it ends, and whether it is negative."""
    minus = tokens[at].text == "⁻"
    digits = peek(tokens, at + minus).text
    if not digits or not all(digit in _SUPERSCRIPTS for digit in digits):
        return None
    return int("".join(str(_SUPERSCRIPTS.index(digit)) for digit in digits[:4])), at + minus + 1, minus


def _hyphened(tokens: list[Token], ten: Amount) -> tuple[int, int, bool] | None:
    """ "×10-3"."""
    at = ten.last + 1
    digits = peek(tokens, at).text
    times = ten.first > 1 and tokens[ten.first - 1].text in _TIMES and digits.isdecimal()
    return (int(digits), at + 1, True) if times and not tokens[at].spaced and len(digits) <= 2 else None


@rule(
    "caret-power",
    reads="a base with its exponent after a caret",
    must=("2^10 bytes", "2.5^-1"),
    leaves="2 10",
)
def caret_power(page: Page, left: Amount, right: Amount) -> Amount | None:
    """2.5^-1."""
    gap = [token.text for token in page.tokens[left.last : right.first]]
    if gap[:1] != ["^"] or not set(gap[1:]) <= {"+", "-"} or len(gap) > 4:
        return None
    if right.value.denominator != 1 or abs(right.value) > _LARGEST_EXPONENT or not left.value:
        return None
    if len(str(left.value)) >= _LONGEST:
        return None
    exponent = int(right.value) * (-1 if gap.count("-") % 2 else 1)
    return left.but(value=left.value**exponent, last=right.last, plain=False)


@rule(
    "spoken-decimals",
    reads="digits before and after a spoken decimal point",
    must=("1 فاصلة 5", "It grew 3 point 2."),
    leaves="the point 2 miles away",
)
def spoken_decimals(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "1 فاصلة 1"."""
    if left.last != right.first - 1:
        return None
    decimals = _decimals(page.tokens, right)
    return None if decimals is None else left.but(value=left.value + decimals, last=right.last, plain=False)


@rule(
    "leading-decimals",
    reads="digits after a spoken decimal point at the beginning of a text",
    must=("point 77", "فاصلة 5"),
    leaves="1 point 77",
)
def leading_decimals(page: Page, amount: Amount) -> Amount | None:
    """ "point 77"."""
    decimals = _decimals(page.tokens, amount) if amount.first == 1 else None
    return None if decimals is None else Amount(0, amount.last, decimals)


def _decimals(tokens: list[Token], amount: Amount) -> Fraction | None:
    if not amount.plain or not amount.first or tokens[amount.first - 1].sense("point") is None:
        return None
    digits = tokens[amount.first].text
    return Fraction(int(digits), 10 ** len(digits)) if digits.isdigit() else None


@rule(
    "mantissa",
    reads="a mantissa times a power",
    must=("1.3x10^6 cells", "4×10⁶ grams"),
    leaves="1.3 x 10 metres",
)
def mantissa(page: Page, left: Amount, right: Amount) -> Amount | None:
    """1.3x10^6."""
    power = right.rule in (power_of_ten.name, caret_power.name)
    adjacent = left.last + 1 == right.first and page.tokens[left.last].text in _TIMES
    if not power or not adjacent or left.kind != "cardinal" or len(str(left.value)) >= _LONGEST:
        return None
    return left.but(value=left.value * right.value, last=right.last, plain=False)


POWERS_OF_TEN = (power_of_ten, leading_decimals)
POWERS = (caret_power, spoken_decimals)
MANTISSAS = (mantissa,)
