"""The summary as an official document, in the layout of GB/T 9704: .docx to be worked on, .pdf as it will be printed.

Chinese whatever the language of the reader's page: the paper is the standing committee's.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from casework.official import Heading, Official, Table, pdf, word
from reports.summary import drafting

if TYPE_CHECKING:
    from reports.summary.exports import Exported

#: Which counts of a breakdown stand in the document; the spreadsheet has all of them.
_COLUMNS = (
    ("received", "收到"), ("answered", "答复"), ("on_time", "按期"), ("late", "逾期"), ("result_3", "满意"),
    ("result_2", "基本满意"), ("result_1", "不满意"), ("unrated", "未评价"),
)  # fmt: skip
_TABLES = (
    ("channel", "渠道"), ("topic", "内容"), ("place", "地区"), ("organ", "承办单位"), ("month", "月份"),
    ("class", "结果分类"),
)  # fmt: skip
_MOST_ROWS = 40


def as_docx(given: Exported) -> bytes:
    return word.write(official(given))


def as_pdf(given: Exported) -> bytes:
    return pdf.write(official(given))


def official(given: Exported) -> Official:
    """The document: the report's words, and as its annex the tables and where the figures come from."""
    content = given.content
    sections = given.sections or drafting.draft(content)
    parts: list[str | Heading | Table] = []
    for one in sections:
        parts.append(Heading(one["title"]))
        parts += [line for line in one["body"].splitlines() if line.strip()]
    issuer = drafting.issuer_of(content, given.level)
    return Official(
        issuer=issuer,
        number="" if given.origin.get("checksum") else "（数字未冻结，仅供工作参考）",
        title=f"{issuer}{drafting.title_of(content)}",
        addressee=f"{content['congress']['name']}：",
        paragraphs=tuple(parts),
        signed_on=date.fromisoformat(content["as_of"]),
        annex=(Heading("附件：数据表"), *tables(given), *_origin(given)),
    )


def tables(given: Exported) -> list[Table]:
    """All figures beside the year before, then each breakdown, then the lower congresses."""
    content = given.content
    found = [_figures(given)]
    for by, words in _TABLES:
        rows = content["breakdowns"].get(by, [])
        if rows:
            found.append(_breakdown(f"按{words}", words, rows))
    if len(content["columns"]) > 1:
        found.append(_lower(given))
    return found


def _figures(given: Exported) -> Table:
    earlier = given.content["before"]["figures"]
    rows = [
        (
            one["name"]["zh"],
            _said(given.content["figures"][one["code"]]["total"]),
            _said(earlier.get(one["code"])),
        )
        for one in given.definitions
    ]
    times, then = given.content["times"], given.content["before"]["times"]
    rows += [
        ("答复用时中位数（工作日）", _said(times["median_workdays"]), _said(then["median_workdays"])),
        ("答复用时中位数（自然日）", _said(times["median_days"]), _said(then["median_days"])),
    ]
    return Table("主要数据", ("项目", "本期", "上年同期"), tuple(rows))


def _breakdown(title: str, words: str, rows: list[dict[str, Any]]) -> Table:
    none = "未分类" if words == "结果分类" else "未填写"
    shown = tuple(
        (row["name"] or row["key"] or none, *(_said(row["counts"].get(name, 0)) for name, _head in _COLUMNS))
        for row in rows[:_MOST_ROWS]
    )
    more = f"（前{_MOST_ROWS}项）" if len(rows) > _MOST_ROWS else ""
    return Table(f"{title}{more}", (words, *(head for _name, head in _COLUMNS)), shown)


def _lower(given: Exported) -> Table:
    content = given.content
    codes = (
        "opinions.received",
        "opinions.answered",
        "opinions.late",
        "suggestions.received",
        "contacts.recorded",
    )
    words = {one["code"]: one["name"]["zh"] for one in given.definitions}
    rows = tuple(
        (
            column["name"],
            *(_said(content["figures"][code]["columns"].get(column["key"], 0)) for code in codes),
        )
        for column in content["columns"]
    )
    total = ("合计", *(_said(content["figures"][code]["total"]) for code in codes))
    return Table("本级和下级人大", ("人大", *(words[code] for code in codes)), (*rows, total))


def _said(value: Any) -> str:
    if value is None:
        return "—"
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _origin(given: Exported) -> list[str]:
    origin = given.origin
    if not origin.get("checksum"):
        return []
    return [
        f"本报告数据于{origin['frozen_at'][:10]}冻结，第{origin['edition']}版，口径版本"
        f"{given.content['definitions_version']}，校验码（SHA-256）：{origin['checksum']}。"
    ]
