"""No small cell can be worked out again from what is published, by anybody who can solve equations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reports.column.suppression import LEAST, REST, Cell, joined, left_out

COUNTS = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 40))


@st.composite
def tables(draw: Any) -> dict[Cell, int]:
    """A table whose column sums are none or enough, as the margins that are published."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    raw = {(f"r{r}", f"c{c}"): draw(COUNTS) for r in range(rows) for c in range(columns)}
    sums: Counter[Hashable] = Counter()
    for (_row, column), count in raw.items():
        sums[column] += count
    names = joined(sums)
    table: Counter[Cell] = Counter()
    for (row, column), count in raw.items():
        table[row, names[column]] += count
    return dict(table)


def reach(shown: dict[Cell, int | None], true: dict[Cell, int], cell: Cell, sign: int) -> int:
    """The smallest (1) or largest (-1) value of a cell that all margins and published cells allow: a linear program."""
    unknown = [one for one, count in shown.items() if count is None]
    equations, sums = [], []
    for side in (0, 1):
        for key in {one[side] for one in shown}:
            line = [one for one in shown if one[side] == key]
            if any(one in unknown for one in line):
                equations.append([float(one in line) for one in unknown])
                sums.append(sum(true[one] for one in line if one in unknown))
    goal = [float(sign * (one == cell)) for one in unknown]
    solved = linprog(goal, A_eq=equations, b_eq=sums, bounds=[(1, None)] * len(unknown), method="highs")
    assert solved.success
    return round(sign * solved.fun)


def regrouped(table: dict[Cell, int], rows: dict[Hashable, Hashable]) -> dict[Cell, int]:
    found: Counter[Cell] = Counter()
    for (row, column), count in table.items():
        found[rows[row], column] += count
    return dict(found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
@example({("a", "x"): 1, ("a", "y"): 9, ("b", "x"): 9, ("b", "y"): 1})
@example({("a", "x"): 1, ("a", "y"): 1, ("b", "x"): 4, ("b", "y"): 4})
def test_no_small_cell_is_recovered_from_the_margins(table: dict[Cell, int]) -> None:
    shown, rows = left_out(table)
    true = regrouped(table, rows)
    assert all(count is None or count == true[cell] for cell, count in shown.items())
    if len(set(rows.values())) == 1:
        return  # one row: its cells are the margins
    for cell, count in true.items():
        if 0 < count < LEAST:
            assert shown[cell] is None
            low, high = reach(shown, true, cell, 1), reach(shown, true, cell, -1)
            assert high > low, (cell, shown)
            assert high >= LEAST, "even that the cell is small must not be known"


def test_one_small_cell_alone_takes_three_with_it() -> None:
    table = {("a", "x"): 2, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 9, ("c", "x"): 50, ("c", "y"): 60}
    shown, _rows = left_out(table)
    assert {cell for cell, count in shown.items() if count is None} == {
        ("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"),
    }  # fmt: skip


def test_where_nothing_can_hide_a_cell_rows_are_joined() -> None:
    shown, rows = left_out({("a", "x"): 2, ("a", "y"): 0, ("b", "x"): 30, ("b", "y"): 9})
    assert set(rows.values()) == {REST}
    assert shown == {(REST, "x"): 32, (REST, "y"): 9}


@pytest.mark.parametrize(
    ("counts", "rest"),
    [({"a": 9, "b": 7}, set()), ({"a": 9, "b": 2}, {"a", "b"}), ({"a": 9, "b": 2, "c": 3}, {"b", "c"})],
)
def test_small_sums_join_until_the_rest_is_large_enough(counts: dict[Hashable, int], rest: set[str]) -> None:
    assert {key for key, to in joined(counts).items() if to == REST} == rest
