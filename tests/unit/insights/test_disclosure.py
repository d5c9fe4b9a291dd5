"""What is kept back in a table cannot be worked out from what is left."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.insights.disclosure import TOTAL, Cell, has_moved, protect
from mob.insights.types import LEAST, Counts

Table = dict[str, dict[str, int]]


def tables(rows: int, columns: int, most: int, least: int) -> st.SearchStrategy[Table]:
    """Tables whose columns may be published."""
    line = st.fixed_dictionaries({name: st.integers(0, most) for name in "abc"[:columns]})
    found = st.dictionaries(st.sampled_from("rstuvwxyz"), line, min_size=1, max_size=rows)
    return found.filter(lambda t: all(sum(c[name] for c in t.values()) >= least for name in "abc"[:columns]))


def cells_of(table: Counts) -> dict[Cell, int]:
    plain = {(row, column): count for row, cells in table.items() for column, count in cells.items()}
    totals = {(row, TOTAL): sum(cells.values()) for row, cells in table.items()}
    return plain | (totals if len(next(iter(table.values()))) > 1 else {})


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    for bars in itertools.combinations(range(total + parts - 1), parts - 1):
        edges = (-1, *bars, total + parts - 1)
        yield tuple(b - a - 1 for a, b in itertools.pairwise(edges))


def alike(table: Counts, kept: frozenset[Cell]) -> Iterator[dict[Cell, int]]:
    """Every table somebody may think of who knows what is published and the totals of the columns. Brute force."""
    rows, columns = list(table), list(next(iter(table.values())))
    known = {cell: count for cell, count in cells_of(table).items() if cell not in kept}
    ways = []
    for column in columns:
        total = sum(table[row][column] for row in rows)
        fits = (dict(zip(rows, way, strict=True)) for way in compositions(total, len(rows)))
        ways.append([way for way in fits if all(known.get((row, column), n) == n for row, n in way.items())])
    for choice in itertools.product(*ways):
        other = cells_of({row: {c: way[row] for c, way in zip(columns, choice, strict=True)} for row in rows})
        if all(other[cell] == count for cell, count in known.items()):
            yield other


@settings(max_examples=120, deadline=None)
@given(st.integers(1, 2).flatmap(lambda columns: tables(rows=3, columns=columns, most=6, least=3)))
def test_for_all_that_is_published_each_small_number_could_be_a_large_one(table: Table) -> None:
    kept = protect(table, least=3)
    values = cells_of(table)
    largest: dict[Cell, int] = {}
    for other in alike(table, kept):
        largest = {cell: max(largest.get(cell, 0), count) for cell, count in other.items()}
    for cell, count in values.items():
        if count < 3:
            assert cell in kept
            assert largest[cell] >= 3


@settings(max_examples=150, deadline=None)
@given(tables(rows=9, columns=3, most=60, least=LEAST))
def test_no_line_leaves_one_number_to_be_found_by_subtraction(table: Table) -> None:
    kept = protect(table, least=LEAST)
    values = cells_of(table)
    assert not [cell for cell, count in values.items() if count < LEAST and cell not in kept]
    for row, cells in table.items():
        hidden = [cell for cell in [*((row, c) for c in cells), (row, TOTAL)] if cell in kept]
        assert len(hidden) != 1 or values[hidden[0]] >= LEAST
    for column in "abc":
        hidden = [(row, column) for row in table if (row, column) in kept]
        assert len(hidden) != 1 or values[hidden[0]] >= LEAST
        assert not hidden or sum(values[cell] for cell in hidden) >= LEAST


def test_a_table_without_a_small_number_is_published_whole() -> None:
    assert protect({"r": {"a": 10, "b": 11}, "s": {"a": 12, "b": 400}}, least=10) == frozenset()


def test_one_small_number_takes_the_smallest_others_with_it() -> None:
    table = {"r": {"a": 3, "b": 90}, "s": {"a": 15, "b": 60}, "t": {"a": 80, "b": 70}}
    assert protect(table, least=10) == {("r", "a"), ("s", "a"), ("r", "b"), ("s", "b")}


def test_a_list_of_one_number_a_line_hides_one_more_line_and_no_other() -> None:
    assert protect({"r": {"a": 3}, "s": {"a": 30}, "t": {"a": 40}}, least=10) == {("r", "a"), ("s", "a")}


def test_where_a_bridge_between_two_hidden_parts_would_give_a_number_away_it_is_closed() -> None:
    """Each line hides two numbers, and yet a sum of lines less a sum of columns is one of them."""
    table = {
        "r": {"a": 1, "b": 1, "c": 500},
        "s": {"a": 20, "b": 20, "c": 500},
        "t": {"a": 500, "b": 500, "c": 2},
    }
    kept = protect(table, least=10)
    hidden = [cell for cell in kept if cell[1] == "c"]
    assert ("t", "c") in kept
    assert len(hidden) > 1


def test_a_table_whose_column_is_itself_small_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        protect({"r": {"a": 3}, "s": {"a": 4}}, least=10)


def test_yesterday_and_today_compared_say_nothing_of_nine_files() -> None:
    before = {"aid": {"granted": 20, "refused": 20, "other": 20}}
    assert not has_moved(before, {"aid": {"granted": 29, "refused": 20, "other": 11}}, least=10)
    assert has_moved(before, {"aid": {"granted": 30, "refused": 20, "other": 10}}, least=10)
    assert has_moved(before, {"aid": before["aid"], "new": {"granted": 0, "refused": 0, "other": 10}}, least=10)
