"""Which numbers of a table are kept back so that no group of fewer than ten people can be counted. Pure.

A small number is kept back; then so many others that, for all that is published (the cells that are left, the totals of
rows, the totals of columns), it could as well be ten or more. Subtracting says nothing then.

A cell and its row's total are the arcs of a network whose nodes are rows and columns; changing a cell without changing
a published number is a walk in that network over cells kept back. `protect` looks for such walks and, where there is
none, keeps back the cells of the cheapest (Cox, 1995, "Network models for complementary cell suppression").
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

from mob.insights.types import Counts

Cell = tuple[str, str]
Node = tuple[bool, str]  # (is a row, its name)

TOTAL = ""
"""The column of the rows' totals."""


def protect(counts: Counts, *, least: int) -> frozenset[Cell]:
    """The cells (row, column) to keep back; column `TOTAL` is the total of a row.

    The totals of columns, and that of the whole table, are taken for known: whoever publishes them has seen that each
    is at least `least`. Raises ValueError when one is not.
    """
    columns = {column: 0 for cells in counts.values() for column in cells}
    for cells in counts.values():
        for column, count in cells.items():
            columns[column] += count
    if any(total < least for total in columns.values()):
        raise ValueError("a column counts too few people to be published in parts")
    values = {(row, column): count for row, cells in counts.items() for column, count in cells.items()}
    values |= {(row, TOTAL): sum(cells.values()) for row, cells in counts.items()}
    # A row of one cell has no total to publish: its twin is free to follow.
    twins = {(row, TOTAL) for row in counts} if len(columns) == 1 else set()
    return _kept_back(values, twins, least) - twins


def _kept_back(values: dict[Cell, int], twins: set[Cell], least: int) -> frozenset[Cell]:
    small = sorted(cell for cell, count in values.items() if count < least and cell not in twins)
    kept = {*small, *twins}
    for cell in small:
        table = _Table(dict(values), kept)
        while table.values[cell] < least:
            if not table.raise_cell(cell, least):
                return frozenset(values)
    return frozenset(kept)


@dataclass(slots=True)
class _Table:
    """Another table that would be published the same way. `kept` grows with what that needs."""

    values: dict[Cell, int]
    kept: set[Cell]
    by_node: dict[Node, list[Cell]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row, column in self.values:
            self.by_node.setdefault((True, row), []).append((row, column))
            self.by_node.setdefault((False, column), []).append((row, column))

    def raise_cell(self, cell: Cell, least: int) -> bool:
        """Bring a cell nearer to `least` along the cheapest walk. False when there is no walk at all."""
        path = self._walk(cell)
        if not path:
            return False
        # A step from a column takes away from a plain cell and adds to a total; a step from a row does the opposite.
        step = min([least - self.values[cell], *(self.values[c] for c, adds in path if not adds)])
        for other, adds in path:
            self.values[other] += step if adds else -step
        self.values[cell] += step
        self.kept.update(other for other, _ in path)
        return True

    def _walk(self, cell: Cell) -> list[tuple[Cell, bool]]:
        """Cells that change with this one, each with whether it grows. Dijkstra: what is kept back already costs nothing."""
        row, column = (True, cell[0]), (False, cell[1])
        start, end = (row, column) if cell[1] == TOTAL else (column, row)
        reached: dict[Node, tuple[int, Node | None, Cell, bool]] = {start: (0, None, cell, True)}
        queue: list[tuple[int, Node]] = [(0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == end:
                return self._back(reached, end)
            if cost > reached[node][0]:
                continue
            for other, adds, far in self._steps(node, cell):
                price = cost + (0 if other in self.kept else self.values[other] + 1)
                if far not in reached or price < reached[far][0]:
                    reached[far] = (price, node, other, adds)
                    heapq.heappush(queue, (price, far))
        return []

    def _steps(self, node: Node, cell: Cell) -> Iterator[tuple[Cell, bool, Node]]:
        is_row, _name = node
        for other in self.by_node[node]:
            adds = is_row != (other[1] == TOTAL)
            if other != cell and (adds or self.values[other] > 0):
                yield other, adds, (False, other[1]) if is_row else (True, other[0])

    @staticmethod
    def _back(reached: dict[Node, tuple[int, Node | None, Cell, bool]], end: Node) -> list[tuple[Cell, bool]]:
        path, node = [], end
        while (entry := reached[node])[1] is not None:
            path.append((entry[2], entry[3]))
            node = entry[1]
        return path


def has_moved(before: Counts, after: Counts, *, least: int) -> bool:
    """Whether enough files came or changed between two days for the second to be published.

    A table that moved by one file tells what happened to that file.
    """
    cells = {(row, column) for counts in (before, after) for row, line in counts.items() for column in line}
    steps = [after.get(r, {}).get(c, 0) - before.get(r, {}).get(c, 0) for r, c in cells]
    return max(sum(s for s in steps if s > 0), -sum(s for s in steps if s < 0)) >= least
