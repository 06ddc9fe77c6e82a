"""The light markup of duty reports: headings, lists, tables, bold words. Pure; what it does not know is plain text.

    ## Heading          ### Smaller heading
    - point             1. numbered point
    | a | b |           a table; its first row is the head
    **bold**            within any line

Only these become elements, and every word is escaped: nothing a writer types can become anything else on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Kind = Literal["heading", "subheading", "paragraph", "points", "numbers", "table"]

_HEAD = re.compile(r"^(#{1,3}|＃{1,3})\s*(.+)$")
_POINT = re.compile(r"^\s*[-*•·－]\s+(.+)$")
_NUMBER = re.compile(r"^\s*\d{1,2}[.．、)）]\s*(.+)$")
_ROW = re.compile(r"^\s*[|｜](.+)[|｜]\s*$")
_RULE = re.compile(r"^[\s:|｜-]+$")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: ``lines`` of a paragraph or list, or ``rows`` of a table."""

    kind: Kind
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=())


def blocks(text: str) -> list[Block]:
    """The text as blocks, in order."""
    typed = ((_kind(line), line) for line in text.splitlines())
    found: list[Block] = []
    for kind, run in groupby(typed, key=lambda one: one[0]):
        lines = [line for _kind_of_line, line in run]
        if kind:
            found.extend(_blocks(kind, lines))
    return found


def _kind(line: str) -> Kind | None:
    if not line.strip():
        return None
    head = _HEAD.match(line)
    if head:
        return "heading" if len(head[1]) < 3 else "subheading"
    for kind, pattern in (("table", _ROW), ("points", _POINT), ("numbers", _NUMBER)):
        if pattern.match(line):
            return kind  # type: ignore[return-value]
    return "paragraph"


def _blocks(kind: Kind, lines: list[str]) -> Iterator[Block]:
    if kind in ("heading", "subheading"):
        yield from (Block(kind, (_HEAD.match(line)[2].strip(),)) for line in lines)  # type: ignore[index]
    elif kind == "table":
        rows = [_cells(line) for line in lines if not _RULE.match(line)]
        if rows:
            wide = max(map(len, rows))
            yield Block("table", rows=tuple((*row, *[""] * (wide - len(row))) for row in rows))
    elif kind == "paragraph":
        yield Block("paragraph", tuple(line.strip() for line in lines))
    else:
        pattern = _POINT if kind == "points" else _NUMBER
        yield Block(kind, tuple(pattern.match(line)[1].strip() for line in lines))  # type: ignore[index]


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in re.split("[|｜]", _ROW.match(line)[1]))  # type: ignore[index]


# --- As a page --------------------------------------------------------------------------------------------
def html(text: str, *, top: int = 2) -> SafeString:
    """The text as HTML, its headings from level ``top`` on. No attribute and no address is ever taken from the text."""
    return mark_safe("\n".join(_element(block, top) for block in blocks(text)))


def _element(block: Block, top: int) -> str:
    if block.kind in ("heading", "subheading"):
        level = top + (block.kind == "subheading")
        return f"<h{level}>{_inline(block.lines[0])}</h{level}>"
    if block.kind == "paragraph":
        return f"<p>{'<br>'.join(map(_inline, block.lines))}</p>"
    if block.kind == "table":
        return _table(block.rows)
    tag = "ul" if block.kind == "points" else "ol"
    return f"<{tag}>{''.join(f'<li>{_inline(line)}</li>' for line in block.lines)}</{tag}>"


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in rows[0])
    body = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in rows[1:])
    table = f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{_label(rows[0])}">{table}</div>'


def _label(cells: Iterable[str]) -> str:
    return escape(" · ".join(plain_line(cell) for cell in cells if cell))


def _inline(line: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", escape(line))


# --- As plain paragraphs ----------------------------------------------------------------------------------
def plain_line(line: str) -> str:
    return _BOLD.sub(r"\1", line)


def paragraphs(text: str) -> list[str]:
    """The text as paragraphs without marks, for a document: points and rows are paragraphs of their own."""
    return [plain_line(line) for block in blocks(text) for line in _plain(block)]


def _plain(block: Block) -> Iterable[str]:
    if block.kind == "table":
        return ("　".join(cell for cell in row if cell) for row in block.rows)
    if block.kind == "numbers":
        return (f"{place}. {line}" for place, line in enumerate(block.lines, start=1))
    return block.lines
