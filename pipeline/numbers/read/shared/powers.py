"""Powers and spoken decimals: 2.5^-1, 1.3x10^6, 4×10⁶, "1 فاصلة 1", "point 77"."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.tokens import Token

_LONGEST = 20
"""Digits of a base or mantissa; the bound keeps exact arithmetic linear."""
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TIMES = {"x", "×", "*"}
_LARGEST_EXPONENT = 64
"""Beyond this a power is no quantity of a news text, and exact arithmetic would be slow."""


def merge_powers(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Joins a base with its exponent, a mantissa with its power of ten, and whole with decimals after "point"."""
    merged: list[Amount] = []
    for amount in amounts:
        left = merged[-1] if merged else None
        if left is not None and _is_power(tokens, left, amount):
            left.value, left.last, left.plain = left.value ** _exponent(tokens, left, amount), amount.last, False
            _times_mantissa(tokens, merged)
        elif left is not None and amount.first < left.last:
            continue  # the exponent of "10-3"
        elif (raised := _raised_ten(tokens, amount)) is not None:
            merged.append(raised)
            _times_mantissa(tokens, merged)
        elif amount.plain and amount.first and tokens[amount.first - 1].sense("point") is not None:
            digits = tokens[amount.first].text
            whole = left if left is not None and left.last == amount.first - 1 else None
            if not digits.isdigit() or (whole is None and amount.first > 1):
                merged.append(amount)
                continue
            decimals = Fraction(int(digits), 10 ** len(digits))
            if whole is None:
                merged.append(Amount(amount.first - 1, amount.last, decimals))
            else:
                whole.value, whole.last, whole.plain = whole.value + decimals, amount.last, False
        else:
            merged.append(amount)
    return merged


def _times_mantissa(tokens: list[Token], merged: list[Amount]) -> None:
    """Multiplies the power that `merged` ends in into a mantissa before it."""
    if len(merged) < 2:
        return
    mantissa, power = merged[-2:]
    adjacent = mantissa.last + 1 == power.first and tokens[mantissa.last].text in _TIMES
    if adjacent and mantissa.kind == "cardinal" and len(str(mantissa.value)) < _LONGEST:
        mantissa.value, mantissa.last, mantissa.plain = mantissa.value * power.value, power.last, False
        merged.pop()


def _raised_ten(tokens: list[Token], amount: Amount) -> Amount | None:
    """ "10⁶", "10⁻³": superscripts are read after a ten only, since elsewhere they mark footnotes; "×10-3" too."""
    at = amount.last
    if not amount.plain or amount.value != 10 or at >= len(tokens) or tokens[at].spaced:
        return None
    minus = tokens[at].text in ("⁻", "-")
    digits = tokens[at + minus].text if at + minus < len(tokens) else ""
    if tokens[at].text == "-":
        times = amount.first > 1 and tokens[amount.first - 1].text in _TIMES and digits.isdecimal()
        if not times or tokens[at + 1].spaced or len(digits) > 2:
            return None
        exponent = int(digits)
    elif digits and all(digit in _SUPERSCRIPTS for digit in digits):
        exponent = int("".join(str(_SUPERSCRIPTS.index(digit)) for digit in digits[:4]))
    else:
        return None
    if exponent > _LARGEST_EXPONENT:
        return None
    return Amount(amount.first, at + minus + 1, Fraction(10) ** (-exponent if minus else exponent))


def _is_power(tokens: list[Token], left: Amount, right: Amount) -> bool:
    gap = [token.text for token in tokens[left.last : right.first]]
    if gap[:1] != ["^"] or not set(gap[1:]) <= {"+", "-"} or len(gap) > 4:
        return False
    return (
        right.value.denominator == 1
        and abs(right.value) <= _LARGEST_EXPONENT
        and left.value != 0
        and len(str(left.value)) < _LONGEST
    )


def _exponent(tokens: list[Token], left: Amount, right: Amount) -> int:
    minus = [token.text for token in tokens[left.last + 1 : right.first]].count("-")
    return int(right.value) * (-1 if minus % 2 else 1)
