"""The summary for machines: .json as a whole, .csv with a line for each number. Both carry the definitions."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

from reports.summary.tabled import year_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.summary.exports import Exported

HANDED_OVER = "移交常委会的对代表的投诉（不计入收到）"
#: What a spreadsheet program may take for the beginning of a formula.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
HEADS = (
    "part", "code", "name_zh", "name_en", "by", "key", "label", "column", "value", "year_before", "unit_zh",
    "definition_zh", "definition_en", "source_zh",
)  # fmt: skip


def as_json(given: Exported) -> bytes:
    """Everything: origin, definitions, figures. Numbers that are withheld are null."""
    whole = {"origin": given.origin, "definitions": given.definitions, **given.content}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def as_csv(given: Exported) -> bytes:
    """A line for each number, with the mark by which spreadsheet programs know UTF-8. Withheld numbers are empty."""
    out = StringIO()
    writer = csv.DictWriter(out, HEADS, restval="")
    writer.writeheader()
    for row in (
        *_figures(given),
        *_times(given),
        *_breakdowns(given),
        *_others(given),
        *_hot(given),
        *_beside(given),
    ):
        writer.writerow({name: _safe(value) for name, value in row.items()})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(value: Any) -> Any:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_LIVE) else value


def _words(one: dict[str, Any]) -> dict[str, Any]:
    return {"code": one["code"], "name_zh": one["name"]["zh"], "name_en": one["name"]["en"],
            "unit_zh": one["unit"]["zh"]}  # fmt: skip


def _figures(given: Exported) -> Iterator[dict[str, Any]]:
    earlier = given.content["before"]["figures"]
    for one in given.definitions:
        figure = given.content["figures"][one["code"]]
        yield {
            "part": "figure",
            **_words(one),
            "value": figure["total"],
            "year_before": earlier.get(one["code"]),
            "definition_zh": one["definition"]["zh"],
            "definition_en": one["definition"]["en"],
            "source_zh": one["source"]["zh"],
        }
        if len(given.content["columns"]) > 1:
            for column in given.content["columns"]:
                yield {"part": "column", **_words(one), "column": column["key"], "label": column["name"],
                       "value": figure["columns"].get(column["key"], 0)}  # fmt: skip


def _times(given: Exported) -> Iterator[dict[str, Any]]:
    earlier = given.content["before"]["times"]
    for code, value in given.content["times"].items():
        yield {"part": "time", "code": code, "value": value, "year_before": earlier.get(code)}


def _breakdowns(given: Exported) -> Iterator[dict[str, Any]]:
    earlier = given.content["before"].get("received", {})
    for by, rows in given.content["breakdowns"].items():
        for line in _lines(given, "opinions", by, rows):
            if line["code"] == "opinions.received" and by in earlier:
                line["year_before"] = earlier[by].get(year_before(by, line["key"]), 0)
            yield line


def _others(given: Exported) -> Iterator[dict[str, Any]]:
    for population, broken in given.content.get("others", {}).items():
        for by, rows in broken.items():
            yield from _lines(given, population, by, rows)


def _lines(given: Exported, population: str, by: str, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    words = {one["code"]: _words(one) for one in given.definitions}
    for row in rows:
        for short, n in row["counts"].items():
            yield {"part": "breakdown", **words[f"{population}.{short}"], "by": by, "key": row["key"],
                   "label": row["name"], "value": n}  # fmt: skip


def _hot(given: Exported) -> Iterator[dict[str, Any]]:
    for one in given.content.get("hot", []):
        name = one.get("name") or f"{one['place']}{one['topic']}"
        yield {"part": "hot", "by": "hot", "key": one.get("key", ""), "label": name, "value": one["number"]}


def _beside(given: Exported) -> Iterator[dict[str, Any]]:
    """What stands beside the figures and in none of them."""
    handed = given.content.get("handed_over")
    if handed:
        yield {"part": "beside", "code": "handed_over", "name_zh": HANDED_OVER, "value": handed["total"],
               "year_before": handed["before"]}  # fmt: skip
