"""Small cells: withheld on the public site, and never to be worked out from what is published beside them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.summary import public


def content(cells: list[int]) -> dict[str, object]:
    rows = [
        {"key": str(n), "name": f"第{n}项", "counts": {"received": value}} for n, value in enumerate(cells)
    ]
    return {
        "format": "x", "congress": {}, "period": {}, "as_of": "", "definitions_version": "1", "columns": [],
        "figures": {"opinions.received": {"total": sum(cells), "columns": {"own": sum(cells)}}},
        "breakdowns": {"topic": rows}, "times": {}, "before": {"figures": {}, "times": {}}, "names": {"x": {}},
    }  # fmt: skip


def shown(cells: list[int]) -> list[int | None]:
    made = public.public(content(cells))
    return [row["counts"].get("received", 0) for row in made["breakdowns"]["topic"]]


def test_a_cell_of_one_to_four_is_withheld() -> None:
    assert shown([3, 2, 50, 0]) == [None, None, 50, 0]


def test_a_single_gap_takes_the_next_smallest_with_it() -> None:
    assert shown([3, 20, 50]) == [None, None, 50]


@given(st.lists(st.integers(0, 60), max_size=12))
def test_no_small_cell_is_published_or_follows_from_the_sum(cells: list[int]) -> None:
    found = shown(cells)
    assert not any(public.is_small(value) for value in found)
    hidden = [value for value, seen in zip(cells, found, strict=True) if seen is None]
    assert len(hidden) != 1 or sum(1 for value in cells if value) == 1


def test_a_small_total_is_withheld_as_well() -> None:
    assert public.public(content([2, 1]))["figures"]["opinions.received"]["total"] is None


def test_what_only_recounting_needs_is_not_published() -> None:
    assert "names" not in public.public(content([9]))


def rated(satisfied: int, basically: int, dissatisfied: int) -> dict[str, int]:
    return {
        "result_3": satisfied, "result_2": basically, "result_1": dissatisfied, "satisfied": satisfied + basically,
        "rated": satisfied + basically + dissatisfied,
    }  # fmt: skip


def known(counts: dict[str, int | None]) -> dict[str, int | None]:
    """What a reader works out from sums of which one part is missing."""
    found = dict(counts)
    for _ in range(4):
        for whole, parts in (*public.SUMS.items(), ("rated", ("result_3", "result_2", "result_1"))):
            if whole not in found or any(name not in found for name in parts):
                continue
            gaps = [name for name in (whole, *parts) if found[name] is None]
            if len(gaps) == 1:
                told = sum(found[name] or 0 for name in parts)
                found[gaps[0]] = told if gaps[0] == whole else (found[whole] or 0) - told
    return found


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_no_small_count_follows_from_those_beside_it(first: int, second: int, third: int) -> None:
    cells = rated(first, second, third)
    made = content([9])
    made["figures"] = {f"opinions.{name}": {"total": n, "columns": {}} for name, n in cells.items()}
    made["breakdowns"] = {"topic": [{"key": "1", "name": "一", "counts": cells}] * 2}
    shown = public.public(made)
    totals = {code.partition(".")[2]: one["total"] for code, one in shown["figures"].items()}
    rows = [{name: row["counts"].get(name, 0) for name in cells} for row in shown["breakdowns"]["topic"]]
    for counts in (totals, *rows):
        assert not any(public.is_small(n) for name, n in known(counts).items() if cells[name]), counts


def test_a_count_whose_total_is_withheld_is_in_no_breakdown() -> None:
    made = content([9])
    made["figures"] = {f"opinions.{name}": {"total": n, "columns": {}} for name, n in rated(30, 7, 3).items()}
    made["breakdowns"] = {"topic": [{"key": "1", "name": "一", "counts": rated(30, 7, 3)}]}
    (row,) = public.public(made)["breakdowns"]["topic"]
    assert row["counts"]["result_1"] is None
    assert row["counts"]["satisfied"] is None or row["counts"]["rated"] is None
