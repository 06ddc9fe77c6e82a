"""Reads a QR code from a picture, as a phone does: finds it, takes off its mask, and reads the bytes.

For pictures that are upright and clean, such as a page just drawn; it corrects no errors. Versions 1 to 10.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ALIGNED = {2: [18], 3: [22], 4: [26], 5: [30], 6: [34], 7: [22, 38], 8: [24, 42], 9: [26, 46], 10: [28, 50]}
_MASKS = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
_LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
#: For each version and level: (blocks, data bytes of a block), the shorter blocks first (ISO/IEC 18004, table 9).
_BLOCKS: dict[tuple[int, str], list[tuple[int, int]]] = {
    (1, "L"): [(1, 19)], (1, "M"): [(1, 16)], (1, "Q"): [(1, 13)], (1, "H"): [(1, 9)],
    (2, "L"): [(1, 34)], (2, "M"): [(1, 28)], (2, "Q"): [(1, 22)], (2, "H"): [(1, 16)],
    (3, "L"): [(1, 55)], (3, "M"): [(1, 44)], (3, "Q"): [(2, 17)], (3, "H"): [(2, 13)],
    (4, "L"): [(1, 80)], (4, "M"): [(2, 32)], (4, "Q"): [(2, 24)], (4, "H"): [(4, 9)],
    (5, "L"): [(1, 108)], (5, "M"): [(2, 43)], (5, "Q"): [(2, 15), (2, 16)], (5, "H"): [(2, 11), (2, 12)],
    (6, "L"): [(2, 68)], (6, "M"): [(4, 27)], (6, "Q"): [(4, 19)], (6, "H"): [(4, 15)],
    (7, "L"): [(2, 78)], (7, "M"): [(4, 31)], (7, "Q"): [(2, 14), (4, 15)], (7, "H"): [(4, 13), (1, 14)],
    (8, "L"): [(2, 97)], (8, "M"): [(2, 38), (2, 39)], (8, "Q"): [(4, 18), (2, 19)], (8, "H"): [(4, 14), (2, 15)],
    (9, "L"): [(2, 116)], (9, "M"): [(3, 36), (2, 37)], (9, "Q"): [(4, 16), (4, 17)], (9, "H"): [(4, 12), (4, 13)],
    (10, "L"): [(2, 68), (2, 69)], (10, "M"): [(4, 43), (1, 44)],
    (10, "Q"): [(6, 19), (2, 20)], (10, "H"): [(6, 15), (2, 16)],
}  # fmt: skip


def read(picture: Path | Image.Image) -> str:
    """What the code in the picture says. Raises ValueError where there is none that can be read."""
    grid = _modules(picture if isinstance(picture, Image.Image) else Image.open(picture))
    version = (len(grid) - 17) // 4
    level, mask = _format(grid)
    bits = "".join(str(int(grid[y][x] ^ _MASKS[mask](y, x))) for y, x in _path(version))
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)]
    return _said(_in_order(words, _BLOCKS[version, level]), version)


def _modules(picture: Image.Image) -> list[list[bool]]:
    """The squares of the code, dark ones true; the light edge is cut off."""
    dark = picture.convert("L").point(lambda grey: 255 if grey < 128 else 0)
    box = dark.getbbox()
    if box is None:
        raise ValueError("nothing dark is in the picture")
    left, top, right, bottom = box
    inside = range(left + 2, right)  # the very edge may be grey
    run = next((x for x in inside if not dark.getpixel((x, top + 2))), right) - left
    size = round((right - left) / (run / 7))  # the corner's upper edge is seven squares long
    version = round((size - 17) / 4)
    size = 17 + 4 * version
    if not 1 <= version <= 10 or abs((right - left) - (bottom - top)) > 2:
        raise ValueError("no QR code of versions 1 to 10 fills the picture")
    step = (right - left) / size
    return [
        [
            bool(dark.getpixel((int(left + (x + 0.5) * step), int(top + (y + 0.5) * step))))
            for x in range(size)
        ]
        for y in range(size)
    ]


def _format(grid: list[list[bool]]) -> tuple[str, int]:
    """The level of correction and the number of the mask, beside the upper left corner."""
    bits = [grid[8][x] for x in range(5)]
    code = int("".join(str(int(bit)) for bit in bits), 2) ^ 0b10101
    return _LEVELS[code >> 3], code & 0b111


def _path(version: int) -> Iterator[tuple[int, int]]:
    """The squares that hold data, in the order of reading: pairs of columns from the right, up and down."""
    size, fixed = 17 + 4 * version, _fixed(version)
    rises = True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        for y in range(size - 1, -1, -1) if rises else range(size):
            yield from ((y, x) for x in (right, right - 1) if (y, x) not in fixed)
        rises = not rises


def _fixed(version: int) -> set[tuple[int, int]]:
    """The squares of corners, lines, marks, format and version."""
    size = 17 + 4 * version
    found = set(product(range(9), range(9)))
    found |= set(product(range(9), range(size - 8, size))) | set(product(range(size - 8, size), range(9)))
    found |= {(6, at) for at in range(size)} | {(at, 6) for at in range(size)}
    lines = [6, *_ALIGNED.get(version, [])]
    corners = {(6, 6), (6, lines[-1]), (lines[-1], 6)}
    for y, x in set(product(lines, lines)) - corners if version > 1 else ():
        found |= set(product(range(y - 2, y + 3), range(x - 2, x + 3)))
    if version >= 7:
        found |= set(product(range(6), range(size - 11, size - 8)))
        found |= set(product(range(size - 11, size - 8), range(6)))
    return found


def _in_order(words: list[int], blocks: list[tuple[int, int]]) -> list[int]:
    """The data of every block, one after the other; they stand interleaved."""
    lengths = [length for count, length in blocks for _block in range(count)]
    found: list[list[int]] = [[] for _length in lengths]
    stream = iter(words)
    for at in range(max(lengths)):
        for block, length in zip(found, lengths, strict=True):
            if at < length:
                block.append(next(stream))
    return [word for block in found for word in block]


def _said(words: list[int], version: int) -> str:
    """The text of one segment of bytes or of letters."""
    bits = "".join(f"{word:08b}" for word in words)
    kind, rest = int(bits[:4], 2), bits[4:]
    if kind == 0b0100:
        wide = 8 if version < 10 else 16
        count = int(rest[:wide], 2)
        data = [int(rest[wide + 8 * at : wide + 8 * at + 8], 2) for at in range(count)]
        return bytes(data).decode()
    raise ValueError(f"segments of kind {kind} are not read")
