"""Bytes to words, whatever a mail says or fails to say about its charset. Pure functions, never an exception.

Chinese mail names one charset and is written in another: ``gb2312`` holds characters that only GB18030 has,
``iso-8859-1`` and nothing at all stand over GBK. GB18030 reads all of its elders; Big5 is told from it by which
reading has more of the characters that every text has.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error, a2b_qp

_WIDER = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "euc-cn", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "x-x-big5", "cn-big5", "cp950", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("utf8", "utf-8", "unicode-1-1-utf-8", "utf8mb4"), "utf-8"),
}
#: Names that senders write who do not know: the bytes themselves are asked.
_SAYS_NOTHING = frozenset(
    ("", "us-ascii", "ascii", "iso-8859-1", "latin-1", "unknown-8bit", "default", "8bit")
)
_IN_EVERY_TEXT = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說"
    "产產种種面而方后後多定行学學法所民得经經十三之进進着著等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩体體制机機"
    "当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數"
    "路灯燈请請您好村镇鎮县縣区區街道车車房屋问題题"
)


def decode(data: bytes, declared: str = "") -> str:
    """``data`` as text: by the charset it declares where that fits, else by what it looks like."""
    name = declared.strip().strip("\"'").lower()
    if name not in _SAYS_NOTHING:
        try:
            return data.decode(_WIDER.get(name, name))
        except (LookupError, UnicodeError, ValueError):
            pass
    return _guessed(data)


def _guessed(data: bytes) -> str:
    for name in ("ascii", "utf-8"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            pass
    readings = [text for name in ("gb18030", "big5hkscs") if (text := _strictly(data, name)) is not None]
    if readings:
        return max(readings, key=lambda text: sum(mark in _IN_EVERY_TEXT for mark in text))
    # Damaged on its way: whichever reading loses less.
    return min(
        (data.decode(name, "replace") for name in ("utf-8", "gb18030")), key=lambda text: text.count("\ufffd")
    )


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


# --- Headers --------------------------------------------------------------------------------------------
_WORD = re.compile(r"=\?([^?\s*]*)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"\?=\s+=\?")


def header(raw: object) -> str:
    """One header in words: encoded words, also such as break a character in two, and bare bytes."""
    text = _BETWEEN.sub("?==?", str(raw or "").replace("\r", "").replace("\n", " "))
    said, place = [], 0
    pending: tuple[str, bytes] = ("", b"")
    for found in _WORD.finditer(text):
        if found.start() > place:
            said += [decode(pending[1], pending[0]), bare(text[place : found.start()])]
            pending = ("", b"")
        charset, data = found[1].lower(), _unpacked(found[2].lower(), found[3])
        if pending[1] and pending[0] != charset:
            said.append(decode(pending[1], pending[0]))
            pending = ("", b"")
        pending = (charset, pending[1] + data)
        place = found.end()
    said += [decode(pending[1], pending[0]), bare(text[place:])]
    return " ".join("".join(said).split())


def _unpacked(how: str, text: str) -> bytes:
    """The bytes of an encoded word, however carelessly it was packed."""
    plain = text.encode("ascii", "surrogateescape")
    if how == "q":
        return a2b_qp(plain, header=True)
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", plain)
    try:
        return b64decode(kept + b"=" * (-len(kept) % 4))
    except Error:
        return b64decode(kept[: len(kept) // 4 * 4])


def bare(text: str) -> str:
    """A stretch that is not encoded; the parser has kept foreign bytes as surrogates."""
    return decode(text.encode("utf-8", "surrogateescape"))
