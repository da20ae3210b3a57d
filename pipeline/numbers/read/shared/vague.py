"""Magnitudes without a count: "tens of thousands", عشرات الآلاف, "several hundred", "scores of"."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import LARGEST_SCALE, Amount
from pipeline.numbers.text.tokens import Token

_FEW = {"few", "several", "many", "multi", "countless"}
_SCORES = Fraction(10), (Reading(Fraction(12), "vague"), Reading(Fraction(20), "vague"))
""" "Scores of people" is عشرات: tens, dozens."""


def merge_vague(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Multiplies "hundreds of thousands" out, and makes the hundred of "several hundred" as vague as "hundreds"."""
    merged: list[Amount] = []
    for amount in _with_scores(tokens, amounts):
        left = merged[-1] if merged else None
        if _follows_few(tokens, amount):
            amount.soft, amount.bound = True, "about"
        if left is not None and _is_vague(left) and _is_vague(amount) and _adjoin(tokens, left, amount):
            left.readings = tuple(Reading(other.value * amount.value, other.why) for other in left.readings)
            left.value, left.scale, left.last = left.value * amount.value, amount.scale, amount.last
        else:
            merged.append(amount)
    return merged


def _is_vague(amount: Amount) -> bool:
    return amount.soft and amount.bound == "about" and amount.kind == "cardinal"


def _adjoin(tokens: list[Token], left: Amount, right: Amount) -> bool:
    if left.value * right.value > LARGEST_SCALE or left.value > right.value or tokens[right.first].conjunction:
        return False
    gap = [token.text for token in tokens[left.last : right.first]]
    return gap in ([], ["of"])


def _follows_few(tokens: list[Token], amount: Amount) -> bool:
    """ "a few thousand", "multi-million": no count stands before the magnitude."""
    number, at = tokens[amount.first].number, amount.first - 1
    if number is None or number.role not in ("hundred", "magnitude") or amount.kind != "cardinal" or at < 0:
        return False
    if tokens[at].text == "-" and at:
        at -= 1
    return tokens[at].text in _FEW and amount.value == number.value


def _with_scores(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    found = [
        Amount(index, index + 1, _SCORES[0], bound="about", readings=_SCORES[1], soft=True, scale=_SCORES[0])
        for index, token in enumerate(tokens[:-1])
        if token.text == "scores" and tokens[index + 1].text == "of"
    ]
    return sorted([*amounts, *found], key=lambda amount: amount.first) if found else amounts
