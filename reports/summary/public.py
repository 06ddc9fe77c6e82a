"""What the public reads of a summary: the same figures with small cells withheld, so that nobody is found out.

A cell of one to four is withheld, and where a single one of a column is, the next smallest with it: the sum of a
column is published, and one gap could be worked out. The same holds along a row, where counts add up to another one;
a count whose total is withheld is withheld in every breakdown.
"""

from __future__ import annotations

from typing import Any

LEAST = 5
#: Counts that add up to another one: whoever knows all but one of them knows that one.
SUMS = {
    "rated": ("satisfied", "result_1"),
    "satisfied": ("result_3", "result_2"),
    "attitude_rated": ("attitude_satisfied", "attitude_1"),
    "attitude_satisfied": ("attitude_3", "attitude_2"),
    "answered": ("by_deputy", "by_organ"),
}
#: Figures that were published before there was a sum of the satisfied, or that have none.
_BESIDE = {
    "rated": ("result_3", "result_2", "result_1"),
    "attitude_rated": ("attitude_3", "attitude_2", "attitude_1"),
}


def is_small(n: int | None) -> bool:
    return n is not None and 0 < n < LEAST


def public(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a frozen summary for everybody. Numbers that are withheld are None."""
    totals = {code: one["total"] for code, one in content["figures"].items()}
    hidden = _hidden_totals(totals)
    unknown = {code.partition(".")[2] for code in hidden if code.startswith("opinions.")}
    return {
        **{name: content[name] for name in ("format", "congress", "period", "as_of", "definitions_version",
                                            "columns")},
        "withheld_below": LEAST,
        "figures": {code: _figure(one, code in hidden) for code, one in content["figures"].items()},
        "breakdowns": {name: _rows(rows, unknown) for name, rows in content["breakdowns"].items()},
        "times": content["times"],
        "before": {**_before(content["before"]), "times": content["before"]["times"]},
        "hot": [one for one in content.get("hot", []) if not is_small(one["number"])],
    }  # fmt: skip


def _before(before: dict[str, Any]) -> dict[str, Any]:
    """Totals of the year before; its groups stay at the desk."""
    hidden = _hidden_totals(before["figures"])
    kept = {name: value for name, value in before.items() if name not in ("received", "period", "edition")}
    return kept | {"figures": {code: None if code in hidden else n for code, n in before["figures"].items()}}


def _hidden_totals(totals: dict[str, int | None]) -> set[str]:
    """The codes of totals that are withheld: the small ones, and what would tell them."""
    hidden = {code for code, n in totals.items() if is_small(n)}
    for population in {code.partition(".")[0] for code in totals}:
        cells = {
            code.partition(".")[2]: n or 0 for code, n in totals.items() if code.startswith(f"{population}.")
        }
        names = {code.partition(".")[2] for code in hidden if code.startswith(f"{population}.")}
        while _close_sums(cells, names):
            pass
        hidden |= {f"{population}.{name}" for name in names}
    return hidden


def _close_sums(cells: dict[str, int], hidden: set[str]) -> bool:
    """Withhold one more where the others tell a withheld one; whether anything was added."""
    for sums in (SUMS, _BESIDE):
        for whole, parts in sums.items():
            terms = [name for name in (whole, *parts) if cells.get(name)]
            if sum(name in hidden for name in terms) == 1 and len(terms) > 1:
                hidden.add(
                    min((name for name in terms if name not in hidden), key=lambda name: (cells[name], name))
                )
                return True
    return False


def _figure(one: dict[str, Any], is_hidden: bool) -> dict[str, Any]:
    columns = dict.fromkeys(one["columns"]) if is_hidden else _withheld(one["columns"])
    return {"total": None if is_hidden else one["total"], "columns": columns}


def _rows(rows: list[dict[str, Any]], unknown: set[str]) -> list[dict[str, Any]]:
    """A breakdown: columns are closed, then rows, until neither tells a withheld cell."""
    cells = {(place, name): n for place, row in enumerate(rows) for name, n in row["counts"].items() if n}
    hidden = {cell for cell, n in cells.items() if is_small(n) or cell[1] in unknown}
    while _close_columns(cells, hidden, unknown) or _close_rows(rows, hidden):
        pass
    return [
        {
            **row,
            "counts": {
                name: None if (place, name) in hidden else n for name, n in row["counts"].items() if n
            },
        }
        for place, row in enumerate(rows)
    ]


def _close_columns(
    cells: dict[tuple[int, str], int], hidden: set[tuple[int, str]], unknown: set[str]
) -> bool:
    for name in {name for _place, name in hidden} - unknown:
        gaps = [cell for cell in hidden if cell[1] == name]
        others = [(n, cell) for cell, n in cells.items() if cell[1] == name and cell not in hidden]
        if len(gaps) == 1 and others:
            hidden.add(min(others)[1])
            return True
    return False


def _close_rows(rows: list[dict[str, Any]], hidden: set[tuple[int, str]]) -> bool:
    for place, row in enumerate(rows):
        names = {name for at, name in hidden if at == place}
        if _close_sums(row["counts"], names):
            hidden |= {(place, name) for name in names}
            return True
    return False


def _withheld(cells: dict[str, int]) -> dict[str, int | None]:
    hidden = {key for key, n in cells.items() if is_small(n)}
    if len(hidden) == 1:
        others = [(n, key) for key, n in cells.items() if n and key not in hidden]
        hidden |= {min(others)[1]} if others else set()
    return {key: None if key in hidden else n for key, n in cells.items()}
