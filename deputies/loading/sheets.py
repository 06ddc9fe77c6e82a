"""A file as rows of plain cells: .xlsx, or .csv in any of the usual encodings and with any of the usual marks.

The one reader of spreadsheets. Where the headings stand and what a cell means is decided by those who ask.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024  # bytes that the parts of an .xlsx may take when unpacked
MOST_ROWS = 200_000  # rows that hold something
MOST_COLUMNS = 200
_MOST_LINES = 1 << 20  # rows a spreadsheet program has; a file may claim that its first one is the billionth
_MOST_IN_A_CELL = 2 * 1024 * 1024
_DELIMITERS = ",\t;|，"
_ERRORS = frozenset(
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #GETTING_DATA".split()
)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"{\\rtf")
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table")
_DEFINITION = re.compile(rb"<!(?:ENTITY|DOCTYPE)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
csv.field_size_limit(_MOST_IN_A_CELL)

Grid = list[tuple[int, list[Any]]]
"""Rows that hold anything, with their numbers in the file (from 1): cells from left to right, None where empty.

A cell is text without blanks around it, a number, a date, a time or Broken.
"""


class UnreadableTable(ValueError):
    """The file cannot be read as a table; the text is a sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell whose value is not there: ``written`` is what stands in it, ``why`` a sentence."""

    written: str
    why: str

    def __str__(self) -> str:
        return self.written


def read_path(path: Path, most_bytes: int = MOST_BYTES) -> Iterator[tuple[str, Grid]]:
    """As ``read``, for a file by its path. Raises UnreadableTable; also where the file cannot be opened."""
    if path.is_dir():
        raise UnreadableTable(_("%(path)s is a folder, not a file.") % {"path": path})
    try:
        with path.open("rb") as source:
            return read(source, most_bytes)
    except OSError as error:
        raise UnreadableTable(
            _("The file %(path)s cannot be opened: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error


def read(source: IO[bytes], most_bytes: int = MOST_BYTES) -> Iterator[tuple[str, Grid]]:
    """Each sheet with its name and its rows; a .csv is one sheet without a name. Raises UnreadableTable."""
    data = source.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise UnreadableTable(too_large(most_bytes))
    if not data.strip():
        raise UnreadableTable(_("The file is empty."))
    return _sheets(data) if data.startswith(_ZIP) else iter([("", _csv(data))])


def too_large(most_bytes: int = MOST_BYTES) -> str:
    return _("The file is larger than %(most)d MB. Split it, or delete the pictures in it.") % {
        "most": most_bytes >> 20
    }


def _not_a_table() -> UnreadableTable:
    return UnreadableTable(_("This is not a table. Choose an .xlsx, or a .csv in UTF-8, UTF-16 or GB 18030."))


# --- .xlsx ------------------------------------------------------------------------------------------------
def _sheets(data: bytes) -> Iterator[tuple[str, Grid]]:
    try:
        has_formulas = _checked(data)
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(data), read_only=True) if has_formulas else None
        for sheet in values.worksheets:
            yield sheet.title, _collected(_rows(sheet, formulas[sheet.title] if formulas else None))
    except UnreadableTable:
        raise
    except Exception as error:  # whatever a broken package raises in the library
        raise UnreadableTable(
            _("The workbook is damaged: open it, save it again as .xlsx and choose that.")
        ) from error


def _checked(data: bytes) -> bool:
    """Refuse a bomb before anything is unpacked, and XML that defines entities. Says if there are formulas."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise UnreadableTable(
                _(
                    "The file unpacks to more than the %(most)d MB that are read. Copy the rows into a new file."
                )
                % {"most": MOST_UNPACKED >> 20}
            )
        if not any(part.filename.startswith("xl/") for part in parts):
            raise _not_a_table()
        for part in parts:
            with package.open(part) as content:
                if _DEFINITION.search(content.read(4096)):
                    raise UnreadableTable(_("The workbook defines XML entities, which no spreadsheet needs."))
        sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
        return any(_holds_formula(package, part) for part in sheets)


def _holds_formula(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    end = b""
    with package.open(part) as content:
        while block := content.read(1 << 20):
            if _FORMULA.search(end + block):
                return True
            end = block[-80:]
    return False


def _rows(sheet: Any, formulas: Any) -> Iterator[Sequence[Any]]:
    """Rows as the sheet numbers them; what its “dimension” claims is not believed."""
    sheet.reset_dimensions()
    values = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    if formulas is None:
        return values  # type: ignore[no-any-return]
    formulas.reset_dimensions()
    written = formulas.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    return (
        [_or_broken(*pair) for pair in zip(*rows, strict=False)]
        for rows in zip(values, written, strict=False)
    )


def _or_broken(value: Any, written: Any) -> Any:
    """The stored result of a formula; a formula without one is not taken for an empty cell."""
    if isinstance(written, ArrayFormula | DataTableFormula):
        written = str(getattr(written, "text", None) or "=")
    if value is not None or not (isinstance(written, str) and written.startswith("=")):
        return value
    why = _(
        "the cell holds the formula %(formula)s without its result: open the file, save it, choose it again"
    )
    return Broken(written, why % {"formula": written[:80]})


# --- .csv -------------------------------------------------------------------------------------------------
def _csv(data: bytes) -> Grid:
    text = _decoded(data)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return _collected(records)
    except csv.Error as error:
        words = _("The file cannot be read as .csv near line %(line)d. Is a quotation mark left open?")
        raise UnreadableTable(words % {"line": records.line_num}) from error


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, else GB 18030 (which holds GBK and GB 2312)."""
    if data.startswith(_OLE):
        words = _(
            "This is an old .xls file, or one with a password. Open it and save it as .xlsx without a password."
        )
        raise UnreadableTable(words)
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if data.startswith(_OTHER_KINDS) or start.startswith(_MARKUP):
        raise _not_a_table()
    with_mark = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if with_mark else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise UnreadableTable(_("The file is empty."))
        if "\x00" not in text and _share_of_controls(text[:20_000]) < 0.01:
            return text
    raise _not_a_table()


def _share_of_controls(text: str) -> float:
    return sum(unicodedata.category(char) == "Cc" and char not in "\r\n\t" for char in text) / len(text)


def _delimiter(text: str) -> str:
    lines = text.splitlines()[:40]
    return max(_DELIMITERS, key=lambda each: _width(lines, each))


def _width(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines agree on how many columns there are, and on how many.

    A row counts with all its lines: a text of many lines in one cell may hold tabs, and is not a table of its own.
    """
    records, counts, before = csv.reader(lines, delimiter=delimiter), Counter[int](), 0
    try:
        for record in records:
            counts[len(record)] += records.line_num - before
            before = records.line_num
    except csv.Error:
        return (0, 0)
    width, agreeing = max(counts.items(), key=lambda item: (item[0] > 1, item[1]))
    return (agreeing if width > 1 else 0, width)


# --- Rows -------------------------------------------------------------------------------------------------
def _collected(rows: Iterable[Sequence[Any]]) -> Grid:
    grid: Grid = []
    for number, cells in enumerate(rows, start=1):
        filled = _trimmed([_tidy(cell) for cell in _trimmed(cells[:MOST_COLUMNS])])
        if filled:
            grid.append((number, filled))
        if len(grid) > MOST_ROWS or number > _MOST_LINES:
            raise UnreadableTable(_("The file has more than %(most)d rows. Split it.") % {"most": MOST_ROWS})
    return grid


def _trimmed(cells: Sequence[Any]) -> list[Any]:
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return list(cells[:end])


def _tidy(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\ufeff", "").replace("\u200b", "").strip()
    if text in _ERRORS:
        return Broken(text, _("the cell shows the error %(error)s") % {"error": text})
    return text or None
