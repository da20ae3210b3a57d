"""Which source quantities are worth comparing with which target quantities.

In a sentence every one is compared with every other. That is quadratic, so in long texts those that say the very same
are paired first, and what is left is compared with what stands near it or has its value.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product

from pipeline.numbers.quantity import Quantity

_ALL = 4096
"""Up to as many pairs all are compared."""
_NEAR = 12
"""Quantities on either side of the same place that are compared with one of a long text."""

IndexPair = tuple[int, int]


def is_long(source: Sequence[Quantity], target: Sequence[Quantity]) -> bool:
    """Whether the two have more pairs than can all be compared."""
    return len(source) * len(target) > _ALL


def same_pairs(source: Sequence[Quantity], target: Sequence[Quantity]) -> list[IndexPair]:
    """Pairs of quantities that say the very same, one to one and in order; linear in both.

    Where one side says it more often, each goes to the one whose place in the whole text is likest.
    """
    places: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, quantities in enumerate((source, target)):
        for index, quantity in enumerate(quantities):
            places[_content(quantity)][side].append(index)
    pairs: list[IndexPair] = []
    for ones, twos in places.values():
        if len(ones) <= len(twos):
            pairs.extend(_spread(ones, twos, len(source), len(target)))
        else:
            pairs.extend((one, two) for two, one in _spread(twos, ones, len(target), len(source)))
    return pairs


def near_pairs(source: Sequence[Quantity], target: Sequence[Quantity]) -> Iterable[IndexPair]:
    """The pairs to compare: all, or in long texts those near in place or equal in value, at most some for each."""
    if not is_long(source, target):
        return product(range(len(source)), range(len(target)))
    found: set[IndexPair] = set()
    by_value: dict[Fraction, list[int]] = defaultdict(list)
    for j, two in enumerate(target):
        for value in _values(two):
            by_value[value].append(j)
        found.update((i, j) for i in _around(j, len(target), len(source)))
    for i, one in enumerate(source):
        middle = i * len(target) // len(source)
        found.update((i, j) for j in _around(i, len(source), len(target)))
        for value in _values(one):
            equal = by_value.get(value, [])
            at = bisect_left(equal, middle)
            found.update((i, j) for j in equal[max(0, at - _NEAR) : at + _NEAR])
    return sorted(found)


def _content(quantity: Quantity) -> object:
    """What a quantity says in any language: all but its place, the noun counted and, but for identifiers, its text."""
    spelling = quantity.text if quantity.value is None else None
    return (
        quantity.kind, quantity.value, quantity.high, quantity.unit, quantity.bound, quantity.readings, quantity.soft,
        quantity.part, quantity.direction, quantity.role, spelling,
    )  # fmt: skip


def _values(quantity: Quantity) -> set[Fraction]:
    return {
        value
        for value in (quantity.value, quantity.high, *(one.value for one in quantity.readings))
        if value is not None
    }


def _spread(few: list[int], many: list[int], few_length: int, many_length: int) -> Iterator[IndexPair]:
    """Each of `few` with one of `many`, in order; the lengths are those of the lists that the indices point into."""
    at = 0
    for position, index in enumerate(few):
        last = len(many) - len(few) + position
        place = index * many_length // few_length
        while at < last and abs(many[at + 1] - place) <= abs(many[at] - place):
            at += 1
        yield index, many[at]
        at += 1


def _around(index: int, length: int, other_length: int) -> range:
    """The indices of another list of `other_length` around the place of `index` in a list of `length`."""
    middle = index * other_length // length
    return range(max(0, middle - _NEAR), min(other_length, middle + _NEAR + 1))
