"""A confidential case: organs read what was said, and nothing that tells who said it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from accounts.actors import Actor
from casework.files import Prepared, prepare
from casework.services import sign
from feedback import services
from feedback.step_forms.organs import AssignForm
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
BODY = "我叫王秀兰,电话139-0000-0000,搅拌站夜里还在开工,噪声很大。"
SECRETS = ("王秀兰", "139-0000-0000", "13900000000", "13812345678", "王秀兰.pdf")


@pytest.fixture
def county() -> County:
    return County()


def confidential(county, **changes):
    file = Prepared("王秀兰.pdf", "application/pdf", b"%PDF-1.4")
    case = loops.assigned(county, confidential=True, body=BODY, files=(file,), **changes)
    services.add_remark(case, words="请打13812345678")
    return case


def test_the_organ_reads_the_words_without_the_person(county):
    case = confidential(county)
    handler = signed_in(county.handler)
    share = loops.share_of(case, county.organ)
    sign(share, actor=Actor.of(county.handler))
    for url in (
        reverse("case", args=[case.number]),
        reverse("share_step", args=[share.pk, "submit_reply"]),
        reverse("api-case", args=[case.number]),
    ):
        page = handler.get(url).content.decode()
        assert "搅拌站夜里还在开工" in page, url
        assert not [secret for secret in SECRETS if secret in page], url
    name = handler.get(reverse("attachment", args=[case.attachments.get().pk])).headers["Content-Disposition"]
    assert "%E7%8E%8B" not in name and name.rstrip('"').endswith(".pdf")


def test_the_office_reads_every_word_and_is_warned(county):
    case = confidential(county)
    page = signed_in(county.officer).get(reverse("case", args=[case.number])).content.decode()
    assert BODY in page and "13812345678" in page and "王秀兰.pdf" in page
    assert AssignForm(case=case, actor=Actor.of(county.officer)).warnings
    case.confidential = False
    assert not AssignForm(case=case, actor=Actor.of(county.officer)).warnings


def test_an_open_case_is_read_as_it_was_written(county):
    case = loops.assigned(county, body=BODY)
    assert BODY in signed_in(county.handler).get(reverse("case", args=[case.number])).content.decode()


def test_a_document_comes_in_without_its_author(db):
    document, out = Document(), BytesIO()
    document.add_paragraph("搅拌站")
    document.core_properties.author = "王秀兰"
    document.save(out)
    kept = prepare([SimpleUploadedFile("a.docx", out.getvalue())])[0].data
    assert not any(
        "王秀兰".encode() in ZipFile(BytesIO(kept)).read(name) for name in ZipFile(BytesIO(kept)).namelist()
    )
    assert [part.text for part in Document(BytesIO(kept)).paragraphs] == ["搅拌站"]
