"""What stands on an official document, and the measures of GB/T 9704. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: Millimetres of an A4 page: its edges, and what is written on.
WIDTH, HEIGHT = 210, 297
TOP, LEFT, RIGHT, BOTTOM = 37, 28, 26, 35
#: Points: number 3 for the text, number 2 for the title, number 4 for what is copied to whom.
TEXT, TITLE, SMALL, HEAD, CELL = 16, 22, 14, 30, 11
LINE = 28  # 22 lines on a page
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


@dataclass(frozen=True, slots=True)
class Official:
    """One document. ``mark`` stands at the top right of the first page: the class of a reply to a deputy.

    ``annex`` begins a new page behind the signature.
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

    @property
    def name(self) -> str:
        """What the file is called."""
        return "".join(sign for sign in self.number or self.title if sign.isalnum() or sign in "〔〕-")


def chinese_day(day: date) -> str:
    """A date as it stands under an official document: in Arabic figures, without zeros before them."""
    return f"{day.year}年{day.month}月{day.day}日"
