"""Powers and spoken decimals: 2.5^-1, 1.3x10^6, "1 فاصلة 1", "point 77"."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.amount import Amount
from pipeline.numbers.tokens import Token

_LARGEST_EXPONENT = 64
"""Beyond this a power is no quantity of a news text, and exact arithmetic would be slow."""


def merge_powers(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Joins a base with its exponent, a mantissa with its power of ten, and whole with decimals after "point"."""
    merged: list[Amount] = []
    for amount in amounts:
        left = merged[-1] if merged else None
        if left is not None and _is_power(tokens, left, amount):
            left.value, left.last, left.plain = left.value ** _exponent(tokens, left, amount), amount.last, False
            base = merged[-2] if len(merged) > 1 else None
            if (
                base is not None
                and base.last + 1 == left.first
                and tokens[base.last].text in ("x", "×", "*")
                and base.kind == "cardinal"
            ):
                base.value, base.last, base.plain = base.value * left.value, left.last, False
                merged.pop()
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


def _is_power(tokens: list[Token], left: Amount, right: Amount) -> bool:
    gap = [token.text for token in tokens[left.last : right.first]]
    if gap[:1] != ["^"] or not set(gap[1:]) <= {"+", "-"} or len(gap) > 4:
        return False
    return (
        right.value.denominator == 1
        and abs(right.value) <= _LARGEST_EXPONENT
        and left.value != 0
        and len(str(left.value)) < 20
    )


def _exponent(tokens: list[Token], left: Amount, right: Amount) -> int:
    minus = [token.text for token in tokens[left.last + 1 : right.first]].count("-")
    return int(right.value) * (-1 if minus % 2 else 1)
