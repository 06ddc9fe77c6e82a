"""PDF: the pages as they are, without the properties, the earlier versions and the names of those who wrote notes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from casework.documents import pictures
from casework.documents.markup import without_path
from casework.documents.unclean import Unclean

MOST_UNPACKED = 64 * 1024 * 1024  # bytes of one stream that is taken apart; pictures and pages stay packed
_MOST_OBJECTS = 500_000
pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_UNPACKED, run_length_max_memory=MOST_UNPACKED)

_ANYWHERE = ("/Metadata", "/PieceInfo")
_OF_THE_FILE = ("/Metadata", "/PieceInfo", "/AF", "/Perms", "/DSS", "/Threads")
_SIGNATURE = ("/Name", "/Reason", "/Location", "/ContactInfo", "/Cert", "/Contents")
_NOTES = frozenset(
    "/Text /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline /Squiggly /StrikeOut /Stamp"
    " /Caret /Ink /Popup /FileAttachment /Sound /Redact".split()
)


def without_names(data: bytes) -> bytes:
    """The same pages. Raises Unclean."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _cleaned(pdf)
    except pikepdf.PasswordError as error:
        raise Unclean.locked() from error
    except Unclean:
        raise
    except Exception as error:  # whatever a broken file raises in the library
        raise Unclean.damaged() from error


def _cleaned(pdf: Pdf) -> bytes:
    if not len(pdf.pages):
        raise Unclean.damaged()
    if int(pdf.trailer.get("/Size", 0)) > _MOST_OBJECTS:
        raise Unclean.too_large()
    if "/Collection" in pdf.Root:
        raise Unclean(_("this PDF is a folder of other files. Send them one by one."))
    _drop(pdf.trailer, ("/Info", "/ID"))
    _drop(pdf.Root, _OF_THE_FILE)
    _drop(pdf.Root.get("/Names", Dictionary()), ("/EmbeddedFiles",))
    _drop(pdf.Root.get("/AcroForm", Dictionary()), ("/SigFlags",))
    for thing in pdf.objects:
        for each in _parts(thing):
            _clean(each)
    out = BytesIO()
    pdf.save(out, encryption=False, fix_metadata_version=False)
    if any("memory limit exceeded" in str(warning) for warning in pdf.get_warnings()):
        raise Unclean.too_large()  # what lay in that stream would be missing
    return out.getvalue()


def _drop(holder: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _parts(thing: Any) -> Iterator[Any]:
    """Dictionaries, streams and lists in an object, without following references to other objects."""
    waiting = [thing]
    while waiting:
        each = waiting.pop()
        if not isinstance(each, Dictionary | Stream | Array):
            continue
        yield each
        values = list(each) if isinstance(each, Array) else [value for _key, value in each.items()]
        waiting += [value for value in values if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _clean(each: Any) -> None:
    pairs = enumerate(each) if isinstance(each, Array) else each.items()
    for key, value in list(pairs):
        if isinstance(value, String) and (text := str(value)) != (bare := without_path(text)):
            each[key] = String(bare)
    if isinstance(each, Array):
        return
    _drop(each, _ANYWHERE)
    kind, part = each.get("/Type"), each.get("/Subtype")
    if "/Rect" in each and str(part) in _NOTES:
        _drop(each, ("/T",))
    if each.get("/FT") == Name.Sig:
        _drop(each, ("/V",))
    if kind == Name.Sig or "/ByteRange" in each:
        _drop(each, _SIGNATURE)
    if kind == Name.Filespec or "/EF" in each:
        _drop(each, ("/EF",))
    if isinstance(each, Stream) and part == Name.Image:
        _clean_photo(each)


def _clean_photo(image: Any) -> None:
    """A photo goes into a PDF with all that the camera wrote into it."""
    if image.get("/Filter") not in (Name.DCTDecode, Array([Name.DCTDecode])):
        return
    raw = bytes(image.read_raw_bytes())
    cleaned = pictures.without_notes(raw)
    if cleaned != raw:
        image.write(cleaned, filter=Name.DCTDecode, decode_parms=image.get("/DecodeParms"))
