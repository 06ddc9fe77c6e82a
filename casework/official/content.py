"""What stands on an official document, and the measures of GB/T 9704. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

#: Millimetres of an A4 page: its edges, and what is written on.
WIDTH, HEIGHT = 210, 297
TOP, LEFT, RIGHT, BOTTOM = 37, 28, 26, 35
#: Points: number 3 for the text, number 2 for the title, number 4 for what is copied to whom.
TEXT, TITLE, SMALL, HEAD, CELL = 16, 22, 14, 30, 11
LINE = 28  # 22 lines on a page
_SECOND = re.compile("（[一二三四五六七八九十]{1,3}）")
_LONGEST_HEADING = 40
RED = (0xC0, 0x1E, 0x1E)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the text: “一、……” in bold sans serif."""

    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table within the text, with its title above it. The first column names the rows, all others are numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """The columns' shares of the width: the first holds names, and gets the more the longer they are."""
        longest = max((len(cells[0]) for cells in self.rows), default=0)
        first = max(2.2, 5 - len(self.heads) * 0.4, min(4.5, longest * 0.32))
        whole = first + len(self.heads) - 1
        return (first / whole, *(1 / whole for _head in self.heads[1:]))


@dataclass(frozen=True, slots=True)
class Official:
    """One document. ``mark`` stands at the top right of the first page: the class of a reply to a deputy.

    ``annex`` begins a new page behind the signature; ``annex_title`` names it there, and after the text. ``signed_by``
    is who signs where that is not whose name stands on top.
    """

    issuer: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str | Heading | Table, ...]
    signed_on: date
    mark: str = ""
    signer: str = ""
    seal: str = ""
    contact: str = ""
    copies: str = ""
    annex: tuple[str | Heading | Table, ...] = ()
    annex_title: str = ""
    signed_by: str = ""

    @property
    def signature(self) -> str:
        return f"{self.signed_by or self.issuer}{self.seal}"

    @property
    def name(self) -> str:
        """What the file is called."""
        return "".join(sign for sign in self.number or self.title if sign.isalnum() or sign in "〔〕-")


def is_second_heading(words: str) -> bool:
    """“（一）……” on a line of its own: a heading of the second level."""
    return bool(_SECOND.match(words)) and len(words) <= _LONGEST_HEADING


def signed_at(name: float, day: float, sign: float) -> tuple[float, float]:
    """How far name and date (so wide) stand from the right edge, where a sign is ``sign`` wide.

    The wider one leaves room for two signs, a date that is wider for four; the other stands in its middle.
    """
    if name >= day:
        return 2 * sign, 2 * sign + (name - day) / 2
    return 4 * sign + (day - name) / 2, 4 * sign


def chinese_day(day: date) -> str:
    """A date as it stands under an official document: in Arabic figures, without zeros before them."""
    return f"{day.year}年{day.month}月{day.day}日"
