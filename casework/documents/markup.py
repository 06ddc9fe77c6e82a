"""XML parts of an Office file, read as a stream and written again without names. Entities are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException, sax

from casework.documents.unclean import Unclean

#: Attributes that hold the name of a person, wherever they stand.
_NAMED = {"author", "userName", "refreshedBy", "lastModifiedBy", "creator"}
#: Attributes that hold one on a certain element.
_NAMED_ON = {
    ("person", "displayName"), ("person", "userId"), ("presenceInfo", "userId"), ("customWorkbookView", "name"),
}  # fmt: skip
#: Set to a neutral value, because the format asks for one.
_FIXED_ON = {("person", "providerId"): "None", ("dbPr", "connection"): ""}
_DROPPED_ON = {("permStart", "ed")}
#: Elements that tie words to properties which are gone, or hold what no page shows.
_GONE = frozenset({"dataBinding", "attachedTemplate", "docVars", "mailMerge", "absPath"})
_WITH_PART = frozenset({"oleObjects", "controls"})  # go as a whole when a part they lead to went
_ONLY_ATTRIBUTE = {"pageSetup"}
_BUFFERED = {"t", "instrText"}
_PATH = re.compile(r"(?:file:/+|[A-Za-z]:[\\/]|\\\\|/(?:Users|home|Volumes)/)", re.IGNORECASE)
_QUOTED_PATH = re.compile(rf'"{_PATH.pattern}[^"]*"', re.IGNORECASE)
HINTS = re.compile(
    rb"(?i)author|initials|userName|refreshedBy|lastModifiedBy|creator|<(?:\w+:)?(?:person|permStart|metadata)\b"
    rb"|customWorkbookView|dataBinding|attachedTemplate|docVars|mailMerge|absPath|dbPr|file:|:\\|:/[^/]|\\\\|/Users/"
    rb"|/home/|/Volumes/"
)
"""A part without any of these has nothing to lose."""


class People(dict[str, str]):
    """Names as they come up in one document, each with the number that stands for it from then on."""

    def number(self, name: str) -> str:
        return self.setdefault(name, str(len(self) + 1)) if name.strip() else name


def local(name: str) -> str:
    return name.rpartition(":")[2]


def without_path(text: str) -> str:
    """A path on somebody's computer names them: only the file's own name is kept."""
    return re.split(r"[\\/]", text.rstrip("\\/"))[-1] if _PATH.match(text) else text


class Rewriter(ContentHandler):
    """Writes what it reads. ``gone`` are elements left out whole, with everything in them."""

    def __init__(self, gone: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.written = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
        self.gone = gone
        self._skipped = 0
        self._open = False

    def result(self) -> bytes:
        return "".join(self.written).encode()

    def startElement(self, name: str, attrs: Any) -> None:
        if self._skipped or self.leaves_out(name, attrs):
            self._skipped += 1
            return
        self._close()
        pairs = self.attributes(name, dict(attrs.items()))
        self.written.append(f"<{name}" + "".join(f" {key}={quoteattr(text)}" for key, text in pairs.items()))
        self._open = True

    def endElement(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif self._open:
            self.written.append("/>")
            self._open = False
        else:
            self.written.append(f"</{name}>")

    def characters(self, content: str) -> None:
        if not self._skipped:
            self._close()
            self.written.append(escape(content, {"\r": "&#13;"}))

    def leaves_out(self, name: str, attrs: Mapping[str, str]) -> bool:
        return local(name) in self.gone

    def attributes(self, name: str, attrs: dict[str, str]) -> dict[str, str]:
        return attrs

    def _close(self) -> None:
        if self._open:
            self.written.append(">")
            self._open = False


class Nameless(Rewriter):
    """A part without names. ``lost`` are the ids of relationships that went."""

    def __init__(self, people: People, lost: frozenset[str], gone: frozenset[str]) -> None:
        super().__init__(_GONE | gone | (_WITH_PART if lost else frozenset()))
        self.people = people
        self.lost = lost
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._authors: list[str] = []
        self._author_of_note = ""

    def leaves_out(self, name: str, attrs: Mapping[str, str]) -> bool:
        if super().leaves_out(name, attrs):
            return True
        return bool(self.lost) and local(name) not in _ONLY_ATTRIBUTE and any(self._leads(attrs))

    def _leads(self, attrs: Mapping[str, str]) -> list[str]:
        """Attributes that name a relationship which went."""
        return [key for key, text in attrs.items() if ":" in key and text in self.lost]

    def attributes(self, name: str, attrs: dict[str, str]) -> dict[str, str]:
        bare = local(name)
        named = next((text for key, text in attrs.items() if local(key) == "author"), "")
        for key in self._leads(attrs):
            del attrs[key]
        for key, text in list(attrs.items()):
            short = local(key)
            if (bare, short) in _DROPPED_ON:
                del attrs[key]
            elif (bare, short) in _FIXED_ON:
                attrs[key] = _FIXED_ON[bare, short]
            elif short == "initials":
                attrs[key] = self.people.number(named)
            elif short in _NAMED or (bare, short) in _NAMED_ON:
                attrs[key] = self.people.number(text)
            elif not key.startswith("xmlns"):
                attrs[key] = without_path(text)
        return attrs

    # --- Words that begin with a name --------------------------------------------------------------------
    def startElement(self, name: str, attrs: Any) -> None:
        super().startElement(name, attrs)
        bare = local(name)
        self._path.append(bare)
        if self._skipped:
            return
        if bare == "comment" and (attrs.get("authorId") or "").isdecimal():
            number = int(attrs["authorId"])
            self._author_of_note = self._authors[number] if number < len(self._authors) else ""
        elif self._is_buffered(bare):
            self._text = []

    def _is_buffered(self, bare: str) -> bool:
        return bare in _BUFFERED or (bare == "author" and self._path[-2:-1] == ["authors"])

    def characters(self, content: str) -> None:
        if self._text is not None and not self._skipped:
            self._text.append(content)
        else:
            super().characters(content)

    def endElement(self, name: str) -> None:
        if self._text is not None and self._is_buffered(local(name)):
            text, self._text = "".join(self._text), None
            if text:
                super().characters(self._nameless(local(name), text))
        self._path.pop()
        super().endElement(name)

    def _nameless(self, bare: str, text: str) -> str:
        if bare == "author":
            self._authors.append(text)
            return self.people.number(text)
        if bare == "instrText":
            return _QUOTED_PATH.sub(lambda found: f'"{without_path(found[0][1:-1])}"', text)
        author, self._author_of_note = self._author_of_note, ""
        if author and text.lstrip().startswith((f"{author}:", f"{author}：")):
            return text.replace(author, self.people.number(author), 1)
        return text


def rewritten(data: bytes, handler: Rewriter) -> bytes:
    """The XML as the handler writes it. Raises Unclean: damaged, or with entities of its own."""
    try:
        sax.parse(BytesIO(data), handler, forbid_dtd=True)
    except (SAXException, DefusedXmlException, ValueError, LookupError) as error:
        raise Unclean.damaged() from error
    return handler.result()
