"""Leaving out small cells so that no subtraction brings them back. Pure.

A table has rows, columns, cells that are counts, and margins that are published whole. A cell from 1 to ``LEAST`` - 1
is left out (primary). Since its row and its column have sums, leaving out one cell alone would be no secret: for
each one a rectangle of cells is left out (secondary), x y over w z, with y, w and z counted and y and w at least
``LEAST``. Then x + 1, y - 1, z + 1, w - 1 is another table with the same margins, and so is every step up to
x + y - 1: who knows all margins cannot tell x, nor even that it is small. Zeros are never left out.

Where no rectangle is to be had, the smallest row is joined to the row of the rest and all begins anew; a table of
one row says no more than its margins. Margins that are small themselves are joined to the rest before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from itertools import product

LEAST = 5
REST = ""  # the key of what was joined

Cell = tuple[Hashable, Hashable]


def joined(counts: Mapping[Hashable, int], least: int = LEAST) -> dict[Hashable, Hashable]:
    """From each key to the one it is published under: itself, or REST, so that every sum is 0 or at least ``least``."""
    small = {key for key, count in counts.items() if 0 < count < least or key == REST}
    while 0 < sum(counts[key] for key in small if key in counts) < least:
        bigger = sorted((count, str(key), key) for key, count in counts.items() if count and key not in small)
        if not bigger:
            break
        small.add(bigger[0][2])
    return {key: REST if key in small else key for key in counts}


def left_out(
    cells: Mapping[Cell, int], least: int = LEAST
) -> tuple[dict[Cell, int | None], dict[Hashable, Hashable]]:
    """The table with None where a cell is left out, and from each row to the one it is published under."""
    rows = {row: row for row, _column in cells}
    while True:
        table = _grouped(cells, rows)
        hidden = _hidden(table, least)
        if hidden is not None:
            return {cell: None if cell in hidden else count for cell, count in table.items()}, rows
        rows = _coarser(table, rows)


def _grouped(cells: Mapping[Cell, int], rows: Mapping[Hashable, Hashable]) -> dict[Cell, int]:
    found: Counter[Cell] = Counter()
    for (row, column), count in cells.items():
        found[rows[row], column] += count
    keys = dict.fromkeys(row for row, _column in found)
    columns = dict.fromkeys(column for _row, column in found)
    return {cell: found[cell] for cell in product(keys, columns)}


def _hidden(table: Mapping[Cell, int], least: int) -> set[Cell] | None:
    """What must be left out; None where a small cell finds no rectangle."""
    small = [cell for cell, count in table.items() if 0 < count < least]
    if len({row for row, _column in table}) == 1:
        return set()  # its cells are the margins of the columns, which are published anyway
    hidden = set(small)
    for cell in small:
        corners = _rectangle(table, cell, hidden, least)
        if corners is None:
            return None
        hidden |= corners
    return hidden


def _rectangle(table: Mapping[Cell, int], cell: Cell, hidden: set[Cell], least: int) -> set[Cell] | None:
    """Three more corners, those that cost fewest published people; ties by name, so that it is always the same."""
    row, column = cell
    best: tuple[int, str, set[Cell]] | None = None
    for other_row, other_column in _others(table, row, column):
        beside, below, across = (row, other_column), (other_row, column), (other_row, other_column)
        if min(table[beside], table[below]) < least or not table[across]:
            continue
        corners = {beside, below, across}
        cost = sum(table[one] for one in corners - hidden)
        offer = (cost, f"{other_row}\0{other_column}", corners)
        if best is None or offer[:2] < best[:2]:
            best = offer
    return best[2] if best else None


def _others(table: Mapping[Cell, int], row: Hashable, column: Hashable) -> Iterable[Cell]:
    return (cell for cell in table if cell[0] != row and cell[1] != column)


def _coarser(table: Mapping[Cell, int], rows: Mapping[Hashable, Hashable]) -> dict[Hashable, Hashable]:
    """The smallest row goes to the rest; where the rest alone is the smallest, the next one joins it."""
    sums: Counter[Hashable] = Counter()
    for (row, _column), count in table.items():
        sums[row] += count
    smallest = min((one for one in sums if one != REST), key=lambda one: (sums[one], str(one)))
    if REST not in sums and len(sums) > 1:
        ranked = sorted(sums, key=lambda one: (sums[one], str(one)))[:2]
        return {row: REST if to in ranked else to for row, to in rows.items()}
    return {row: REST if to == smallest else to for row, to in rows.items()}
