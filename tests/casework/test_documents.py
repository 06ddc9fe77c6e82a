"""Documents keep their words and pages and lose the names that no page shows."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from docx import Document
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from casework.documents import markup, office, pdf
from casework.errors import Incomplete
from casework.files import Prepared, prepare

NAME = "王秀兰"
WORDS = "搅拌站每晚十一点以后还在开工"
HOME = rf"C:\Users\{NAME}\Desktop"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONS = f"{OFFICE}/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GUID = "{00000000-0000-0000-0000-000000000001}"
SHEET = "xl/worksheets/sheet1.xml"
Parts = dict[str, bytes]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def taken(data: bytes, name: str = "letter.docx") -> Prepared:
    return prepare([SimpleUploadedFile(name, data)])[0]


def refusal(data: bytes, name: str = "letter.docx") -> str:
    with pytest.raises(Incomplete) as refused:
        taken(data, name)
    assert name in str(refused.value)
    return str(refused.value)


def inside(data: bytes) -> Iterator[bytes]:
    """The file, every part of every zip in it, every stream of every PDF in it: all that can be read."""
    yield data
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as package:
            for name in package.namelist():
                yield name.encode()
                yield from inside(package.read(name))
    if data.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(data)) as document:
            for thing in document.objects:
                yield thing.unparse(resolved=True) if not isinstance(thing, Stream) else b""
                if isinstance(thing, Stream):
                    yield Dictionary(dict(thing.items())).unparse(resolved=True)
                    yield thing.read_raw_bytes()
                    yield _decoded(thing)
                if isinstance(thing, Dictionary):
                    yield "\n".join(map(str, _strings(thing))).encode()


def _decoded(stream: Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def _strings(thing: object) -> Iterator[str]:
    if isinstance(thing, String):
        yield str(thing)
    elif isinstance(thing, Dictionary):
        for _key, value in thing.items():
            if not getattr(value, "is_indirect", False):
                yield from _strings(value)
    elif isinstance(thing, Array):
        for value in thing:
            if not getattr(value, "is_indirect", False):
                yield from _strings(value)


def names(data: bytes, name: str = NAME) -> list[bytes]:
    """Where the name stands, in any of the ways in which files write text."""
    ways = [name.encode(code) for code in ("utf-8", "utf-16-be", "utf-16-le", "gb18030")]
    ways += [way.hex().encode() for way in ways[:2]]
    return [part[:200] for part in inside(data) if any(way in part for way in ways)]


def rewritten(data: bytes, change: Callable[[Parts], None]) -> bytes:
    with ZipFile(BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    return packed(parts)


def packed(parts: Parts) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def added(parts: Parts, name: str, content: bytes | str, kind: str = "", source: str = "") -> str:
    """A part, with its relationship from ``source`` and its content type; returns the relationship's id."""
    parts[name] = content.encode() if isinstance(content, str) else content
    ending = {"xml": "application/xml", "bin": "application/octet-stream"}.get(
        name.rpartition(".")[2], "image/jpeg"
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/{name}" ContentType="{ending}"/></Types>'.encode()
    )
    return related(parts, source, f"/{name}", kind) if kind else ""


def related(parts: Parts, source: str, target: str, kind: str, mode: str = "") -> str:
    folder, _slash, base = source.rpartition("/")
    rels = f"{folder}/_rels/{base}.rels".lstrip("/")
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    text = re.sub(rb"(<Relationships[^>]*)/>", rb"\1></Relationships>", parts.get(rels, empty))
    number = f"rIdX{text.count(b'<Relationship ')}"
    outside = ' TargetMode="External"' if mode else ""
    entry = f'<Relationship Id="{number}" Type="{kind}" Target="{target}"{outside}/>'
    parts[rels] = text.replace(b"</Relationships>", entry.encode() + b"</Relationships>")
    return number


@cache
def photo(kind: str = "JPEG") -> bytes:
    """A picture in which camera and person have left their names."""
    out = BytesIO()
    picture = Image.effect_noise((60, 40), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = NAME.encode().decode("latin-1"), 6
    exif[0x010F] = "Canon"
    if kind == "PNG":
        notes = PngInfo()
        notes.add_itxt("Author", NAME)
        picture.save(out, "PNG", pnginfo=notes)
    else:
        picture.save(out, "JPEG", exif=exif, comment=NAME.encode())
    return out.getvalue()


# --- Word -------------------------------------------------------------------------------------------------
def letter() -> bytes:
    document, out = Document(), BytesIO()
    paragraph = document.add_paragraph(WORDS)
    document.add_paragraph("第二段\t制表 & <尖括号>  两个空格")
    document.add_comment(paragraph.runs, text="请看这里", author=NAME, initials="王")
    document.add_comment(paragraph.runs, text="同意", author="李建国", initials="李")
    document.add_picture(BytesIO(photo()))
    document.core_properties.author = document.core_properties.last_modified_by = NAME
    document.core_properties.comments = f"{NAME}的电脑"
    document.save(out)
    return rewritten(out.getvalue(), _as_word_does)


def _as_word_does(parts: Parts) -> None:
    """What Word writes and python-docx does not: tracked changes, people, company, template, custom data."""
    body = parts["word/document.xml"].decode()
    change = f'w:id="90" w:author="{NAME}" w:date="2024-05-01T10:00:00Z"'
    tracked = (
        f'<w:p><w:ins {change}><w:r><w:t xml:space="preserve"> 新加的字 </w:t></w:r></w:ins>'
        f"<w:del {change}><w:r><w:delText>删去的字</w:delText></w:r></w:del>"
        f'<w:permStart w:id="7" w:ed="{NAME}@example.org"/><w:permEnd w:id="7"/>'
        f'<w:r><w:instrText> INCLUDEPICTURE "{HOME}\\a.jpg" </w:instrText></w:r>'
        f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/author" w:storeItemID="{{1}}"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>绑定的字</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    parts["word/document.xml"] = body.replace("<w:sectPr", tracked + "<w:sectPr", 1).encode()
    main = "word/document.xml"
    person = f'<w15:person w15:author="{NAME}"><w15:presenceInfo w15:providerId="AD" w15:userId="{NAME}"/></w15:person>'
    space = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    people = "http://schemas.microsoft.com/office/2011/relationships/people"
    added(parts, "word/people.xml", f"<w15:people {space}>{person}</w15:people>", people, main)
    added(parts, "customXml/item1.xml", f"<boss>{NAME}</boss>", f"{RELATIONS}/customXml", main)
    custom = f'<Properties xmlns="{OFFICE}/custom-properties"><p>{NAME}</p></Properties>'
    added(parts, "docProps/custom.xml", custom, f"{RELATIONS}/custom-properties")
    company = f'<Properties xmlns="{OFFICE}/extended-properties"><Company>{NAME}</Company></Properties>'
    parts["docProps/app.xml"] = company.encode()
    _with_settings(parts)
    related(parts, main, f"file:///{HOME}\\表.xlsx", f"{RELATIONS}/hyperlink", "External")
    book = added(parts, "word/embeddings/table.xlsx", sheet_of(f"{NAME}:"), f"{RELATIONS}/package", main)
    ole = added(parts, "word/embeddings/old.bin", OLE + NAME.encode(), f"{RELATIONS}/oleObject", main)
    objects = (
        f'<w:p><w:r><w:object xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:r="{RELATIONS}">'
        f'<o:OLEObject ProgID="Package" r:id="{ole}"/><o:OLEObject ProgID="Excel.Sheet.12" r:id="{book}"/>'
        "</w:object></w:r></w:p>"
    )
    parts[main] = parts[main].replace(b"<w:sectPr", objects.encode() + b"<w:sectPr", 1)
    added(parts, "docProps/thumbnail.jpeg", photo(), f"{PACKAGE}/relationships/metadata/thumbnail")


def _with_settings(parts: Parts) -> None:
    path, name = f"file:///{HOME}\\a.dotm", "word/settings.xml"
    template = related(parts, name, path, f"{RELATIONS}/attachedTemplate", "External")
    bound = (
        f'<w:attachedTemplate xmlns:r="{RELATIONS}" r:id="{template}"/>'
        f'<w:docVars><w:docVar w:name="a" w:val="{NAME}"/></w:docVars>'
    )
    text = parts[name].decode()
    parts[name] = re.sub(r"(<w:settings[^>]*>)", lambda found: found[1] + bound, text, count=1).encode()


def test_the_name_of_an_author_is_nowhere_in_a_letter() -> None:
    before = letter()
    assert len(names(before)) >= 8
    stored = taken(before)
    assert names(stored.data) == []
    assert names(stored.data, "李建国") == []
    assert (stored.name, stored.content_type) == ("letter.docx", office.DOCX)


def test_the_words_of_a_letter_are_unaltered() -> None:
    before, after = (Document(BytesIO(data)) for data in (letter(), taken(letter()).data))
    assert [each.text for each in after.paragraphs] == [each.text for each in before.paragraphs]
    assert WORDS in after.paragraphs[0].text
    with ZipFile(BytesIO(taken(letter()).data)) as package:
        body = package.read("word/document.xml").decode()
    for words in ("新加的字", "删去的字", "绑定的字", "两个空格", 'xml:space="preserve"'):
        assert words in body
    assert 'INCLUDEPICTURE "a.jpg"' in body


def test_it_stays_clear_who_of_several_wrote_a_note() -> None:
    comments = list(Document(BytesIO(taken(letter()).data)).comments)
    assert [(each.text, each.author) for each in comments] == [("请看这里", "1"), ("同意", "2")]
    assert [each.initials for each in comments] == ["1", "2"]


def test_no_relationship_leads_to_a_part_that_went() -> None:
    with ZipFile(BytesIO(taken(letter()).data)) as package:
        parts = set(package.namelist())
        assert not {name for name in parts if name.startswith(("docProps", "customXml"))}
        assert "word/people.xml" not in parts and "word/embeddings/old.bin" not in parts
        assert "word/embeddings/table.xlsx" in parts
        for name in package.namelist():
            text = package.read(name).decode("utf-8", "replace")
            for target in re.findall(r'Target="(/[^"]+)"(?! TargetMode)|PartName="(/[^"]+)"', text):
                assert "".join(target).lstrip("/") in parts
        kept = set(re.findall(r' Id="([^"]+)"', package.read("word/_rels/document.xml.rels").decode()))
        assert set(re.findall(r'r:\w+="([^"]+)"', package.read("word/document.xml").decode())) <= kept
        assert b"attachedTemplate" not in package.read("word/settings.xml")
        assert "表.xlsx".encode() in package.read("word/_rels/document.xml.rels")


def test_a_photo_in_a_letter_is_the_same_to_the_eye() -> None:
    with ZipFile(BytesIO(letter())) as before, ZipFile(BytesIO(taken(letter()).data)) as after:
        name = next(each for each in after.namelist() if each.startswith("word/media/"))
        old, new = (Image.open(BytesIO(package.read(name))) for package in (before, after))
    assert old.tobytes() == new.tobytes()
    assert new.getexif().get(0x0112) == 6
    assert 0x010F in old.getexif() and dict(new.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16"])
def test_a_part_in_another_encoding_is_cleaned_too(code: str) -> None:
    text = f'<?xml version="1.0"?><w:x xmlns:w="{W}" w:author="{NAME}">{WORDS}</w:x>'
    data = rewritten(letter(), lambda parts: parts.update({"word/footnotes.xml": text.encode(code)}))
    after = taken(data).data
    assert names(after) == []
    assert WORDS in ZipFile(BytesIO(after)).read("word/footnotes.xml").decode()


# --- Excel ------------------------------------------------------------------------------------------------
def sheet_of(note: str) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["A2"] = WORDS, 12.5, "=B1*2"
    sheet["A1"].comment = Comment(f"{note}\n请看这里", NAME)
    sheet["B1"].comment = Comment("同意", "李建国")
    book.properties.creator = book.properties.lastModifiedBy = NAME
    book.save(out)
    return out.getvalue()


def _as_excel_does(parts: Parts) -> None:
    main = "xl/workbook.xml"
    person = f'<person displayName="{NAME}" id="{{1}}" userId="{NAME}@example.org" providerId="AD"/>'
    threaded = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    kinds = "http://schemas.microsoft.com/office/2017/10/relationships"
    people = f'<personList xmlns="{threaded}">{person}</personList>'
    added(parts, "xl/persons/person.xml", people, f"{kinds}/person", main)
    said = '<threadedComment ref="A1" personId="{1}" id="{2}"><text>谁来管</text></threadedComment>'
    talk = f'<ThreadedComments xmlns="{threaded}">{said}</ThreadedComments>'
    added(parts, "xl/threadedComments/threadedComment1.xml", talk, f"{kinds}/threadedComment", SHEET)
    space = 'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"'
    path = f'<fileSharing userName="{NAME}"/><x15ac:absPath {space} url="{HOME}\\"/>'
    view = f'name="{NAME}" guid="{GUID}" windowWidth="9" windowHeight="9" activeSheetId="1"'
    views = f"<customWorkbookViews><customWorkbookView {view}/></customWorkbookViews>"
    text = re.sub(r"(<workbook[^>]*>)", lambda found: found[1] + path, parts[main].decode(), count=1)
    parts[main] = text.replace("</workbook>", views + "</workbook>").encode()
    cache = f'<pivotCacheDefinition xmlns="{S}" refreshedBy="{NAME}"/>'
    added(parts, "xl/pivotCache/pivotCacheDefinition1.xml", cache, f"{RELATIONS}/pivotCacheDefinition", main)
    log = f'<header xmlns="{S}" userName="{NAME}"/>'
    added(parts, "xl/revisions/revisionHeaders.xml", log, f"{RELATIONS}/revisionHeaders", main)
    database = (
        f'<connection id="1" sourceFile="{HOME}\\a.csv"><dbPr connection="User ID={NAME}"/></connection>'
    )
    link = f'<connections xmlns="{S}">{database}</connections>'
    added(parts, "xl/connections.xml", link, f"{RELATIONS}/connections", main)
    device, kind = f"{NAME}的打印机".encode("utf-16-le"), f"{RELATIONS}/printerSettings"
    printer = added(parts, "xl/printerSettings/printerSettings1.bin", device, kind, SHEET)
    setup = f'<pageSetup xmlns:r="{RELATIONS}" orientation="landscape" r:id="{printer}"/>'
    sheet = parts[SHEET].decode()
    parts[SHEET] = sheet.replace("<legacyDrawing", setup + "<legacyDrawing", 1).encode()


def test_the_name_of_an_author_is_nowhere_in_a_workbook() -> None:
    before = rewritten(sheet_of(f"{NAME}:"), _as_excel_does)
    assert len(names(before)) >= 8
    stored = taken(before, "table.xlsx")
    assert names(stored.data) == []
    assert names(stored.data, "李建国") == []
    assert stored.content_type == office.XLSX


def test_the_cells_and_notes_of_a_workbook_are_unaltered() -> None:
    data = taken(rewritten(sheet_of(f"{NAME}:"), _as_excel_does), "table.xlsx").data
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert sheet is not None
    assert [cell.value for row in sheet.iter_rows() for cell in row] == [WORDS, 12.5, "=B1*2", None]
    assert sheet["A1"].comment.text == "1:\n请看这里"
    assert [sheet[cell].comment.author for cell in ("A1", "B1")] == ["1", "2"]
    assert sheet.page_setup.orientation == "landscape"
    with ZipFile(BytesIO(data)) as package:
        assert "谁来管" in package.read("xl/threadedComments/threadedComment1.xml").decode()
        assert "xl/printerSettings/printerSettings1.bin" not in package.namelist()


def test_a_name_that_somebody_wrote_into_a_note_is_their_word() -> None:
    data = taken(sheet_of(f"告诉{NAME}"), "table.xlsx").data
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert sheet is not None
    assert sheet["A1"].comment.text.startswith(f"告诉{NAME}")


# --- PDF --------------------------------------------------------------------------------------------------
def paper(*, locked: str = "", owner: str = "") -> bytes:
    """Two pages with properties, notes, a signature, a photo, a file inside and an older version."""
    document, out = Pdf.new(), BytesIO()
    for text in (b"BT /F1 12 Tf (first page) Tj ET", b"BT /F1 12 Tf (second page) Tj ET"):
        page = document.add_blank_page(page_size=(200, 200))
        page.Contents = document.make_stream(text)
    first = document.pages[0]
    picture = document.make_stream(photo())
    picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.DCTDecode
    picture.Width, picture.Height, picture.ColorSpace, picture.BitsPerComponent = 60, 40, Name.DeviceRGB, 8
    picture.Metadata = document.make_stream(f"<x>{NAME}</x>".encode())
    first.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    first.PieceInfo = Dictionary(App=Dictionary(Private=String(NAME)))
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Highlight,
        Rect=[0, 0, 9, 9],
        T=String(NAME),
        Contents=String("请看这里"),
    )
    mark = Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        Name=String(NAME),
        Contents=String(NAME),
        ByteRange=[0, 1, 2, 3],
    )
    signature = document.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, Rect=[0, 0, 9, 9], T=String("Signature1"),
            V=document.make_indirect(mark),
        )
    )  # fmt: skip
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            Rect=[0, 0, 9, 9],
            T=String("地址"),
            V=String("东门"),
        )
    )
    first.Annots = Array([note, signature, field])
    document.Root.AcroForm = Dictionary(Fields=[signature, field], SigFlags=3)
    document.attachments["diary.txt"] = NAME.encode()
    document.Root.Link = Dictionary(F=String(f"{HOME}\\照片.jpg"))
    with document.open_metadata() as notes:
        notes["dc:creator"] = [NAME]
    document.docinfo["/Author"] = document.docinfo["/Company"] = NAME
    encryption = pikepdf.Encryption(user=locked, owner=owner or locked) if locked or owner else False
    document.save(out, encryption=encryption)
    return out.getvalue()


def with_older_version(data: bytes) -> bytes:
    """An incremental update: what the page said before still stands in the file."""
    at = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    hidden = size
    addition = b"%d 0 obj\n(%s)\nendobj\n" % (hidden, NAME.encode())
    start = len(data)
    xref = b"xref\n%d 1\n%010d 00000 n \ntrailer\n" % (hidden, start)
    root = re.findall(rb"/Root (\d+ 0 R)", data)[-1]
    trailer = b"<< /Size %d /Root %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 1,
        root,
        at,
        start + len(addition),
    )
    return data + addition + xref + trailer


def test_the_name_of_an_author_is_nowhere_in_a_pdf() -> None:
    before = with_older_version(paper())
    assert len(names(before)) > 5
    stored = taken(before, "letter.pdf")
    assert names(stored.data) == []
    assert b"pikepdf" not in stored.data
    assert stored.content_type == "application/pdf"


def test_the_pages_of_a_pdf_are_unaltered() -> None:
    data = paper()
    with (
        pikepdf.open(BytesIO(data)) as before,
        pikepdf.open(BytesIO(taken(data, "letter.pdf").data)) as after,
    ):
        told, said = ([page.Contents.read_bytes() for page in each.pages] for each in (after, before))
        assert told == said
        old, new = (each.pages[0].Resources.XObject.Im0.read_raw_bytes() for each in (before, after))
        assert Image.open(BytesIO(old)).tobytes() == Image.open(BytesIO(new)).tobytes()
        note, signature, field = after.pages[0].Annots
        assert "/T" not in note and str(note.Contents) == "请看这里"
        assert (str(field.T), str(field.V)) == ("地址", "东门")
        assert "/V" not in signature and str(signature.T) == "Signature1"
        assert str(after.Root.Link.F) == "照片.jpg"
        assert not after.attachments


def test_a_pdf_that_only_forbids_printing_is_cleaned_and_opens() -> None:
    stored = taken(paper(owner="secret"), "letter.pdf")
    assert names(stored.data) == []
    with pikepdf.open(BytesIO(stored.data)) as document:
        assert not document.is_encrypted and len(document.pages) == 2


# --- What cannot be cleaned -------------------------------------------------------------------------------
def test_a_pdf_with_a_password_is_refused_with_a_way_out() -> None:
    sentence = refusal(paper(locked="secret"), "letter.pdf")
    assert "password" in sentence and "photos" in sentence


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n",
        b"%PDF-1.7" + b"\x00" * 99,
    ],
)
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    assert "damaged" in refusal(data, "letter.pdf")


def test_a_pdf_whose_index_is_broken_is_mended_and_nothing_of_it_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    data = re.sub(rb"startxref\s+\d+", b"startxref\n7", paper())
    stored = taken(data, "letter.pdf").data
    assert not [record for record in caplog.records if record.name.startswith("pikepdf")]
    assert names(stored) == []


def test_a_pdf_that_only_wraps_other_files_is_refused() -> None:
    document, out = Pdf.new(), BytesIO()
    document.add_blank_page()
    document.Root.Collection = Dictionary(Type=Name.Collection)
    document.save(out)
    assert "one by one" in refusal(out.getvalue(), "letter.pdf")


def packed_objects(body: bytes) -> bytes:
    """A PDF whose object 5 lies in a compressed stream of objects."""
    out, places = BytesIO(), {}
    out.write(b"%PDF-1.5\n")
    packed = zlib.compress(b"5 0 " + body, 9)
    for number, content in (
        (1, b"<</Type/Catalog/Pages 2 0 R/X 5 0 R>>"),
        (2, b"<</Type/Pages/Kids[6 0 R]/Count 1>>"),
        (6, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
        (
            3,
            b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
            % (len(packed), packed),
        ),
    ):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    at = out.tell()
    rows = [
        (0, 0, 0),
        (1, places[1], 0),
        (1, places[2], 0),
        (1, places[3], 0),
        (1, at, 0),
        (2, 3, 0),
        (1, places[6], 0),
    ]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    head = b"<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    out.write(b"4 0 obj\n" + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at)
    return out.getvalue()


def test_a_pdf_that_unpacks_to_too_much_is_refused() -> None:
    assert taken(packed_objects(b"<</A(b)>>"), "letter.pdf")
    bomb = packed_objects(b"<<>>" + b" " * (pdf.MOST_UNPACKED + 1))
    assert len(bomb) < 200_000
    assert "too large" in refusal(bomb, "letter.pdf")


@pytest.mark.parametrize("part", ["word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"])
def test_entities_in_a_document_are_never_resolved(part: str) -> None:
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x author="1">&b;</x>'
    )
    assert "damaged" in refusal(rewritten(letter(), lambda parts: parts.update({part: laughs})))
    outside = b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x author="1"/>'
    assert "damaged" in refusal(rewritten(letter(), lambda parts: parts.update({part: outside})))


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = rewritten(letter(), lambda parts: parts.update({"word/x.xml": b"author" + b" " * (3 << 20)}))
    monkeypatch.setattr(office, "_MOST_REWRITTEN", 1 << 20)
    monkeypatch.setattr(office._Work, "rewritten", 1 << 20)
    with pytest.raises(office.Unclean, match="too large"):
        office._package(data, office._Work(rewritten=1 << 20))
    with pytest.raises(office.Unclean, match="too large"):
        office._package(data, office._Work(unpacked=1 << 20))


def test_documents_in_documents_have_an_end() -> None:
    data = sheet_of("x")
    for _depth in range(4):
        inner = data
        data = rewritten(letter(), lambda parts, inner=inner: parts.update({"word/embeddings/a.docx": inner}))  # type: ignore[misc]
    assert "damaged" in refusal(data)


def test_macros_are_refused() -> None:
    data = rewritten(letter(), lambda parts: parts.update({"word/vbaProject.bin": b"x"}))
    assert "macros" in refusal(data)


def test_two_parts_of_one_name_are_refused() -> None:
    out = BytesIO(letter())
    with ZipFile(out, "a") as package:
        package.writestr("word/Document.xml", b"<x/>")
    assert "damaged" in refusal(out.getvalue())


def test_a_damaged_document_is_refused() -> None:
    data = rewritten(letter(), lambda parts: parts.update({"word/comments.xml": b"<w:comments w:author="}))
    assert "damaged" in refusal(data)
    assert "damaged" in refusal(letter()[:-400])


def test_an_old_or_locked_office_file_is_refused_with_a_way_out() -> None:
    sentence = refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "letter.doc")
    assert "password" in sentence and ".docx" in sentence


# --- Photos -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_sent_by_itself_carries_no_name_either(kind: str) -> None:
    before = photo(kind)
    assert NAME.encode() in before
    stored = taken(before, "photo")
    assert NAME.encode() not in stored.data and b"Canon" not in stored.data
    assert Image.open(BytesIO(stored.data)).info.get("comment") is None


# --- A part that has nothing to lose is not taken apart ----------------------------------------------------
@pytest.mark.parametrize(
    "text",
    ['w:author="a"', "<person/>", "file:///a", r"C:\a", "C:/Users", r"\\server\a", "/home/a", "<x:absPath/>"],
)
def test_hints_are_seen(text: str) -> None:
    assert markup.HINTS.search(text.encode())
    assert not markup.HINTS.search(f'<w:p xmlns:w="{W}"><w:t>{WORDS}</w:t></w:p>'.encode())
