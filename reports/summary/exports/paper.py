"""The summary as an official document, in the layout of GB/T 9704: .docx to be worked on, .pdf as it will be printed.

Chinese whatever the language of the reader's page: the paper is the standing committee's.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from casework.official import Heading, Official, Table, pdf, word
from reports.summary import drafting
from reports.summary.catalogue import POPULATIONS
from reports.summary.exports.data import HANDED_OVER

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
_OTHERS = {"suggestions": "代表建议"}
_OTHER_COLUMNS = (
    ("received", "提出"), ("accepted", "受理"), ("answered", "答复"), ("on_time", "按期"), ("late", "超期"),
    ("result_3", "满意"), ("result_2", "基本满意"), ("result_1", "不满意"), ("unrated", "未评价"),
)  # fmt: skip
_LOWER = (
    ("opinions.received", "收到意见"), ("opinions.answered", "答复"), ("opinions.late", "逾期"),
    ("opinions.unrated", "未评价"), ("suggestions.received", "建议"), ("motions.received", "议案"),
    ("contacts.recorded", "联系记录"), ("reports.done", "履职报告"),
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
        annex=(*tables(given), *_origin(given)),
        annex_title="数据表",
    )


def tables(given: Exported) -> list[Table]:
    """Figures beside the year before, what many raised, then each breakdown, then the lower congresses."""
    content = given.content
    found = [*_figures(given), _times(content)]
    if content.get("hot"):
        found.append(_hot(content["hot"]))
    for by, words in _TABLES:
        rows = content["breakdowns"].get(by, [])
        if rows:
            found.append(_breakdown(f"群众意见按{words}", words, rows, _COLUMNS))
    for population, broken in content.get("others", {}).items():
        found += [
            _breakdown(f"{_OTHERS[population]}按{words}", words, broken[by], _OTHER_COLUMNS)
            for by, words in _TABLES
            if broken.get(by) and population in _OTHERS
        ]
    if len(content["columns"]) > 1:
        found.append(_lower(given))
    return found


def _figures(given: Exported) -> list[Table]:
    """A table for each population; the part that each figure is of the one it is a share of."""
    figures, earlier = given.content["figures"], given.content["before"]["figures"]
    rows: dict[str, list[tuple[str, ...]]] = {}
    for one in given.definitions:
        now, then = figures[one["code"]]["total"], earlier.get(one["code"])
        whole = figures[one["share_of"]]["total"] if one["share_of"] in figures else None
        share = f"{now / whole * 100:.1f}%" if whole and now is not None else ""
        cells = (one["name"]["zh"], _said(now), _said(then), _gap(now, then), share)
        rows.setdefault(one["code"].partition(".")[0], []).append(cells)
    return [
        Table(_title(name), ("项目", "本期", "上年同期", "增减", "占比"), tuple(lines))
        for name, lines in rows.items()
    ]


def _title(population: str) -> str:
    known = POPULATIONS.get(population)
    with override("zh-hans"):
        return str(known.label) if known else population


def _gap(now: int | None, then: int | None) -> str:
    if now is None or then is None:
        return "—"
    return f"{now - then:+d}".replace("-", "−") if now != then else "0"


def _times(content: dict[str, Any]) -> Table:
    times, then = content["times"], content["before"]["times"]
    rows = [
        (words, _said(times[name]), _said(then.get(name)))
        for name, words in (
            ("median_workdays", "中位数（工作日）"), ("median_days", "中位数（自然日）"),
            ("mean_days", "平均数（自然日）"),
        )
        if name in times
    ]  # fmt: skip
    handed = content.get("handed_over")
    if handed:
        rows.append((HANDED_OVER, _said(handed["total"]), _said(handed["before"])))
    return Table("答复用时和另行统计的数字", ("项目", "本期", "上年同期"), tuple(rows))


def _hot(issues: list[dict[str, Any]]) -> Table:
    rows = [(one.get("name") or f"{one['place']}{one['topic']}", _said(one["number"])) for one in issues]
    return Table("群众反映较集中的问题（本级）", ("问题", "意见件数"), tuple(rows))


def _breakdown(
    title: str, words: str, rows: list[dict[str, Any]], columns: tuple[tuple[str, str], ...]
) -> Table:
    none = "未分类" if words == "结果分类" else "未填写"
    shown = tuple(
        (row["name"] or row["key"] or none, *(_said(row["counts"].get(name, 0)) for name, _head in columns))
        for row in rows[:_MOST_ROWS]
    )
    more = f"（前{_MOST_ROWS}项）" if len(rows) > _MOST_ROWS else ""
    return Table(f"{title}{more}", (words, *(head for _name, head in columns)), shown)


def _lower(given: Exported) -> Table:
    content = given.content
    rows = tuple(
        (
            column["name"],
            *(_said(content["figures"][code]["columns"].get(column["key"], 0)) for code, _head in _LOWER),
        )
        for column in content["columns"]
    )
    total = ("合计", *(_said(content["figures"][code]["total"]) for code, _head in _LOWER))
    return Table("本级和下级人大", ("人大", *(head for _code, head in _LOWER)), (*rows, total))


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
