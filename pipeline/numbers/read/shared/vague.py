"""Magnitudes without a count: "tens of thousands", عشرات الآلاف."""

from __future__ import annotations

from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import LARGEST_SCALE, Amount
from pipeline.numbers.text.tokens import Token


def multiplied(tokens: list[Token], left: Amount, right: Amount) -> Amount | None:
    """ "hundreds of thousands" multiplied out, where both are vague."""
    if not _is_vague(left) or not _is_vague(right) or tokens[right.first].conjunction:
        return None
    if left.value * right.value > LARGEST_SCALE or left.value > right.value:
        return None
    readings = tuple(Reading(other.value * right.value, other.why) for other in left.readings)
    return left.but(value=left.value * right.value, scale=right.scale, last=right.last, readings=readings)


def _is_vague(amount: Amount) -> bool:
    return amount.soft and amount.bound == "about" and amount.kind == "cardinal"
