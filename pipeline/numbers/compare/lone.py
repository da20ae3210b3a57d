"""Periods without a number in two texts: which goes with which. They are paired last, and none is required."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.numbers.compare.candidates import near_pairs
from pipeline.numbers.compare.relations import Relation
from pipeline.numbers.compare.values import relate
from pipeline.numbers.lexicon import dimension_of, word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.folding import fold

_NEAR = 0.3
"""Relations dearer than this are of other values."""
_PLACE = 0.6
"""Parts of a text that two periods of different units may stand apart and still be the same slot."""
PeriodPair = tuple[Quantity, Quantity, Relation]


def pair_periods(
    ones: Sequence[Quantity], twos: Sequence[Quantity], *, source_length: int, target_length: int
) -> list[PeriodPair]:
    """Pairs of what the alignment left on either side, of which one at least has no number: first those that agree,
    then, where one period is left on each side and both stand in the same way, these two.
    """
    if not (any(map(_is_single, ones)) and any(map(_is_single, twos))) and not any(one.lone for one in (*ones, *twos)):
        return []
    lengths = (source_length + 1, target_length + 1)
    found: list[tuple[float, int, int, Relation]] = []
    for i, j in near_pairs(ones, twos):
        one, two = ones[i], twos[j]
        relation = relate(one, two) if _may_pair(one, two) else None
        if relation is not None and relation.cost < _NEAR and relation.unit == "same":
            apart = abs(one.start / lengths[0] - two.start / lengths[1])
            found.append((relation.cost + apart + _stand_apart(one, two), i, j, relation))
    pairs: list[PeriodPair] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, i, j, relation in sorted(found, key=lambda one: one[:3]):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((ones[i], twos[j], relation))
    rest_ones = [one for i, one in enumerate(ones) if i not in taken[0]]
    rest_twos = [two for j, two in enumerate(twos) if j not in taken[1]]
    return pairs + _other_periods(rest_ones, rest_twos, ones, twos, lengths)


def _may_pair(one: Quantity, two: Quantity) -> bool:
    return (one.lone is not None or two.lone is not None) and one.kind == two.kind == "measure"


def _is_single(quantity: Quantity) -> bool:
    """Whether a period has no number, or an article in its place ("a century"); of other measures, that it is one."""
    if quantity.lone is not None:
        return True
    if not quantity.soft or quantity.value != 1 or quantity.kind != "measure":
        return False
    return dimension_of(quantity.unit) == "time" or _is_one(quantity)


def _is_one(quantity: Quantity) -> bool:
    """Whether a measure is said to be one in so many words: غيغاواط واحد, "one megawatt"."""
    return not word_list("one").isdisjoint(fold(quantity.text).text.replace("-", " ").split())


def _stand_apart(one: Quantity, two: Quantity) -> float:
    """Last year is rather the year before than the next one."""
    if one.lone == two.lone:
        return 0.0
    return 1.0 if {one.lone, two.lone} == {"past", "next"} else 0.1


def _other_periods(
    ones: list[Quantity],
    twos: list[Quantity],
    all_ones: Sequence[Quantity],
    all_twos: Sequence[Quantity],
    lengths: tuple[int, int],
) -> list[PeriodPair]:
    """The one period left on each side, where both stand in the same way and the other text has neither unit."""
    left_ones = [one for one in ones if _is_single(one)]
    left_twos = [two for two in twos if _is_single(two)]
    if len(left_ones) != 1 or len(left_twos) != 1:
        return []
    one, two = left_ones[0], left_twos[0]
    if (one.lone or "length") != (two.lone or "length") or one.unit == two.unit:
        return []
    if dimension_of(one.unit) != dimension_of(two.unit):
        return []
    if one.lone == "part" and one.part != two.part:
        return []
    if one.unit in {other.unit for other in all_twos} or two.unit in {other.unit for other in all_ones}:
        return []
    anywhere = (
        (_is_one(one) and _is_one(two)) or one.lone == "next" or (one.lone == "part" and one.part == "start")
    )  # such are said once
    if not anywhere and abs(one.start / lengths[0] - two.start / lengths[1]) > _PLACE:
        return []
    return [(one, two, Relation("unit", _NEAR, "swapped", "other-unit"))]
