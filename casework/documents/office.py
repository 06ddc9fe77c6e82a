"""Word and Excel files: a zip of XML parts, written anew without the parts and attributes that name people."""

from __future__ import annotations

import posixpath
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from casework.documents import pictures
from casework.documents.markup import HINTS, Nameless, People, Rewriter, rewritten, without_path
from casework.documents.unclean import Unclean

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_UNPACKED = 200 * 1024 * 1024
_MOST_REWRITTEN = 50 * 1024 * 1024  # bytes of XML that are taken apart in one document
_DEEPEST = 3
_TYPES = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DROPPED = re.compile(
    r"(?i)(?:^|/)(?:docProps|customXml|docMetadata|_xmlsignatures|revisions|printerSettings)/|(?:^|/)people\.xml$"
)
_DROPPED_KINDS = re.compile(
    r"(?i)/(?:(?:core|extended|custom)-properties|thumbnail|customXml|customXmlProps|people|printerSettings"
    r"|attachedTemplate|mailMerge\w*|digital-signature/\w+|revisionHeaders|usernames|classificationlabels)$"
)


@dataclass
class _Work:
    """One document on its way: its people, what may still be unpacked, how deep it lies in another."""

    people: People = field(default_factory=People)
    unpacked: int = MOST_UNPACKED
    rewritten: int = _MOST_REWRITTEN
    depth: int = 1


def without_names(data: bytes) -> bytes:
    """The same words and pages. Raises Unclean."""
    try:
        return _package(data, _Work())
    except (
        BadZipFile,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ) as error:
        raise error if isinstance(error, Unclean) else Unclean.damaged() from error


def _package(data: bytes, work: _Work) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        parts = [part for part in old.infolist() if not part.is_dir()]
        _check(parts, work)
        dropped, lost = _what_goes(old, parts)
        for part in parts:
            if part.filename in dropped:
                continue
            if part.filename == _TYPES:
                new.writestr(_TYPES, rewritten(old.read(part), _Types(dropped)))
            elif _is_relations(part):
                new.writestr(part.filename, rewritten(old.read(part), _Relations(part.filename, dropped)))
            else:
                _copy(old, part, new, work, frozenset(lost.get(part.filename, ())))
    return out.getvalue()


def _check(parts: list[ZipInfo], work: _Work) -> None:
    """Refuse a bomb before anything is unpacked, macros, and two parts of one name, which programs read apart."""
    work.unpacked -= sum(part.file_size for part in parts)
    if work.unpacked < 0:
        raise Unclean.too_large()
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unclean(_("documents with macros cannot be sent."))
    if len(names) < len(parts) or _TYPES.lower() not in names:
        raise Unclean.damaged()


# --- Which parts go ---------------------------------------------------------------------------------------
def _what_goes(old: ZipFile, parts: list[ZipInfo]) -> tuple[set[str], dict[str, set[str]]]:
    """The names of the parts left out, and for each part that stays the ids of relationships it loses."""
    dropped = {part.filename for part in parts if _DROPPED.search(part.filename) or _is_ole(old, part)}
    found = []
    for part in filter(_is_relations, parts):
        reader = _Relations(part.filename, dropped)
        rewritten(old.read(part), reader)
        found += reader.found
    dropped |= {target for _source, _id, kind, target in found if target and _DROPPED_KINDS.search(kind)}
    lost: dict[str, set[str]] = {}
    for source, name, kind, target in found:
        if target in dropped or _DROPPED_KINDS.search(kind):
            lost.setdefault(source, set()).add(name)
    return dropped, lost


def _is_relations(part: ZipInfo) -> bool:
    return part.filename.endswith(".rels") and posixpath.basename(posixpath.dirname(part.filename)) == "_rels"


def _is_ole(old: ZipFile, part: ZipInfo) -> bool:
    """An object of an older program, with an author in its own binary form; its picture stays on the page."""
    if part.filename.lower().endswith((".xml", ".rels")):
        return False
    with old.open(part) as content:
        return content.read(8) == _OLE


class _Relations(Rewriter):
    """Relationships without those to parts that go. ``found``: source part, id, kind, target part."""

    def __init__(self, name: str, dropped: set[str]) -> None:
        super().__init__()
        folder = posixpath.dirname(posixpath.dirname(name))
        self.source = posixpath.join(folder, posixpath.basename(name)[: -len(".rels")])
        self.folder, self.dropped = folder, dropped
        self.found: list[tuple[str, str, str, str]] = []

    def leaves_out(self, name: str, attrs: Any) -> bool:
        kind, target = attrs.get("Type") or "", attrs.get("Target") or ""
        if not kind:
            return False
        part = "" if attrs.get("TargetMode") == "External" else self._part(target)
        self.found.append((self.source, attrs.get("Id") or "", kind, part))
        return part in self.dropped or bool(_DROPPED_KINDS.search(kind))

    def _part(self, target: str) -> str:
        return posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/")

    def attributes(self, name: str, attrs: dict[str, str]) -> dict[str, str]:
        if attrs.get("TargetMode") == "External":
            attrs["Target"] = without_path(attrs["Target"]) or "#"
        return attrs


class _Types(Rewriter):
    """The list of content types without those of parts that go."""

    def __init__(self, dropped: set[str]) -> None:
        super().__init__()
        self.dropped = {name.lower() for name in dropped}

    def leaves_out(self, name: str, attrs: Any) -> bool:
        return (attrs.get("PartName") or "").lstrip("/").lower() in self.dropped


# --- Which stay, and how ----------------------------------------------------------------------------------
def _copy(old: ZipFile, part: ZipInfo, new: ZipFile, work: _Work, lost: frozenset[str]) -> None:
    name = part.filename.lower()
    is_markup = name.endswith((".xml", ".vml", ".svg", ".rels"))
    if is_markup and (lost or _has_hints(old, part)):
        work.rewritten -= part.file_size
        if work.rewritten < 0:
            raise Unclean.too_large()
        gone = frozenset({"metadata"}) if name.endswith(".svg") else frozenset()
        new.writestr(part.filename, rewritten(old.read(part), Nameless(work.people, lost, gone)))
    elif is_markup or part.file_size > _MOST_REWRITTEN:
        with old.open(part) as source, new.open(part.filename, "w") as target:
            shutil.copyfileobj(source, target)
    else:
        new.writestr(part.filename, _content(old.read(part), work))


def _has_hints(old: ZipFile, part: ZipInfo) -> bool:
    """Whether anything in it may name somebody. What is not written in bytes as ASCII is looked at in full."""
    return any(b"\x00" in block or HINTS.search(block) for block in _blocks(old, part))


def _blocks(old: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    end = b""
    with old.open(part) as content:
        while block := content.read(1 << 20):
            yield end + block
            end = block[-80:]


def _content(data: bytes, work: _Work) -> bytes:
    """A picture, a font, or a document inside this one."""
    if not data.startswith(b"PK\x03\x04"):
        return pictures.without_notes(data)
    if work.depth >= _DEEPEST:
        raise Unclean.damaged()
    inner = _Work(work.people, work.unpacked, work.rewritten, work.depth + 1)
    cleaned = _package(data, inner)
    work.unpacked, work.rewritten = inner.unpacked, inner.rewritten
    return cleaned
