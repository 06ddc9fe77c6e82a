"""Each way in which people make contact, from its own door to the inbox of the deputy it is for."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.actors import Actor
from casework.models import Attachment, Case
from contacts import services
from contacts.models import Response
from deputies import contact
from feedback.forms.public import new_key
from tests.contacts import asked, days
from tests.contacts.mail.conftest import letter
from tests.contacts.test_symposiums import symposium
from tests.factories import County
from tests.loops import BODY
from tests.signing_in import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
PHONE, NAME = "13900000000", "王秀兰"


def scan() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "JPEG")
    return SimpleUploadedFile("来信.jpg", out.getvalue(), "image/jpeg")


def at_the_desk(county: County, way: str, **more: Any) -> None:
    given = {"key": str(uuid4()), "body": BODY, "received_on": str(timezone.localdate())}
    given |= {"deputy": str(county.deputy.pk), "name": NAME, "phone": PHONE}
    signed_in(county.officer).post(reverse("contact_enter", args=[way]), {**given, **more})


def visit(county: County, request: Any) -> None:
    """The deputy writes it down on the phone and passes it on."""
    given = {"key": str(uuid4()), "channel": str(county.visit.pk), "heard_on": str(timezone.localdate())}
    given |= {"said": BODY, "convey": "now", "people": "3", "whom": "北头三户"}
    signed_in(county.deputy_user).post(reverse("my_visit"), given)


def reception(county: County, request: Any) -> None:
    """Entered by the station while the two talk."""
    day = days.held(county)
    said = {"key": str(uuid4()), "deputy": str(county.deputy.pk), "body": BODY}
    signed_in(county.station_staff).post(reverse("occasion_hear", args=[day.pk]), said)


def post(county: County, request: Any) -> None:
    at_the_desk(county, "letter", attachments=scan())
    assert Attachment.objects.get(case=Case.objects.get()).name == "来信.jpg"


def telephone(county: County, request: Any) -> None:
    at_the_desk(county, "phone", call_back="on")


def meeting(county: County, request: Any) -> None:
    """Somebody who did not get to speak scans the event code and writes."""
    event = symposium(county)
    page = Client().get(reverse("event", args=[event.code])).content.decode()
    url = page.split(f'href="{reverse("write_to_station", args=[county.station.pk])}')[1].split('"')[0]
    form = f"{reverse('write_to_station', args=[county.station.pk])}{url.replace('&amp;', '&')}"
    client = Client()
    shown = client.get(form).content.decode()
    assert f'value="{county.township.pk}" selected' in shown
    sent = {"body": BODY, "key": new_key(), "confidential": "no", "station": str(county.station.pk)}
    client.post(form, {**sent, "division": str(county.township.pk)})


def minuted(county: County, request: Any) -> None:
    """A matter of the symposium's minutes."""
    event = symposium(county)
    services.hold(event, actor=Actor.of(county.officer))
    said = {"key": str(uuid4()), "deputy": str(county.deputy.pk), "body": BODY}
    signed_in(county.officer).post(reverse("occasion_hear", args=[event.pk]), said)


def comment(county: County, request: Any) -> None:
    inquiry = asked.opened(county, kind="form", title="意见表", deputy=county.deputy)
    fill_in(inquiry)


def paper(county: County, request: Any) -> None:
    """Typed in with others from a pile."""
    inquiry = asked.opened(county, kind="form", title="意见表", deputy=county.deputy)
    numbers = services.print_forms(inquiry, actor=Actor.of(county.officer), copies=10)
    words = inquiry.questions.get(position=4)
    sent: dict[str, str] = {}
    for place, number in enumerate(numbers):
        sent |= {f"r{place}-key": str(uuid4()), f"r{place}-number": number}
        sent |= {f"r{place}-q{one}": value for one, value in choice(inquiry).items()}
    sent[f"r3-q{words.pk}"] = BODY
    signed_in(county.station_staff).post(reverse("inquiry_type", args=[inquiry.pk]), sent)
    assert Response.objects.filter(source="paper").count() == 10


def questionnaire(county: County, request: Any) -> None:
    fill_in(asked.opened(county, deputy=county.deputy))


def choice(inquiry: Any) -> dict[int, str]:
    single = inquiry.questions.get(position=1)
    return {single.pk: str(single.options.get(position=1).pk)}


def fill_in(inquiry: Any) -> None:
    client, url = Client(), reverse("inquiry_answer", args=[inquiry.pk])
    client.get(url)
    answers = {f"q{one}": value for one, value in choice(inquiry).items()}
    client.post(url, {**answers, f"q{inquiry.questions.get(position=4).pk}": BODY, "key": new_key()})


def page(county: County, request: Any) -> None:
    """The deputy's own page."""
    sent = {"body": BODY, "key": new_key(), "confidential": "no", "to": "deputy"}
    Client().post(reverse("write_to_deputy", args=[county.deputy.pk]), sent)


def mail(county: County, request: Any) -> None:
    """To the relay address, by SMTP; read from a real mailbox by IMAP."""
    to = contact.relay_address(county.deputy)
    request.getfixturevalue("portal").take(letter(BODY, To=to), to=to)


DOORS: dict[str, tuple[Callable[[County, Any], None], str]] = {
    "visit": (visit, "visit"),
    "reception": (reception, "reception"),
    "letter with scan": (post, "letter"),
    "telephone": (telephone, "phone"),
    "symposium by its code": (meeting, "symposium"),
    "symposium by its minutes": (minuted, "symposium"),
    "comment form": (comment, "form"),
    "comment forms typed in": (paper, "form"),
    "questionnaire": (questionnaire, "survey"),
    "deputy's page": (page, "web"),
    "e-mail": (mail, "email"),
}


@pytest.mark.parametrize("door", DOORS)
def test_every_channel_leads_from_its_door_to_the_deputys_inbox(door: str, request: Any) -> None:
    go, channel = DOORS[door]
    county = request.getfixturevalue("portal").county if door == "e-mail" else County()
    go(county, request)
    case = Case.objects.get()
    assert case.channel.code == channel
    assert BODY in case.opinion.body
    if case.status == "submitted":
        screen(county, case)
    inbox = signed_in(county.deputy_user).get(reverse("inbox")).content.decode()
    assert reverse("case", args=[case.number]) in inbox
    assert signed_in(county.deputy_user).get(reverse("case", args=[case.number])).status_code == 200
    case.refresh_from_db()
    assert (case.status, case.deputy) == ("with_deputy", county.deputy)


def screen(county: County, case: Case) -> None:
    """The office registers it and gives it to the deputy whom its form proposes."""
    client = signed_in(county.officer)
    url = reverse("step", args=[case.number, "register"])
    client.post(url, {"version": case.version, **initial_of(client, url)})
    case.refresh_from_db()
    if case.status == "registered":
        url = reverse("step", args=[case.number, "give_to_deputy"])
        client.post(url, {"version": case.version, **initial_of(client, url)})


def initial_of(client: Client, url: str) -> dict[str, str]:
    """What stands in the form when it opens."""
    form = client.get(url).context["form"]
    found = {name: form[name].value() for name in form.fields}
    return {
        name: str(getattr(value, "pk", value))
        for name, value in found.items()
        if value not in (None, "", False)
    }
