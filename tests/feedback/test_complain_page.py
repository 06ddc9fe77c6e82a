"""The form of a complaint about a deputy: short, never compared or published, and taken in once."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from casework.models import Case, Effect
from feedback import drafts, receipts
from feedback.forms.public import new_key
from feedback.identity import unseal
from feedback.models import Draft, SearchDoc
from feedback.search import index_case
from tests import complaints, loops
from tests.casework.test_complaints import drain
from tests.factories import County, DeputyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def picture() -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(drawn, "PNG")
    return SimpleUploadedFile("证据.png", drawn.getvalue(), "image/png")


def form(**changes: Any) -> dict[str, Any]:
    return {"key": new_key(), "body": complaints.WORDS, **changes}


def send(client: Client, **changes: Any) -> Any:
    return client.post(reverse("complain"), form(**changes))


def test_from_a_deputys_page_it_goes_to_the_committee_of_that_congress(
    client: Client, county: County
) -> None:
    page = client.get(reverse("deputy_page", args=[county.deputy.pk])).content.decode()
    address = reverse("complain_of_deputy", args=[county.deputy.pk])
    assert address in page
    given = form(
        happened="5月3日", name="王秀兰", phone="13900000000", agree="on",
        files=picture(),
    )  # fmt: skip
    answer = client.post(address, given)
    case = Case.objects.get()
    assert answer.url == reverse("sent", args=[case.number])
    assert (case.kind, case.congress, case.deputy, case.confidential) == (
        "complaint", county.congress, None, True,
    )  # fmt: skip
    assert case.complaint.about == county.deputy
    assert case.opinion.chosen_deputy is None
    assert case.attachments.count() == 1
    assert unseal(case.opinion.identity.sealed).name == "王秀兰"
    receipt = client.get(reverse("receipt", args=[case.number])).content.decode()
    assert complaints.WORDS in receipt
    assert receipts.code_for(case.opinion.submission_key) in receipt


def test_a_name_that_nobody_bears_is_taken_in_as_it_was_written(client: Client, county: County) -> None:
    assert send(client, who=" 欧阳 某某 ").status_code == 302
    complaint = Case.objects.get().complaint
    assert (complaint.about, complaint.about_name) == (None, "欧阳某某")


def test_a_name_is_looked_up_and_of_two_the_citizen_chooses(client: Client, county: County) -> None:
    other = DeputyFactory(congress=county.congress, name=county.deputy.name)
    mandate = county.deputy.mandates.get()
    other.mandates.create(term=mandate.term, constituency=mandate.constituency, starts_on=mandate.starts_on)
    page = send(client, who=county.deputy.name, step="find")
    assert page.status_code == 200
    assert not Case.objects.exists()
    for one in (county.deputy, other):
        assert f'value="{one.pk}"' in page.content.decode()
    assert send(client, who=county.deputy.name, about=str(other.pk)).status_code == 302
    assert Case.objects.get().complaint.about == other


def test_whom_it_is_about_and_what_happened_must_be_said(client: Client, county: County) -> None:
    answer = send(client, body="", who="")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'href="#id_who"' in page
    assert 'href="#id_body"' in page


def test_nothing_is_compared_routed_or_indexed(client: Client, county: County) -> None:
    known = loops.fed_back(county, body=complaints.WORDS)
    index_case(known.pk, complaints.WORDS)
    page = client.get(reverse("complain")).content.decode()
    assert reverse("similar") not in page
    assert send(client, who=county.deputy.name).status_code == 302
    case = Case.objects.complaints().get()
    names = set(Effect.objects.filter(event__case=case).values_list("name", flat=True))
    assert names == {"feedback.notify", "feedback.notify_staff"}
    drain()
    assert not SearchDoc.objects.filter(case=case).exists()
    assert case.number not in client.get(reverse("published")).content.decode()


def test_sent_twice_it_is_one_complaint(client: Client, county: County) -> None:
    sent = form(who=county.deputy.name)
    first, second = (client.post(reverse("complain"), sent) for _time in range(2))
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_a_draft_is_sealed_and_turns_up_at_no_other_door(client: Client, county: County) -> None:
    kept = client.post(reverse("keep_complaint_draft"), form(who="某代表"))
    assert kept.status_code == 200
    assert complaints.WORDS not in Draft.objects.get().sealed
    assert client.cookies[drafts.COMPLAINT.cookie]["path"] == reverse("complain")
    assert "某代表" in client.get(reverse("complain")).content.decode()
    assert complaints.WORDS not in client.get(reverse("write")).content.decode()
    client.post(reverse("delete_complaint_draft"))
    assert not Draft.objects.exists()


def test_who_sends_without_a_proof_of_work_meets_the_same_limits(
    client: Client, county: County, settings: Any
) -> None:
    settings.PORTAL_THROTTLES = {"submit_unproved": (1, 600), "submit_doubtful": (1, 600)}
    answers = [send(client, who=county.deputy.name, body=f"{complaints.WORDS}{n}") for n in range(3)]
    assert [answer.status_code for answer in answers][-1] == 429
    assert complaints.WORDS in answers[-1].content.decode()


def test_a_page_that_was_open_too_long_gives_the_words_back(county: County) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = send(client, who=county.deputy.name)
    assert answer.status_code == 403
    assert complaints.WORDS in answer.content.decode()
    assert not Case.objects.exists()


def test_the_page_of_opinions_names_this_door(client: Client, county: County) -> None:
    assert reverse("complain") in client.get(reverse("write")).content.decode()
