"""What a cell means: each function takes a plain cell and returns the value to keep, or raises BadCell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from deputies.loading.headings import folded
from deputies.loading.sheets import Broken

Clean = Callable[[Any], Any]

_NOTHING = frozenset(
    {"", "-", "--", "/", "\\", "—", "——", "无", "暂无", "空", "未填", "n/a", "na", "none", "null"}
)
_CHINESE_GAP = re.compile(
    r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s+(?=[\u3400-\u9fff\U00020000-\U0003ffff])"
)
_MIDDLE_DOTS = re.compile(r"\s*[•．・‧∙●﹒.·]\s*")
_DATE = re.compile(
    r"^(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?)?\s*[年月日号]?\s*(?:出?生)?$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheet programs
_SERIALS = range(5_000, 80_000)  # day numbers from 1913 to 2119
_YEARS = range(1900, 2101)
_BESIDES_DIGITS = "0123456789+-() /、,;，；转.*#"


class BadCell(ValueError):
    """The value cannot be kept; the text is a sentence."""


def plain(cell: Any) -> str:
    """A cell as text: full width made half, blanks tidied, 12.0 written 12. A broken cell raises BadCell."""
    if isinstance(cell, Broken):
        raise BadCell(cell.why)
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    text = unicodedata.normalize("NFKC", str(cell))
    text = "".join(
        char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"}
    )
    return " ".join(text.split())


def optional(cell: Any) -> str:
    """As ``plain``; what people write for “nothing” is nothing."""
    text = plain(cell)
    return "" if text.casefold() in _NOTHING else text


def text(most: int) -> Clean:
    """Up to ``most`` characters."""

    def clean(cell: Any) -> str:
        return _fitting(optional(cell), most)

    return clean


def name(cell: Any) -> str:
    """A person's name: “张 三” is 张三; the middle dot of longer names is always “·”."""
    tidy = _CHINESE_GAP.sub("", optional(cell))
    if any("\u3400" <= char <= "\u9fff" for char in tidy):
        tidy = _MIDDLE_DOTS.sub("·", tidy).strip("·")
    if tidy and not any(char.isalpha() for char in tidy):
        raise BadCell(_("“%(text)s” is not a name") % {"text": tidy[:40]})
    return _fitting(tidy, 60)


def code(most: int) -> Clean:
    """A number or code without blanks."""

    def clean(cell: Any) -> str:
        return _fitting(optional(cell).replace(" ", ""), most)

    return clean


def slug(cell: Any) -> str:
    tidy = optional(cell).replace(" ", "-")
    if tidy and not re.fullmatch(r"[-a-zA-Z0-9_]+", tidy):
        raise BadCell(_("a code has only letters a to z, digits, “-” and “_”"))
    return _fitting(tidy, 40)


def one_of(words: Mapping[str, str]) -> Clean:
    """One of several values, by any of the words for it."""
    known = {folded(word): value for word, value in words.items()}

    def clean(cell: Any) -> str:
        typed = optional(cell)
        if not typed or folded(typed) in known:
            return known.get(folded(typed), "")
        first = {value: word for word, value in reversed(list(words.items()))}
        raise BadCell(
            _("“%(text)s” is not one of: %(choices)s")
            % {"text": typed[:40], "choices": ", ".join(first.values())}
        )

    return clean


def phone(cell: Any) -> str:
    typed = optional(cell)
    if typed and (sum(char.isdigit() for char in typed) < 3 or any(c not in _BESIDES_DIGITS for c in typed)):
        raise BadCell(_("“%(text)s” is not a telephone number") % {"text": typed[:40]})
    return _fitting(typed, 40)


def email(cell: Any) -> str:
    typed = optional(cell).replace(" ", "")
    try:
        if typed:
            validate_email(typed)
    except ValidationError as error:
        raise BadCell(_("“%(text)s” is not an e-mail address") % {"text": typed[:60]}) from error
    return _fitting(typed, 254)


def partial_date(cell: Any) -> str:
    """A birth date as exactly as it is given: "1975", "1975-03" or "1975-03-12".

    1975.1 as a number may have been typed 1975.1 or 1975.10: only the year is sure, and only that is kept.
    """
    if isinstance(cell, datetime | date):
        return _checked(cell.year, cell.month, cell.day)
    if (
        isinstance(cell, int | float)
        and not isinstance(cell, bool)
        and int(cell) in _SERIALS
        and cell not in _YEARS
    ):
        day = _EPOCH + timedelta(days=int(cell))
        return _checked(day.year, day.month, day.day)
    if isinstance(cell, float) and round(cell % 1, 4) == 0.1 and int(cell) in _YEARS:
        return str(int(cell))
    typed = optional(cell)
    found = _COMPACT.match(typed) or _DATE.match(typed) if typed else None
    if typed and not found:
        raise BadCell(_("“%(text)s” is not a date: write 1975-03-12 or 1975-03") % {"text": typed[:40]})
    return _checked(*(int(part) for part in found.groups() if part)) if found else ""


def degrees(most: int) -> Clean:
    """Longitude or latitude as a decimal number: 113.6249."""

    def clean(cell: Any) -> float | None:
        typed = optional(cell).rstrip("°")
        try:
            value = float(typed) if typed else None
        except ValueError:
            value = float("nan")
        if value is None or -most <= value <= most:
            return value
        raise BadCell(_("“%(text)s” is not a position in degrees: write 113.6249") % {"text": typed[:40]})

    return clean


def day(cell: Any) -> date | None:
    """A whole date, or None."""
    found = partial_date(cell)
    if found and len(found) < 10:
        raise BadCell(_("“%(text)s” names no day: write 2024-01-31") % {"text": found})
    return date.fromisoformat(found) if found else None


def yes_no(cell: Any) -> bool | None:
    typed = folded(optional(cell))
    if typed in {"是", "y", "yes", "true", "1", "√", "启用", "在用", "开放"}:
        return True
    if typed in {"否", "n", "no", "false", "0", "×", "停用", "撤销", "关闭"}:
        return False
    if typed:
        raise BadCell(_("“%(text)s” is neither yes nor no") % {"text": typed[:40]})
    return None


def several(cell: Any) -> tuple[str, ...]:
    """A list in one cell: 张三、李四；王五."""
    parts = re.split(r"[、,;\n|]|\s{2,}", optional(cell))
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in parts))))


def _checked(year: int, month: int = 0, day_: int = 0) -> str:
    try:
        date(year, month or 1, day_ or 1)
    except ValueError as error:
        raise BadCell(
            _("there is no such day: %(text)s") % {"text": f"{year}-{month:02d}-{day_:02d}"}
        ) from error
    if year not in _YEARS:
        raise BadCell(_("the year %(year)d cannot be meant") % {"year": year})
    return f"{year}" + (f"-{month:02d}" if month else "") + (f"-{day_:02d}" if day_ else "")


def _fitting(value: str, most: int) -> str:
    if len(value) > most:
        raise BadCell(
            _("at most %(most)d characters fit, and this has %(length)d")
            % {"most": most, "length": len(value)}
        )
    return value
