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
