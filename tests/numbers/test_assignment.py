"""The assignment of few quantities is the cheapest one there is."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from pipeline.numbers.compare.assignment import cheapest_columns


@pytest.mark.parametrize("size", range(1, 6))
@pytest.mark.parametrize("steps", [2, 5, 1000], ids="{} prices".format)
def test_no_other_assignment_is_cheaper(size: int, steps: int) -> None:
    chance = random.Random(size * steps)
    for _ in range(30):
        cost = [[chance.randrange(steps) / steps for _ in range(size)] for _ in range(size)]
        columns = cheapest_columns(cost)
        assert sorted(columns) == list(range(size))
        least = min(sum(cost[row][column] for row, column in enumerate(order)) for order in permutations(range(size)))
        assert sum(cost[row][column] for row, column in enumerate(columns)) == pytest.approx(least)


def test_a_free_column_ends_the_path_so_that_equal_prices_keep_the_order() -> None:
    assert cheapest_columns([[1.0] * 4 for _ in range(4)]) == [0, 1, 2, 3]
