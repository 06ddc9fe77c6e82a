"""Breaking Chinese text into lines: no comma begins a line, no bracket ends one, no number is cut in two. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_CLOSES = "，。、；：？！”’》〉」』】〕）…—,.;:?!)]}%％"
_OPENS = "“‘《〈「『【〔（([{"
#: What stays in one piece: a number or a foreign word, or one sign, with what must not be parted from it.
_PIECE = re.compile(
    rf"[{re.escape(_OPENS)}]*(?:[A-Za-z0-9.,:/@+-]*[A-Za-z0-9]|.)[{re.escape(_CLOSES)}]*", re.DOTALL
)


def broken(words: str, width: float, first: float, measure: Callable[[str], float]) -> list[str]:
    """The lines of ``words``, each at most ``width`` wide, the first one shorter by ``first``.

    A piece that is wider than a line, as a checksum, is cut where the line ends.
    """
    lines, line, left = [], "", width - first
    for piece in _pieces(words, width, measure):
        needed = measure(piece)
        if line and needed > left:
            lines.append(line)
            line, left, piece = "", width, piece.lstrip()
            needed = measure(piece)
        line += piece
        left -= needed
    return [*lines, line]


def _pieces(words: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    for piece in _PIECE.findall(words):
        yield from piece if measure(piece) > width else (piece,)
