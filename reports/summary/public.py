"""What the public reads of a summary: the same figures with small cells withheld, so that nobody is found out.

A cell of one to four is withheld, and where a single one of a column is, the next smallest with it: the sum of a
column is published, and one gap could be worked out.
"""

from __future__ import annotations

from typing import Any

LEAST = 5


def is_small(n: int | None) -> bool:
    return n is not None and 0 < n < LEAST


def public(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a frozen summary for everybody. Numbers that are withheld are None."""
    return {
        **{name: content[name] for name in ("format", "congress", "period", "as_of", "definitions_version",
                                            "columns")},
        "withheld_below": LEAST,
        "figures": {code: _figure(one) for code, one in content["figures"].items()},
        "breakdowns": {name: _rows(rows) for name, rows in content["breakdowns"].items()},
        "times": content["times"],
        "before": content["before"]
        | {"figures": {code: _kept(n) for code, n in content["before"]["figures"].items()}},
        "hot": [one for one in content.get("hot", []) if not is_small(one["number"])],
    }  # fmt: skip


def _kept(n: int | None) -> int | None:
    return None if is_small(n) else n


def _figure(one: dict[str, Any]) -> dict[str, Any]:
    return {"total": _kept(one["total"]), "columns": _withheld(one["columns"])}


def _rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each count of the breakdown is one column of cells."""
    names = sorted({name for row in rows for name in row["counts"]})
    columns = {
        name: _withheld({str(place): row["counts"].get(name, 0) for place, row in enumerate(rows)})
        for name in names
    }
    return [
        {**row, "counts": {name: columns[name][str(place)] for name in names if row["counts"].get(name)}}
        for place, row in enumerate(rows)
    ]


def _withheld(cells: dict[str, int]) -> dict[str, int | None]:
    hidden = {key for key, n in cells.items() if is_small(n)}
    if len(hidden) == 1:
        others = [(n, key) for key, n in cells.items() if n and key not in hidden]
        hidden |= {min(others)[1]} if others else set()
    return {key: None if key in hidden else n for key, n in cells.items()}
