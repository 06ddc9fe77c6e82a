"""Messages of a bare file: what its columns are is said by who asks, or told by their headings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from deputies.loading.headings import folded
from deputies.loading.sheets import Broken, UnreadableTable, read_path
from feedback.hot.finding import Message
from feedback.importing.times import UnreadableTime, read_time
from feedback.learning.tables import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

_HEADER_WITHIN = 20  # rows
_KNOWN = {
    "title": ("留言主题", "标题", "主题", "title", "subject"),
    "body": ("留言详情", "详情", "内容", "正文", "留言内容", "text", "body", "content"),
    "time": ("留言时间", "时间", "提交时间", "来信时间", "日期", "time", "date"),
    "place": ("地点", "乡镇", "区划", "所在地", "place", "division"),
    "people": ("留言用户", "用户", "用户编号", "user", "sender", "people"),
    "support": ("点赞数", "点赞", "支持数", "附议数", "likes", "support"),
    "id": ("留言编号", "编号", "信件编号", "id", "number"),
}
OPTIONAL = ("time", "place", "people", "support", "id")


@dataclass(frozen=True, slots=True)
class Bare:
    """The messages with their numbers in the file (from 1) and their identifiers, "" where there is no column.

    ``skipped``: rows without any text; ``undated``: those whose time cannot be read.
    """

    messages: list[Message]
    rows: list[int]
    ids: list[str]
    skipped: int
    undated: int


def read(path: Path, text_columns: Sequence[str], named: Mapping[str, str]) -> Bare:
    """The first sheet that has the columns; of several text columns the first is the title.

    ``named``: the headings of further columns by what they are (``OPTIONAL``); what is not named is looked for by the
    usual headings. Raises UnreadableTable, naming what is missing.
    """
    wanted = [*text_columns, *named.values()]
    headings: list[str] = []
    for _name, grid in read_path(path, MOST_BYTES):
        for place, (_number, cells) in enumerate(grid[:_HEADER_WITHIN]):
            known = {
                folded(str(cell)): at for at, cell in reversed(list(enumerate(cells))) if cell is not None
            }
            texts = [known.get(folded(one)) for one in text_columns] or _usual_texts(known)
            others = {what: known.get(folded(one)) for what, one in named.items()}
            if texts and None not in texts and None not in others.values():
                columns = {what: _usual(known, what) for what in OPTIONAL} | others
                return _messages(grid[place + 1 :], [one for one in texts if one is not None], columns)
            here = [str(cell) for cell in cells if cell is not None]
            headings = here if len(here) > len(headings) else headings
    raise UnreadableTable(
        _("These columns are wanted: %(wanted)s. The file has: %(found)s.")
        % {"wanted": ", ".join(wanted) or "title, text", "found": ", ".join(headings) or "—"}
    )


def _usual(known: Mapping[str, int], what: str) -> int | None:
    return next((known[folded(one)] for one in _KNOWN[what] if folded(one) in known), None)


def _usual_texts(known: Mapping[str, int]) -> list[int | None]:
    found = [_usual(known, "title"), _usual(known, "body")]
    return [one for one in found if one is not None]


def _messages(grid: Any, texts: list[int], columns: Mapping[str, int | None]) -> Bare:
    bare = Bare([], [], [], 0, 0)
    skipped = undated = 0
    for number, cells in grid:
        words = [_cell(cells, one) for one in texts]
        title, body = (words[0], "\n".join(words[1:])) if len(words) > 1 else ("", words[0])
        if not title and not body:
            skipped += 1
            continue
        day, written = _day(cells, columns["time"])
        undated += written and day is None
        sender = _cell(cells, columns["people"])
        bare.messages.append(
            Message(
                title=title,
                body=body,
                day=day,
                place=_cell(cells, columns["place"]),
                marks=(hashlib.sha256(sender.encode()).hexdigest(),) if sender else (),
                support=_whole(_cell(cells, columns["support"])),
            )
        )
        bare.rows.append(number)
        bare.ids.append(_cell(cells, columns["id"]))
    return Bare(bare.messages, bare.rows, bare.ids, skipped, undated)


def _cell(cells: Sequence[Any], place: int | None) -> str:
    value = cells[place] if place is not None and place < len(cells) else None
    return "" if value is None or isinstance(value, Broken) else str(value).strip()


def _day(cells: Sequence[Any], place: int | None) -> tuple[date | None, bool]:
    """The day, and whether something is written there."""
    value = cells[place] if place is not None and place < len(cells) else None
    if value is None or value == "":
        return None, False
    try:
        return timezone.localdate(read_time(value).at), True
    except UnreadableTime:
        return None, True


def _whole(text: str) -> int:
    try:
        return max(0, int(float(text)))
    except (ValueError, OverflowError):
        return 0
