"""Symposiums: invited, signed in with the event code on the day, several opinions, minutes."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.models import Case
from contacts import services
from contacts.models import Occasion, Visitor, Way
from feedback.forms.public import new_key
from tests.contacts import days
from tests.factories import County
from tests.loops import BODY, SECOND_MATTER
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def symposium(county: County, **changes: object) -> Occasion:
    given = {
        "kind": "symposium",
        "title": "老旧小区改造座谈会",
        "place": "镇政府二楼",
        "starts": time(0, 1),
        "ends": time(23, 59),
    }
    return days.announced(county, timezone.localdate(), **{**given, **changes})


def form(**changes: str) -> dict[str, str]:
    return {"name": "王秀兰", "phone": "13900000000", "agree": "on", "key": new_key(), **changes}


def test_an_invited_guest_is_told_and_found_again_at_the_door(county: County, settings: object) -> None:
    settings.PORTAL_NOTICE_BACKENDS = {  # type: ignore[attr-defined]
        "email": "feedback.notice_backends.Email",
        "sms": "feedback.notice_backends.Nowhere",
    }
    occasion = days.planned(county, timezone.localdate(), kind="symposium", title="座谈会", place="镇政府")
    services.walk_in(occasion, person=days.GUEST, about="", key=uuid4(), way=Way.INVITED)
    services.announce(occasion, actor=Actor.of(county.officer))
    services.send_owed()
    assert [letter.to for letter in mail.outbox] == [["xiulan@example.org"]]
    client = Client()
    url = reverse("event", args=[occasion.code])
    client.get(url)
    client.post(url, form())
    visitor = Visitor.objects.get()
    assert (visitor.way, visitor.state) == ("invited", "came")


def test_a_phone_signs_in_once_and_is_told_so(county: County) -> None:
    occasion = symposium(county)
    client = Client()
    url = reverse("event", args=[occasion.code])
    client.get(url)
    for _turn in range(2):
        client.post(url, form())
    assert occasion.visitors.get().way == "by_code"
    page = client.get(url).content.decode()
    assert 'name="phone"' not in page
    assert reverse("write_to_station", args=[county.station.pk]) in page


def test_the_code_of_a_past_or_a_coming_event_signs_nobody_in_and_leads_on(county: County) -> None:
    occasion = symposium(county)
    url = reverse("event", args=[occasion.code])
    for shift in (-1, 1):
        with time_machine.travel(timezone.now() + timedelta(days=shift)):
            client = Client()
            page = client.get(url).content.decode()
            client.post(url, form())
            assert 'name="phone"' not in page
            assert reverse("write_to_station", args=[county.station.pk]) in page
    assert not occasion.visitors.exists()


def test_a_made_up_code_and_one_of_a_plan_are_not_there(county: County) -> None:
    planned = days.planned(county, timezone.localdate(), kind="symposium", title="座谈会", place="镇政府")
    for code in ("ABCD-EFGH-JKMN", planned.code):
        assert Client().get(reverse("event", args=[code])).status_code == 404


def test_several_opinions_come_of_one_symposium_each_to_the_deputy_who_heard_it(county: County) -> None:
    other = days.another_deputy(county)
    occasion = symposium(county, deputies=[county.deputy, other])
    client = signed_in(county.officer)
    client.post(reverse("occasion_step", args=[occasion.pk, "hold"]), {"version": occasion.version})
    for deputy, words in ((county.deputy, BODY), (other, SECOND_MATTER)):
        said = {"key": str(uuid4()), "deputy": str(deputy.pk), "body": words}
        client.post(reverse("occasion_hear", args=[occasion.pk]), said)
    cases = Case.objects.order_by("pk")
    assert [(case.deputy, case.status) for case in cases] == [
        (county.deputy, "with_deputy"),
        (other, "with_deputy"),
    ]
    assert {case.channel.code for case in cases} == {"symposium"}


def test_the_office_plans_and_prints_the_invitation_with_its_code(county: County) -> None:
    client = signed_in(county.officer)
    today = timezone.localdate()
    sent = {
        "key": str(uuid4()),
        "title": "路灯座谈会",
        "day": str(today + timedelta(days=3)),
        "starts": "14:30",
        "ends": "16:30",
        "place": "镇政府二楼",
        "deputies": [str(county.deputy.pk)],
    }
    client.post(reverse("plan_symposium"), sent)
    occasion = Occasion.objects.get()
    page = client.get(reverse("invitation", args=[occasion.pk])).content.decode()
    assert str(occasion.code) in page
    assert client.get(reverse("symposiums")).status_code == 200
    line = {"key": str(uuid4()), "name": "李大爷", "phone": "13700000000"}
    client.post(reverse("occasion_line", args=[occasion.pk]), line)
    assert occasion.visitors.get().way == "invited"
