"""Amounts in two units that the other text gives in one: an hour and 20 minutes, 80 minutes; 40C (104F)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.numbers.compare.candidates import near_pairs
from pipeline.numbers.compare.values import relate
from pipeline.numbers.lexicon import unit_ratio
from pipeline.numbers.quantity import Quantity

_GAP = 5
"""Characters between the two amounts: a space, "and", a comma."""
_BRACKET = 3
"""Characters between an amount and its conversion in brackets."""


def join_units(
    quantities: list[Quantity], text: str, loose: Collection[int], others: Sequence[Quantity]
) -> list[Quantity]:
    """`quantities` of `text` with neighbours in two units of one measure as one where `others` hold their sum.

    Only for pairs of which one is in `loose`, the indices that found no equal as they are.
    """
    sums = {
        index: whole
        for index, (one, two) in enumerate(pairwise(quantities))
        if (index in loose or index + 1 in loose) and (whole := _sum(one, two, text)) is not None
    }
    if not sums:
        return quantities
    wholes = list(sums.items())
    met = {
        wholes[i][0] for i, j in near_pairs([whole for _, whole in wholes], others) if _same(wholes[i][1], others[j])
    }
    joined: list[Quantity] = []
    for index, quantity in enumerate(quantities):
        if index in met:
            joined.append(sums[index])
        elif index - 1 not in met:
            joined.append(quantity)
    return joined


def conversion_of(quantities: Sequence[Quantity], index: int) -> Quantity | None:
    """The neighbour of the quantity at `index` that says the same in another unit right before or after it, or None."""
    one = quantities[index]
    for at in (index - 1, index + 1):
        if not 0 <= at < len(quantities):
            continue
        first, second = sorted((one, quantities[at]), key=lambda quantity: quantity.start)
        relation = relate(quantities[at], one)
        if relation is not None and relation.kind == "converted" and second.start - first.end <= _BRACKET:
            return quantities[at]
    return None


def _sum(one: Quantity, two: Quantity, text: str) -> Quantity | None:
    if one.kind != "measure" or two.kind != "measure" or one.high is not None or two.high is not None:
        return None
    part, per, divisor = (two.unit or "").partition("-per-")  # "a metre and 20 centimetres a year"
    ratio = unit_ratio(one.unit or "", part)
    if ratio is None or ratio <= 1 or one.value is None or two.value is None or two.start - one.end > _GAP:
        return None
    value = one.value + two.value / ratio
    return replace(
        one, end=two.end, text=text[one.start : two.end], value=value, unit=f"{one.unit}{per}{divisor}", soft=False
    )


def _same(one: Quantity, two: Quantity) -> bool:
    relation = relate(one, two)
    return relation is not None and relation.kind in ("equal", "converted")
