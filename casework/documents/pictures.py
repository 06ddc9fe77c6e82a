"""Photos inside documents: the camera's notes go, not a pixel changes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112
_TURNED = range(2, 9)
_EXIF = b"Exif\x00\x00"
_START, _END, _COMMENT = 0xD8, 0xD9, 0xFE
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
# How a picture is drawn: JFIF's density, the colour profile, Adobe's colour transform.
_KEPT_NOTES = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_KEPT_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs acTL fcTL fdAT cICP mDCV cLLI".split()
)


def without_notes(data: bytes) -> bytes:
    """A JPEG or PNG without place, device, author and comments; anything else as it is. May raise ValueError."""
    if data.startswith(JPEG):
        return b"".join(_jpeg(data))
    if data.startswith(PNG):
        return PNG + b"".join(_png(data))
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    """The segments that draw the picture, up to its end; what hangs behind it goes."""
    yield data[:2]
    yield _turned(data)
    at = 2
    while at < len(data):
        start = data.find(b"\xff", at)
        while 0 <= start < len(data) - 1 and data[start + 1] == 0xFF:
            start += 1
        if start < 0 or start >= len(data) - 1:
            return
        marker = data[start + 1]
        if marker == _END:
            yield data[start : start + 2]
            return
        at = start + 2 + (0 if marker in _WITHOUT_LENGTH else _length(data, start + 2))
        end = _scan_end(data, at) if marker == 0xDA else at
        if not _is_note(marker, data[start + 4 : start + 16]):
            yield data[start:end]
        at = end


def _length(data: bytes, at: int) -> int:
    if at + 2 > len(data):
        return 0
    return int(struct.unpack_from(">H", data, at)[0])


def _scan_end(data: bytes, at: int) -> int:
    """Where the compressed lines end: at the next mark that is neither a stuffed 0xFF nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0:
        after = data[at + 1] if at + 1 < len(data) else _END
        if after and after not in _WITHOUT_LENGTH and after != 0xFF:
            return at
        at += 1 if after == 0xFF else 2
    return len(data)


def _is_note(marker: int, start: bytes) -> bool:
    if marker == _COMMENT:
        return True
    return 0xE0 <= marker <= 0xEF and not start.startswith(_KEPT_NOTES.get(marker, b"\x00never"))


def _turned(data: bytes) -> bytes:
    """The one note that matters to the eye: which side is up."""
    try:
        with Image.open(BytesIO(data)) as image:
            side = image.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001 - whatever the library says about a picture that it cannot read
        return b""
    if side not in _TURNED:
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = side
    note = exif.tobytes()
    note = note if note.startswith(_EXIF) else _EXIF + note
    return b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note


def _png(data: bytes) -> Iterator[bytes]:
    at = len(PNG)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if name in _KEPT_CHUNKS:
            yield data[at : at + 12 + length]
        if name == b"IEND":
            return
        at += 12 + length
