"""A scan that stands on its head: the office sets it upright, and everybody who reads the case sees it so."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.actors import Actor
from casework import files
from casework.errors import Incomplete, NotAllowed
from casework.models import Attachment, Case
from casework.services import turn
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def county() -> County:
    return County()


def page(kind: str = "JPEG", **how: Any) -> SimpleUploadedFile:
    """A sheet that is red above and blue below."""
    sheet = Image.new("RGB", (60, 80), BLUE)
    sheet.paste(RED, (0, 0, 60, 40))
    out = BytesIO()
    sheet.save(out, kind, **how)
    return SimpleUploadedFile(f"scan.{kind.lower()}", out.getvalue())


def scanned(county: County, **how: Any) -> tuple[Case, Attachment]:
    case = loops.submitted(county, files=files.prepare([page(**how)]))
    return case, case.attachments.get()


def colour(attachment: Attachment, x: int, y: int) -> str:
    with Attachment.objects.get(pk=attachment.pk).file.open("rb") as stored, Image.open(stored) as shown:
        red, _green, blue = shown.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return "red" if red > blue else "blue"


def test_a_phones_picture_is_set_upright_when_it_comes(county: County) -> None:
    orientation = Image.Exif()
    orientation[0x0112] = 3  # held upside down
    _case, sheet = scanned(county, exif=orientation)
    assert (colour(sheet, 30, 10), sheet.turned) == ("blue", 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_office_turns_a_scan_and_the_deputy_reads_it_upright(
    county: County, kind: str, django_capture_on_commit_callbacks: Any
) -> None:
    case, sheet = scanned(county, kind=kind)
    before = sheet.file.name
    client = signed_in(county.station_staff)
    look = reverse("attachment_look", args=[sheet.pk])
    assert look in client.get(reverse("case", args=[case.number])).content.decode()
    assert client.get(look).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(look, {"degrees": "180"}).url == look  # type: ignore[attr-defined]
    sheet.refresh_from_db()
    assert (colour(sheet, 30, 10), colour(sheet, 30, 70)) == ("blue", "red")
    assert (sheet.turned, sheet.size) == (180, len(sheet.file.read()))
    assert sheet.file.name != before and not default_storage.exists(before)
    assert "180°" in signed_in(county.officer).get(reverse("case", args=[case.number])).content.decode()
    got = signed_in(county.officer).get(reverse("attachment", args=[sheet.pk]))
    assert b"".join(got.streaming_content)[:4] == sheet.file.open("rb").read(4)  # type: ignore[attr-defined]


def test_to_the_right_and_to_the_left_are_not_the_same_and_cancel_each_other(county: County) -> None:
    _case, sheet = scanned(county, kind="PNG")
    office = Actor.of(county.officer)
    turn(sheet, actor=office, degrees=90)
    assert (colour(sheet, 70, 30), colour(sheet, 10, 30)) == ("red", "blue")
    turn(sheet, actor=office, degrees=270)
    assert colour(sheet, 30, 10) == "red"
    assert Attachment.objects.get().turned == 0


def test_nobody_else_turns_it_and_nothing_else_is_turned(county: County) -> None:
    case = loops.with_deputy(county, files=files.prepare([page()]))
    sheet = case.attachments.get()
    for user in (county.deputy_user, county.committee, County().officer):
        with pytest.raises(NotAllowed):
            turn(sheet, actor=Actor.of(user), degrees=180)
    with pytest.raises(Incomplete):
        turn(sheet, actor=Actor.of(county.officer), degrees=45)
    Attachment.objects.update(content_type="application/pdf")
    sheet.refresh_from_db()
    with pytest.raises(Incomplete):
        turn(sheet, actor=Actor.of(county.officer), degrees=180)
    page_ = signed_in(county.officer).get(reverse("case", args=[case.number])).content.decode()
    assert reverse("attachment_look", args=[sheet.pk]) not in page_
