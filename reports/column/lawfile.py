"""A legal text as a file: some lines that say what it is, and the text, taken apart into chapters and articles. Pure.

    标题：演示县人大代表联系群众办法
    制定机关：演示县人民代表大会常务委员会
    层级：人大文件
    施行日期：2023-01-01

    第一条　……

The head ends with the first blank line. What stands before the first article is kept as the preamble.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from casework.citing import NUMERAL

_HEADS = {
    "标题": "title", "简称": "aliases", "制定机关": "issuer", "层级": "level", "文号": "number",
    "通过日期": "adopted_on", "施行日期": "in_force_from", "失效日期": "in_force_until", "修改废止": "amends",
}  # fmt: skip
LEVELS = {
    "法律": "law",
    "行政法规": "admin",
    "地方性法规": "local",
    "规章": "rule",
    "党内法规": "party",
    "人大文件": "own",
}
_DAYS = ("adopted_on", "in_force_from", "in_force_until")
_LINE = re.compile(r"^\s*([^:：\s]{2,6})\s*[:：]\s*(.*?)\s*$")
_DAY = re.compile(r"^(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?$")
_ARTICLE = re.compile(
    rf"^第([{NUMERAL}]{{1,9}}|\d{{1,4}})条(?:之([一二三四五六七八九十]{{1,3}}))?(?=[\s\u3000]|$)\s*"
)
_CHAPTER = re.compile(rf"^第[{NUMERAL}\d]{{1,5}}[编章节][\s\u3000]+\S.{{0,80}}$")
_DIGITS = {sign: place for place, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class Unreadable(ValueError):
    """A file that is no legal text; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    label: str
    heading: str
    chapter: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadLaw:
    """What a file says. ``columns`` are those of the model, without what is worked out."""

    columns: dict[str, str | date | None]
    preamble: str
    articles: tuple[ReadArticle, ...] = field(default=())
    digest: str = ""


def number_of(numeral: str) -> int:
    """一百零二 → 102, 十二 → 12, 12 → 12. ValueError for what is no number."""
    if numeral.isascii() and numeral.isdecimal():
        return int(numeral)
    total, digit = 0, 0
    for sign in numeral:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        elif sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            raise ValueError(numeral)
    return total + digit


def label_of(cited: str) -> str:
    """五十一条 → "51", 十二条之一 → "12-1", the same with 第 before it; empty for what is no article."""
    found = re.fullmatch(r"第?(.{1,9}?)条(?:之(.{1,3}))?", cited)
    try:
        return "-".join(str(number_of(one)) for one in (found.groups() if found else ()) if one)
    except ValueError:
        return ""


def read(text: str) -> ReadLaw:
    """Take a file apart. Unreadable, with a sentence, where something is missing or stands there twice."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    head, _blank, body = text.partition("\n\n")
    columns = _columns(head)
    preamble, articles = _taken_apart(body)
    if not articles:
        raise Unreadable(_("No article (第…条) was found in the text."))
    labels = [one.label for one in articles]
    twice = next((one for one in labels if labels.count(one) > 1), "")
    if twice:
        raise Unreadable(_("Article %(number)s stands in it twice.") % {"number": twice})
    return ReadLaw(columns, preamble, tuple(articles), hashlib.sha256(text.encode()).hexdigest())


def _columns(head: str) -> dict[str, str | date | None]:
    found: dict[str, str | date | None] = {name: None if name in _DAYS else "" for name in _HEADS.values()}
    for line in head.splitlines():
        part = _LINE.match(line)
        name = _HEADS.get(part[1]) if part else None
        if part is None or name is None:
            raise Unreadable(_("This line of the head is not known: %(line)s") % {"line": line[:60]})
        found[name] = _value(name, part[2])
    for words, name in _HEADS.items():
        if name in ("title", "issuer", "level", "in_force_from") and not found[name]:
            raise Unreadable(_("The head does not say: %(what)s") % {"what": words})
    return found


def _value(name: str, words: str) -> str | date | None:
    if name == "level":
        if words not in LEVELS:
            raise Unreadable(_("Level is one of: %(levels)s") % {"levels": "、".join(LEVELS)})
        return LEVELS[words]
    if name not in _DAYS:
        return words
    if not words:
        return None
    found = _DAY.match(words)
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))  # type: ignore[index]
    except (TypeError, ValueError):
        raise Unreadable(_("This is no date: %(words)s") % {"words": words[:30]}) from None


def _taken_apart(body: str) -> tuple[str, list[ReadArticle]]:
    """The preamble, and the articles with the chapter that stands above each."""
    before: list[str] = []
    found: list[tuple[str, str, list[str]]] = []
    chapter, held = "", before
    for line in (one.strip() for one in body.splitlines()):
        article = _ARTICLE.match(line)
        if article:
            held = [line[article.end() :].strip()]
            found.append((article[0].strip(), chapter, held))
        elif _CHAPTER.match(line):
            chapter = " ".join(line.split())
        elif line:
            held.append(line)
    articles = [
        ReadArticle(label_of(heading), heading, above, "\n".join(filter(None, lines)))
        for heading, above, lines in found
    ]
    return "\n".join(before), articles
