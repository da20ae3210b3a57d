"""Optimal one-to-one assignment of source quantities to target quantities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.numbers.compare.assignment import cheapest_columns
from pipeline.numbers.compare.candidates import is_long, near_pairs, same_pairs
from pipeline.numbers.compare.relations import Relation
from pipeline.numbers.compare.units import is_exactly
from pipeline.numbers.compare.values import relate
from pipeline.numbers.quantity import Quantity

_MISSING = 1.0
"""What leaving both sides of a pair unmatched costs; a soft quantity may go unmatched almost for free."""
_SOFT = 0.3
_LARGEST = 400
"""Quantities of both sides together for which the optimum is found; its time grows with the cube of their number."""
_FEW = 40
"""Quantities of both sides together up to which scipy, whose import takes longer than a page, is not asked."""
_NEVER = 9.0
"""What no pair costs."""
_POSITION = 0.08
"""Ties go to the pair whose places in the two texts are alike."""

Pair = tuple[int, int, Relation]
Costs = dict[tuple[int, int], float]


def align(
    source: Sequence[Quantity], target: Sequence[Quantity], *, source_length: int, target_length: int
) -> list[Pair]:
    """The cheapest assignment: (source index, target index, relation), at most one pair for each quantity.

    `source_length` and `target_length` are lengths in characters, to which places are compared.
    """
    units = (_units(source), _units(target))
    lengths = (source_length, target_length)
    if not is_long(source, target):
        return _align(source, target, units, lengths=lengths)
    pairs = [(i, j, Relation("equal", 0.0)) for i, j in same_pairs(source, target)]
    taken_sources, taken_targets = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    ones = [i for i in range(len(source)) if i not in taken_sources]
    twos = [j for j in range(len(target)) if j not in taken_targets]
    rest = _align([source[i] for i in ones], [target[j] for j in twos], units, lengths=lengths)
    return sorted([*pairs, *((ones[i], twos[j], relation) for i, j, relation in rest)], key=lambda pair: pair[:2])


def _units(quantities: Sequence[Quantity]) -> frozenset[str | None]:
    """The units of measure; the decade of "his twenties" is none, nor is what may go unsaid ("in a year")."""
    return frozenset(one.unit for one in quantities if one.kind != "period" and not one.soft)


def _align(
    source: Sequence[Quantity],
    target: Sequence[Quantity],
    units: tuple[frozenset[str | None], frozenset[str | None]],
    *,
    lengths: tuple[int, int],
) -> list[Pair]:
    candidates = {
        (i, j): relation
        for i, j in near_pairs(source, target)
        if (relation := relate(source[i], target[j])) is not None
        # Where both texts give both units ("30 metres (100 feet)"), nothing was converted, but for what is exactly as
        # much: a quarter of an hour and 15 minutes, 1,350 kilograms and 1.35 tonnes.
        and not (
            relation.kind == "converted"
            and _gives_both(source[i], target[j], units)
            and not is_exactly(source[i], target[j])
        )
    }
    if _unambiguous(candidates):
        return [(i, j, relation) for (i, j), relation in candidates.items() if _worth(relation, source[i], target[j])]
    return _assign(source, target, candidates, *lengths)


def _gives_both(one: Quantity, two: Quantity, units: tuple[frozenset[str | None], frozenset[str | None]]) -> bool:
    return (two.unit is not None and two.unit in units[0]) or (one.unit is not None and one.unit in units[1])


def _unambiguous(candidates: dict[tuple[int, int], Relation]) -> bool:
    return len({i for i, _ in candidates}) == len(candidates) == len({j for _, j in candidates})


def _worth(relation: Relation, one: Quantity, two: Quantity) -> bool:
    """Pairing a soft quantity with one of another value says nothing."""
    return (
        relation.cost < 0.3
        or (relation.kind == "unit" and ("money" in (one.kind, two.kind) or "pp" in (one.unit, two.unit)))
        or not (one.soft or two.soft)
    )


def _assign(
    source: Sequence[Quantity],
    target: Sequence[Quantity],
    candidates: dict[tuple[int, int], Relation],
    source_length: int,
    target_length: int,
) -> list[Pair]:
    costs: dict[tuple[int, int], float] = {}
    for (i, j), relation in candidates.items():
        place = abs(source[i].start / (source_length + 1) - target[j].start / (target_length + 1))
        soft = 0.12 if source[i].soft != target[j].soft else 0.0
        costs[i, j] = relation.cost + _POSITION * place + soft
    solve = _optimal if len(source) + len(target) <= _LARGEST else _cheapest_first
    chosen = solve(costs, [_alone(one) for one in source], [_alone(two) for two in target])
    return [(i, j, candidates[i, j]) for i, j in chosen if _worth(candidates[i, j], source[i], target[j])]


def _alone(quantity: Quantity) -> float:
    """What it costs to leave `quantity` unmatched."""
    return _MISSING / 2 * (_SOFT if quantity.soft else 1)


def _optimal(costs: Costs, source_alone: list[float], target_alone: list[float]) -> list[tuple[int, int]]:
    rows, columns = len(source_alone), len(target_alone)
    # Dummy rows and columns let any quantity stay unmatched at its own price.
    cost = [[_NEVER] * (columns + rows) for _ in range(rows)] + [
        [_NEVER] * columns + [0.0] * rows for _ in range(columns)
    ]
    for i, alone in enumerate(source_alone):
        cost[i][columns + i] = alone
    for j, alone in enumerate(target_alone):
        cost[rows + j][j] = alone
    for (i, j), value in costs.items():
        cost[i][j] = value
    return [pair for pair in _solve(cost) if pair in costs]


def _solve(cost: list[list[float]]) -> Iterable[tuple[int, int]]:
    """The cheapest (row, column) for every row of a square matrix, in the order of the rows."""
    if len(cost) <= _FEW:
        return enumerate(cheapest_columns(cost))
    from scipy.optimize import linear_sum_assignment

    return ((int(i), int(j)) for i, j in zip(*linear_sum_assignment(cost), strict=True))


def _cheapest_first(costs: Costs, source_alone: list[float], target_alone: list[float]) -> list[tuple[int, int]]:
    """Nearly the same, where the optimum would take too long."""
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for cost, i, j in sorted((cost, i, j) for (i, j), cost in costs.items()):
        if i not in chosen and j not in taken and cost <= source_alone[i] + target_alone[j]:
            chosen[i] = j
            taken.add(j)
    return sorted(chosen.items())
