"""Which column holds what: by a map that the office gives, else by headings that are known."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from deputies.loading.headings import folded
from deputies.loading.sheets import UnreadableTable

if TYPE_CHECKING:
    from deputies.loading.sheets import Grid

NEEDED = ("message", "time")
_HEADER_WITHIN = 20  # rows

# A name is loaded only when the map asks for it: closed history needs no personal data (PIPL art. 6).
_BY_MAP_ONLY = ("name",)
_HEADINGS = {
    "message": """
        留言详情 留言内容 信件内容 来信内容 诉求内容 反映内容 反映问题 问题描述 意见内容
        事项内容 内容 正文 详情 message query content text body opinion details""",
    "time": """
        留言时间 留言日期 来信时间 来信日期 写信时间 提交时间 提交日期 反映时间 受理时间 登记时间 发布时间
        时间 日期 time date query_date message_time submitted received""",
    "title": "留言主题 留言标题 信件标题 来信标题 标题 主题 title subject",
    "place": "地点 事发地点 地址 区域 所属区域 乡镇 乡镇街道 行政区划 place location",
    "topic": "一级标签 一级分类 分类 类别 诉求类别 留言类别 信件类别 topic category",
    "organ": """
        答复单位 回复单位 承办单位 办理单位 处理单位 受理单位 答复部门 回复部门 承办部门 办理部门 处理部门
        reply_agency organ agency department""",
    "reply": "答复意见 答复内容 回复内容 回复意见 办理结果 处理结果 答复 回复 reply answer response",
    "reply_time": """
        答复时间 答复日期 回复时间 回复日期 办结时间 办结日期 reply_time reply_date replied answered""",
    "channel": "渠道 来源渠道 来源 channel source",
    "number": "留言编号 信件编号 工单编号 编号 mail_id number id no",
    "name": "",
}
HEADINGS = {field: tuple(known.split()) for field, known in _HEADINGS.items()}
FIELDS = tuple(HEADINGS)


class WrongMap(UnreadableTable):
    """The column map does not fit; one sentence that names what is missing and what there is."""


def parse_map(given: str) -> dict[str, str]:
    """``message=留言详情,time=留言时间``, or the path of a .toml or .json file with the same pairs."""
    pairs = _from_file(Path(given)) if given.endswith((".toml", ".json")) else _from_text(given)
    unknown = sorted(set(pairs) - set(FIELDS))
    if unknown:
        raise WrongMap(
            _("The map names unknown fields: %(unknown)s. Known are %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(FIELDS)}
        )
    return pairs


def _from_text(given: str) -> dict[str, str]:
    pairs = {}
    for pair in filter(None, (part.strip() for part in given.replace(",", ",").split(","))):
        field, equals, heading = pair.partition("=")
        if not equals or not heading.strip():
            raise WrongMap(
                _("The map must read field=heading,field=heading; this is not a pair: %(pair)s")
                % {"pair": pair}
            )
        pairs[field.strip()] = heading.strip()
    return pairs


def _from_file(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        loaded = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError) as error:
        raise WrongMap(
            _("The map %(path)s cannot be read: %(why)s") % {"path": path, "why": error}
        ) from error
    if not isinstance(loaded, Mapping) or not all(isinstance(value, str) for value in loaded.values()):
        raise WrongMap(_("The map %(path)s must hold pairs of field and heading.") % {"path": path})
    return dict(loaded)


@dataclass(frozen=True)
class Columns:
    """The row of the header, the place of each field's column, and the headings nobody asked for."""

    header_row: int
    places: dict[str, int]
    ignored: tuple[str, ...]

    def of(self, row: list[Any]) -> dict[str, Any]:
        """The cells of a row by field; a field without a column, or beyond a short row's end, is None."""
        return {
            field: row[place] if (place := self.places.get(field)) is not None and place < len(row) else None
            for field in FIELDS
        }


def find_columns(rows: Grid, given: dict[str, str]) -> Columns | None:
    """The header among the first rows: the one that names most; None when none names message and time."""
    found = [_columns(number, row, given) for number, row in rows[:_HEADER_WITHIN]]
    fitting = [columns for columns in found if all(field in columns.places for field in _required(given))]
    return max(fitting, key=lambda columns: len(columns.places), default=None)


def _required(given: dict[str, str]) -> set[str]:
    return {*NEEDED, *given}


def _columns(number: int, row: list[Any], given: dict[str, str]) -> Columns:
    headings = [folded(str(cell or "")) for cell in row]
    places: dict[str, int] = {}
    for field, known in HEADINGS.items():
        wanted = (given[field],) if field in given else () if field in _BY_MAP_ONLY else known
        place = next((headings.index(one) for one in map(folded, wanted) if one in headings), None)
        if place is not None and (field in given or place not in places.values()):
            places[field] = place
    ignored = tuple(str(cell) for place, cell in enumerate(row) if cell and place not in places.values())
    return Columns(number, places, ignored)


def missing(rows: Grid, given: dict[str, str]) -> WrongMap:
    """Why no header was found: what is missing from the row that comes closest."""
    known = [(number, row, _columns(number, row, given).places) for number, row in rows[:_HEADER_WITHIN]]
    number, row, places = max(known, key=lambda one: len(one[2]))
    lacking = [field for field in FIELDS if field in _required(given) and field not in places]
    named = ", ".join(f"{field}={given[field]}" if field in given else field for field in lacking)
    there = ", ".join(str(cell) for cell in row if cell)
    return WrongMap(
        _("No column for %(missing)s was found. Row %(row)s has: %(there)s. Name the columns with --map.")
        % {"missing": named, "row": number, "there": there[:500] or "—"}
    )
