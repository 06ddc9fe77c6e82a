"""What the office does with an opinion itself: who wrote it, what is like it, entering one at the desk."""

from __future__ import annotations

import html
import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import AccessLog
from casework import outbox
from casework.models import Case
from feedback import identity, receipts
from tests import loops
from tests.factories import ChannelFactory, County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def county(english) -> County:
    return County()


@pytest.fixture
def officer(county):
    return signed_in(county.officer, **ENGLISH)


# --- Who wrote it ---------------------------------------------------------------------------------------
def look(client, case: Case, purpose: str = "call_back"):
    return client.post(reverse("case_identity", args=[case.number]), {"purpose": purpose})


@pytest.mark.parametrize("role", ["officer", "station"])
def test_the_office_sees_the_identity_once_and_the_look_is_logged(county, role):
    case = loops.submitted(county)
    client = signed_in(county.staff[role], **ENGLISH)
    response = look(client, case)
    assert "王秀兰" in response.content.decode() and "13900000000" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    seen = identity.looks(case.pk).get()
    assert (seen.user, seen.purpose) == (county.staff[role], "call_back")
    assert "王秀兰" not in client.get(reverse("case", args=[case.number])).content.decode()


@pytest.mark.parametrize("role", ["deputy", "head", "committee"])
def test_who_has_no_need_of_it_is_refused_and_nothing_is_logged_as_seen(county, role):
    case = loops.handling(county)
    Case.objects.filter(pk=case.pk).update(deputy=county.deputy, with_deputy_at=timezone.now())
    response = look(signed_in(county.staff[role]), case)
    assert response.status_code == 403
    assert "王秀兰" not in response.content.decode()
    assert not identity.looks(case.pk).filter(user=county.staff[role]).exists()


@pytest.mark.parametrize(("confidential", "status"), [(False, 200), (True, 403)])
def test_a_handler_who_must_speak_with_the_citizen_may_unless_it_is_confidential(
    county, confidential, status
):
    case = loops.handling(county, confidential=confidential)
    assert look(signed_in(county.handler), case).status_code == status
    assert identity.looks(case.pk).filter(user=county.handler).count() == (status == 200)


@pytest.mark.parametrize("purpose", ["", "curiosity", "notice"])
def test_without_a_purpose_from_the_list_nothing_is_shown(county, officer, purpose):
    case = loops.submitted(county)
    assert look(officer, case, purpose).status_code == 400
    assert not AccessLog.objects.filter(user=county.officer).exists()


def test_a_look_is_never_a_link(county, officer):
    assert officer.get(reverse("case_identity", args=[loops.submitted(county).number])).status_code == 405


def test_a_case_of_another_county_is_not_found(county, officer):
    assert look(officer, loops.submitted(County())).status_code == 404


def test_who_left_nothing_has_nothing_to_show(county, officer):
    case = loops.submitted(county, person=identity.Person())
    assert "left no name" in look(officer, case).content.decode()


# --- What is like it ------------------------------------------------------------------------------------
def test_similar_cases_are_found_among_those_one_may_see(county, officer):
    case, near = loops.submitted(county, title="case"), loops.closed(county, title="near")
    loops.submitted(County(), title="elsewhere")
    loops.submitted(county, title="far", body="接送学生的班车九月起停开,孩子要走四公里。")
    outbox.drain("feedback.index")
    page = officer.get(reverse("case_similar", args=[case.number])).content.decode()
    assert near.number in page
    assert "elsewhere" not in page and "far" not in page


# --- Entering one at the desk ---------------------------------------------------------------------------
def sent(county: County, **changes) -> dict[str, object]:
    given = {
        "key": str(uuid4()),
        "channel": county.visit.pk,
        "body": "村口的桥栏杆断了两处,晚上看不见,很危险。",
        "division": county.village.pk,
        "received_on": str(timezone.localdate()),
        "name": "李大山",
        "phone": "13700000000",
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not None}


def enter(client, county: County, **changes):
    return client.post(reverse("enter"), sent(county, **changes))


def test_a_visit_is_entered_and_the_receipt_is_shown(county, officer):
    response = enter(officer, county)
    case = Case.objects.get()
    assert response.url == reverse("entered", args=[case.number])
    assert (case.channel, case.division, case.status) == (county.visit, county.village, "submitted")
    event = case.events.get()
    assert (event.action, event.actor) == ("submit", county.officer)
    page = officer.get(response.url).content.decode()
    code = receipts.code_for(case.opinion.submission_key)
    assert case.number in page and code in page
    assert receipts.find(case.number, code) == case
    assert identity.unseal(case.opinion.identity.sealed).name == "李大山"


def test_the_code_is_shown_to_who_entered_it_for_ten_minutes_and_then_never_again(
    county, officer, time_machine
):
    url = enter(officer, county).url
    code = receipts.code_for(Case.objects.get().opinion.submission_key)
    assert code not in signed_in(county.colleague, **ENGLISH).get(url).content.decode()
    assert code in officer.get(url).content.decode()
    time_machine.move_to(timezone.now() + timezone.timedelta(minutes=11))
    assert code not in officer.get(url).content.decode()


def test_the_same_form_sent_twice_is_one_opinion(county, officer):
    form = sent(county)
    first, second = (officer.post(reverse("enter"), form) for _ in range(2))
    assert first.url == second.url and Case.objects.count() == 1


def test_registered_at_once_it_has_an_owner(county, officer):
    enter(officer, county, register="on")
    case = Case.objects.get()
    assert (case.status, case.owner) == ("registered", county.officer)


def test_a_letter_counts_from_the_day_it_arrived(county, officer):
    day = timezone.localdate() - timezone.timedelta(days=2)
    enter(officer, county, received_on=str(day), channel=ChannelFactory(code="letter", at_desk=True).pk)
    case = Case.objects.get()
    assert timezone.localdate(case.opened_at) == case.due_from == day


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("body", "", "This field is required"),
        ("body", " \u200b\n ", "required"),
        ("body", "好" * 10_001, "10000 characters"),
        ("channel", "", "required"),
        ("received_on", "2999-01-01", "still to come"),
        ("received_on", "2001-01-01", "more than a year ago"),
        ("email", "not an address", "valid email"),
    ],
)
def test_what_is_wrong_is_named_and_everything_is_kept(county, officer, field, value, words):
    response = enter(officer, county, **{field: value, "place": "村口第二座桥"})
    page = response.content.decode()
    assert response.status_code == 400
    assert f'href="#id_{field}' in page and words in page.replace(",", "")
    assert "村口第二座桥" in page and not Case.objects.exists()


def test_photos_are_taken_in_and_a_renamed_program_is_not(county, officer):
    out = BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "JPEG")
    photo = SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")
    enter(officer, county, attachments=[photo])
    assert Case.objects.get().attachments.get().name == "photo.jpg"
    program = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 not a photo", "image/jpeg")
    response = enter(officer, county, attachments=[program])
    assert response.status_code == 400 and "photo.jpg" in response.content.decode()
    assert Case.objects.count() == 1


def test_station_staff_enter_for_their_own_station(county):
    client = signed_in(county.station_staff, **ENGLISH)
    assert client.get(reverse("enter")).context["form"]["station"].value() == county.station.pk
    assert enter(client, county, station=None).status_code == 400
    assert enter(client, county, station=county.station.pk, register="on").status_code == 302
    assert Case.objects.get().status == "registered"


def test_a_confidential_visit_stays_confidential(county, officer):
    enter(officer, county, confidential="on")
    assert Case.objects.get().confidential


@pytest.mark.parametrize("role", ["deputy", "handler", "head", "committee", "operator"])
def test_only_the_office_and_the_stations_enter(county, role):
    client = signed_in(county.staff[role])
    assert client.get(reverse("enter")).status_code == 403
    assert enter(client, county).status_code == 403
    assert not Case.objects.exists()


def test_channels_of_citizens_are_not_offered_at_the_desk(county, officer):
    assert enter(officer, county, channel=county.channel.pk).status_code == 400


def test_a_good_file_need_not_be_chosen_again(officer, county):
    out = BytesIO()
    Image.new("RGB", (4, 3)).save(out, "PNG")
    data = {**sent(county), "attachments": SimpleUploadedFile("a.png", out.getvalue()), "body": " "}
    page = officer.post(reverse("enter"), data).content.decode()
    kept = html.unescape(re.search(r'name="kept" value="([^"]+)"', page)[1])
    again = {**sent(county), "kept": kept}
    assert officer.post(reverse("enter"), again).status_code == 302
    assert Case.objects.get().attachments.get().name == "a.png"
