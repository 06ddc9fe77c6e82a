"""The summary as files: one function for each format, from the same plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reports.summary.exports import data, paper, workbook

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from casework.models import Commitment
    from deputies.models import Organ


@dataclass(frozen=True)
class Exported:
    """What a file is made of: the figures, what they mean, and what is known of where they come from.

    ``origin`` says whether they were frozen, by whom, when and with which checksum; ``sections`` are the report's
    words where there is one, else the draft. ``organs`` (each with its counts by figure) and ``promises`` are of
    today and stand in the spreadsheet alone.
    """

    content: dict[str, Any]
    definitions: list[dict[str, Any]]
    level: str = "county"
    origin: dict[str, Any] = field(default_factory=dict)
    sections: list[dict[str, str]] = field(default_factory=list)
    organs: list[tuple[Organ, Counter[str]]] = field(default_factory=list)
    promises: list[Commitment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what browsers call it, and who writes it."""

    kind: str
    write: Callable[[Any], bytes]


FORMATS: dict[str, Format] = {
    "json": Format("application/json; charset=utf-8", data.as_json),
    "csv": Format("text/csv; charset=utf-8", data.as_csv),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", paper.as_docx),
    "pdf": Format("application/pdf", paper.as_pdf),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook.as_xlsx),
}
