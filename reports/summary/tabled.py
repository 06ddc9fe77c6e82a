"""Breakdowns of a summary as a page shows them: tables with an address behind each number, and their charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.summary import catalogue

if TYPE_CHECKING:
    from reports.summary.showing import Page

COLUMNS = ("on_time", "late", "rated", "result_3", "result_2", "result_1", "unrated")
#: Of the populations beside opinions that are broken down: which counts stand in their tables.
OTHERS = {"suggestions": ("received", "accepted", "answered", "on_time", "late", "result_3", "result_2", "result_1",
                          "unrated")}  # fmt: skip
_CHARTS = {"month": "line", "organ": "rows", "topic": "rows", "place": "rows"}
_MOST_ROWS = 100


def tables(page: Page) -> list[dict[str, Any]]:
    """Each breakdown: its label, the kind of its chart, its heads and rows with an address behind each number."""
    order = ["month", *catalogue.DIMENSIONS]
    found = [_table(page, name) for name in order if page.content["breakdowns"].get(name)]
    for population, broken in page.content.get("others", {}).items():
        found += [_other(page, population, by, rows) for by, rows in broken.items() if rows]
    return found


def _table(page: Page, name: str) -> dict[str, Any]:
    every = page.content["breakdowns"][name]
    heads = [page.words[f"opinions.{one}"]["name"] for one in ("received", "answered", *COLUMNS)]
    heads.insert(2, _("received in the year before"))
    return {
        "name": name,
        "label": _label(name),
        "kind": _CHARTS.get(name, "bar"),
        "drawn": 3,
        "caption": _("Received, answered, and received in the year before · %(by)s") % {"by": _label(name)},
        "heads": [*heads, _("satisfied or basically satisfied, of those who rated")],
        "rows": [_row(page, name, row) for row in every[:_MOST_ROWS]],
        "all": len(every),
    }


def _row(page: Page, name: str, row: dict[str, Any]) -> dict[str, Any]:
    counts, key = row["counts"], row["key"]
    cells: list[tuple[int | None, str]] = [
        _cell(page, "opinions", one, name, row) for one in ("received", "answered", *COLUMNS)
    ]
    before = page.content["before"].get("received", {}).get(name)
    then = year_before(name, key)
    url = page.earlier.url("opinions.received", by=name, key=then) if page.earlier else ""
    cells.insert(2, (None if before is None else before.get(then, 0), url))
    return {
        "name": row["name"] or key or _none_given(name),
        "url": _organ(page, row) if name == "organ" else "",
        "cells": cells,
        "share": _share(counts.get("result_3", 0) + counts.get("result_2", 0), counts.get("rated", 0)),
    }


def _other(page: Page, population: str, by: str, every: list[dict[str, Any]]) -> dict[str, Any]:
    names = OTHERS[population]
    known = catalogue.POPULATIONS[population]
    label = f"{known.label} · {_label(by)}"
    return {
        "name": f"{population}-{by}",
        "label": label,
        "kind": _CHARTS.get(by, "bar"),
        "drawn": 3,
        "caption": label,
        "heads": [page.words[f"{population}.{one}"]["name"] for one in names],
        "rows": [
            {
                "name": row["name"] or row["key"] or _none_given(by),
                "url": _organ(page, row) if by == "organ" else "",
                "cells": [_cell(page, population, one, by, row) for one in names],
            }
            for row in every[:_MOST_ROWS]
        ],
        "all": len(every),
    }


def _cell(page: Page, population: str, short: str, by: str, row: dict[str, Any]) -> tuple[int, str]:
    return row["counts"].get(short, 0), page.lists.url(f"{population}.{short}", by=by, key=row["key"])


def _organ(page: Page, row: dict[str, Any]) -> str:
    """The page of an organ; a frozen summary keeps none."""
    if not row["key"] or page.lists.edition:
        return ""
    return reverse("summary_organ", args=[page.lists.congress, page.lists.period, row["key"]])


def hot(page: Page, found: list[dict[str, Any]], may_open: set[int]) -> list[dict[str, Any]]:
    """What many people raised: each with its list, and with its page where the reader may open it."""
    return [
        {
            "name": one.get("name") or f"{one['place']}{one['topic']}",
            "place": one["place"],
            "topic": one["topic"],
            "number": one["number"],
            "list": page.lists.url("opinions.received", by="hot", key=one["key"]) if "key" in one else "",
            "url": reverse("hot_issue", args=[one["issue"]]) if one.get("issue") in may_open else "",
        }
        for one in found
    ]


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None


def _label(name: str) -> str:
    known = catalogue.DIMENSIONS.get(name)
    return str(known.label) if known else _("Month")


def year_before(name: str, key: str) -> str:
    """The same group a year earlier: another month, and of everything else the same key."""
    return f"{int(key[:4]) - 1}{key[4:]}" if name == "month" else key


def class_words(key: str) -> str:
    """A class of answers in words."""
    return catalogue.DIMENSIONS["class"].names([key]).get(key, "") or _none_given("class")


def _none_given(name: str) -> str:
    """What a row without a value is called."""
    return _("without a class (answered by a deputy, or not yet)") if name == "class" else _("not given")
