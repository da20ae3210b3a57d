"""Optimal one-to-one assignment of source quantities to target quantities."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.numbers.quantity import Quantity
from pipeline.numbers.relate import Relation, relate

_MISSING = 1.0
"""What leaving both sides of a pair unmatched costs; a soft quantity may go unmatched almost for free."""
_SOFT = 0.3
_POSITION = 0.08
"""Ties go to the pair whose places in the two texts are alike."""

Pair = tuple[int, int, Relation]


def align(
    source: Sequence[Quantity], target: Sequence[Quantity], *, source_length: int, target_length: int
) -> list[Pair]:
    """The cheapest assignment: (source index, target index, relation), at most one pair for each quantity.

    `source_length` and `target_length` are lengths in characters, to which places are compared.
    """
    candidates: dict[tuple[int, int], Relation] = {}
    for i, one in enumerate(source):
        for j, two in enumerate(target):
            relation = relate(one, two)
            if relation is not None and not (relation.kind == "converted" and _stated(source, target, i, j)):
                candidates[i, j] = relation
    if not candidates:
        return []
    if _unambiguous(candidates):
        return [(i, j, relation) for (i, j), relation in candidates.items() if _worth(relation, source[i], target[j])]
    return _assign(source, target, candidates, source_length, target_length)


def _stated(source: Sequence[Quantity], target: Sequence[Quantity], i: int, j: int) -> bool:
    """Whether both texts give both units ("30 metres (100 feet)"), so that nothing was converted."""
    return any(one.unit == target[j].unit for k, one in enumerate(source) if k != i) or any(
        two.unit == source[i].unit for k, two in enumerate(target) if k != j
    )


def _unambiguous(candidates: dict[tuple[int, int], Relation]) -> bool:
    return len({i for i, _ in candidates}) == len(candidates) == len({j for _, j in candidates})


def _worth(relation: Relation, one: Quantity, two: Quantity) -> bool:
    """Pairing a soft quantity with one of another value says nothing."""
    return (
        relation.cost < 0.3
        or (relation.kind == "unit" and "money" in (one.kind, two.kind))
        or not (one.soft or two.soft)
    )


def _assign(
    source: Sequence[Quantity],
    target: Sequence[Quantity],
    candidates: dict[tuple[int, int], Relation],
    source_length: int,
    target_length: int,
) -> list[Pair]:
    import numpy
    from scipy.optimize import linear_sum_assignment

    rows, columns = len(source), len(target)
    # Dummy rows and columns let any quantity stay unmatched at its own price.
    cost = numpy.full((rows + columns, columns + rows), 0.0)
    cost[:rows, :columns] = 9.0
    cost[:rows, columns:] = 9.0
    cost[rows:, :columns] = 9.0
    for i, quantity in enumerate(source):
        cost[i, columns + i] = _MISSING / 2 * (_SOFT if quantity.soft else 1)
    for j, quantity in enumerate(target):
        cost[rows + j, j] = _MISSING / 2 * (_SOFT if quantity.soft else 1)
    for (i, j), relation in candidates.items():
        place = abs(source[i].start / (source_length + 1) - target[j].start / (target_length + 1))
        soft = 0.12 if source[i].soft != target[j].soft else 0.0
        cost[i, j] = relation.cost + _POSITION * place + soft
    chosen = [(int(i), int(j)) for i, j in zip(*linear_sum_assignment(cost), strict=True)]
    return [
        (i, j, candidates[i, j])
        for i, j in chosen
        if (i, j) in candidates and _worth(candidates[i, j], source[i], target[j])
    ]
