"""The assignment problem for the few quantities of a sentence: for each row of a matrix a column, at the least cost."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

_NOBODY = -1


def cheapest_columns(cost: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row of a square matrix of finite costs, each column once, such that the sum is the least.

    Shortest augmenting paths (D. F. Crouse, On implementing 2D rectangular assignment algorithms, 2016), which is what
    scipy's `linear_sum_assignment` does: among equal optima both find the same one.
    """
    size = len(cost)
    row_prices, column_prices = [0.0] * size, [0.0] * size
    columns, rows = [_NOBODY] * size, [_NOBODY] * size
    for start in range(size):
        came_from, reached = [_NOBODY] * size, [inf] * size
        remaining = list(range(size - 1, -1, -1))
        seen_rows: list[int] = []
        seen_columns: list[int] = []
        row, lowest = start, 0.0
        while True:
            seen_rows.append(row)
            costs, base, price = cost[row], lowest, row_prices[row]
            at, lowest = _NOBODY, inf
            for place, column in enumerate(remaining):
                length = base + costs[column] - price - column_prices[column]
                if length < reached[column]:
                    came_from[column], reached[column] = row, length
                else:
                    length = reached[column]
                # Of columns that are as near, one that is still free ends the path.
                if length < lowest or (length == lowest and rows[column] == _NOBODY):
                    at, lowest = place, length
            column = remaining[at]
            seen_columns.append(column)
            remaining[at] = remaining[-1]
            remaining.pop()
            if rows[column] == _NOBODY:
                break
            row = rows[column]
        row_prices[start] += lowest
        for row in seen_rows[1:]:
            row_prices[row] += lowest - reached[columns[row]]
        for seen in seen_columns:
            column_prices[seen] -= lowest - reached[seen]
        while True:  # along the path back every row changes to the column that it came by
            row = came_from[column]
            rows[column] = row
            columns[row], column = column, columns[row]
            if row == start:
                break
    return columns
