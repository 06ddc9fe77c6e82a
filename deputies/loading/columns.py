"""Which column is which field: guessed from the headings, remembered, said on the command line, corrected by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from deputies.loading.headings import folded
from deputies.loading.sheets import UnreadableTable
from deputies.loading.tables import Table

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from deputies.loading.cells import Clean


@dataclass(frozen=True)
class Field:
    """A field of a list: ``headings`` are what people call it, ``clean`` makes its value from a cell.

    A heading with one of the words ``never`` is not guessed to be this field.
    """

    name: str
    label: StrOrPromise
    clean: Clean
    headings: tuple[str, ...] = ()
    required: bool = False
    never: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.headings, self.name)


Columns = Mapping[str, str]
"""Field name → heading."""


def known_words(fields: Sequence[Field]) -> list[str]:
    """Every heading that is known for one of the fields: tells where in a file the headings stand."""
    return [word for field in fields for word in field.words]


def guess(
    headings: Sequence[str], fields: Sequence[Field], remembered: Mapping[str, str] | None = None
) -> Columns:
    """What this office chose last time, else the very word, else a heading that holds it. Each column is used once.

    ``remembered`` maps folded headings to field names ("" for a column to leave out).
    """
    columns: dict[str, str] = {}
    free = list(headings)
    for heading in headings:
        name = (remembered or {}).get(folded(heading))
        if name is not None:
            free.remove(heading)
            if name and name not in columns:
                columns[name] = heading
    for fits in (_is_word, _holds_word):
        for field in (one for one in fields if one.name not in columns):
            found = _found(free, field, fits)
            if found is not None:
                columns[field.name] = found
                free.remove(found)
    return columns


def _found(headings: Sequence[str], field: Field, fits: Callable[[str, str], bool]) -> str | None:
    """The heading that fits the foremost of the field's words: of two addresses the office's before the home's."""
    open_ones = [one for one in headings if not any(word in folded(one) for word in field.never)]
    pairs = ((word, heading) for word in map(folded, field.words) for heading in open_ones)
    return next((heading for word, heading in pairs if fits(folded(heading), word)), None)


def _is_word(heading: str, word: str) -> bool:
    return heading == word


def _holds_word(heading: str, word: str) -> bool:
    return len(word) > 1 and word in heading


def parse(text: str, fields: Sequence[Field]) -> Columns:
    """``name=姓名,number=代表编号``. A comma inside a heading is fine. Raises UnreadableTable with a sentence."""
    names = [field.name for field in fields]
    columns: dict[str, str] = {}
    for part in re.split(rf"[,，](?=\s*(?:{'|'.join(names)})\s*=)", text.strip().rstrip(",，")):
        name, equals, heading = part.partition("=")
        if not equals or name.strip() not in names:
            raise UnreadableTable(
                _("“%(part)s” says no column: write field=heading, where the field is one of %(fields)s.")
                % {"part": part.strip(), "fields": ", ".join(names)}
            )
        columns[name.strip()] = heading.strip()
    return columns


def check(columns: Columns, table: Table, fields: Sequence[Field]) -> Columns:
    """The columns with the file's own spelling of the headings. Raises UnreadableTable with a sentence."""
    spelled = {folded(heading): heading for heading in table.headings}
    there = ", ".join(table.headings[:30])
    found: dict[str, str] = {}
    for name, heading in columns.items():
        if folded(heading) not in spelled:
            raise UnreadableTable(
                _("The file has no column “%(heading)s”. Its columns are: %(there)s.")
                % {"heading": heading, "there": there}
            )
        if spelled[folded(heading)] in found.values():
            raise UnreadableTable(
                _("The column “%(heading)s” is given for two fields: choose one.") % {"heading": heading}
            )
        found[name] = spelled[folded(heading)]
    missing = [str(field.label) for field in fields if field.required and field.name not in found]
    if missing:
        raise UnreadableTable(
            _("No column is chosen for: %(fields)s. The file's columns are: %(there)s.")
            % {"fields": ", ".join(missing), "there": there}
        )
    return found


def as_memory(columns: Columns, headings: Sequence[str]) -> dict[str, Any]:
    """What is remembered of a choice: every heading with its field, or "" where it was left out."""
    chosen = {heading: name for name, heading in columns.items()}
    return {folded(heading): chosen.get(heading, "") for heading in headings}
