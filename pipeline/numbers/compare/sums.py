"""Amounts in two units that the other text gives in one: an hour and 20 minutes, 80 minutes; 40C (104F)."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from fractions import Fraction

from pipeline.numbers.compare.candidates import near_pairs
from pipeline.numbers.compare.duals import DUAL_RULE
from pipeline.numbers.compare.units import is_lira_in_pounds
from pipeline.numbers.compare.values import relate
from pipeline.numbers.lexicon import unit_ratio
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.arabic.grammar import AND

_LONGEST = 4
"""Units of one sum: hours, minutes, seconds and hundredths of one."""
_SECONDS = 60
_FAR = 14
"""Characters between two amounts with a noun between them."""
_NOUN_AND = 2
_GAP = 5
"""Characters between the two amounts: a space, "and", a comma."""
_BRACKET = 4
"""Characters between an amount and its conversion, in brackets or after أي or "or"."""


def join_units(quantities: list[Quantity], text: str, loose: Set[int], others: Sequence[Quantity]) -> list[Quantity]:
    """`quantities` of `text` with neighbours in two units of one measure as one where `others` hold their sum.

    Only for pairs of which one is in `loose`, the indices that found no equal as they are.
    """
    sums: list[tuple[int, int, Quantity]] = []
    for index, first in enumerate(quantities):
        whole: Quantity | None = first
        for last in range(index + 1, min(index + _LONGEST, len(quantities))):
            whole = None if whole is None else _sum(whole, quantities[last], text, finest=quantities[last - 1].unit)
            if whole is None:
                break
            if not loose.isdisjoint(range(index, last + 1)):
                sums.append((index, last, whole))
    if not sums:
        return quantities
    met = {i for i, j in near_pairs([whole for _, _, whole in sums], others) if _same(sums[i][2], others[j])}
    longest = {sums[i][0]: sums[i][1:] for i in sorted(met)}  # of those that begin alike, the longest comes last
    joined: list[Quantity] = []
    index = 0
    while index < len(quantities):
        last, whole = longest.get(index, (index, quantities[index]))
        joined.append(whole)
        index = last + 1
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


def _sum(one: Quantity, two: Quantity, text: str, *, finest: str | None) -> Quantity | None:
    """The sum of two neighbours; the last amount of the first is in the unit `finest`."""
    if two.start - one.end > _FAR:
        return None
    if two.kind == "fraction" and one.kind == "cardinal":
        return _and_part(one, two, text)
    if two.start - one.end > _GAP:
        return None
    seconds = unit_ratio(one.unit or "", "second") if finest == "second" and two.kind == "fraction" else None
    if seconds is not None:  # تسع ثوان و83 جزءا من المئة
        value = (one.value or Fraction(0)) + (two.value or Fraction(0)) / seconds
        return replace(one, end=two.end, text=text[one.start : two.end], value=value)
    if one.rule == DUAL_RULE and two.kind == "fraction" and text[one.end : two.start].strip() == AND:
        return replace(
            one,
            end=two.end,
            text=text[one.start : two.end],
            value=(one.value or Fraction(0)) + (two.value or Fraction(0)),
        )
    if one.kind == two.kind == "cardinal":
        return _stopwatch(one, two, text)
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


def _and_part(one: Quantity, two: Quantity, text: str) -> Quantity | None:
    """ست نقاط ونصف النقطة: so many and a part of one of them, with their noun in between."""
    words = text[one.end : two.start].split()
    joined = one.rule == DUAL_RULE and words == [AND]
    if not joined and not (len(words) == _NOUN_AND and words[-1] == AND and one.counted is not None):
        return None
    value = (one.value or Fraction(0)) + (two.value or Fraction(0))
    return replace(one, end=two.end, text=text[one.start : two.end], value=value)


def _stopwatch(minutes: Quantity, seconds: Quantity, text: str) -> Quantity | None:
    """26:33, more than a clock has hours: minutes and seconds."""
    if text[minutes.end : seconds.start] != ":" or minutes.value is None or seconds.value is None:
        return None
    hours = (minutes.value * _SECONDS + seconds.value) / _SECONDS**2
    whole = text[minutes.start : seconds.end]
    return replace(minutes, end=seconds.end, text=whole, kind="time", value=Fraction(hours), counted=None)


def _same(one: Quantity, two: Quantity) -> bool:
    relation = relate(one, two)
    return relation is not None and relation.kind in ("equal", "converted")


def are_like_sums(*units: str | None) -> bool:
    """Whether sums in these units may be reckoned with one another: one currency, or the ليرة in pounds."""
    named = sorted({unit for unit in units if unit is not None})
    return len(named) <= 1 or (len(named) == 2 and is_lira_in_pounds(named[1], named[0]))
