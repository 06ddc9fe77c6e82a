"""The pages of reception days: the public's, the desk's, and what each shows of whom."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import AccessLog
from casework.models import Case
from contacts import services
from contacts.models import Occasion, Visitor
from feedback.forms.public import new_key
from tests.contacts import days
from tests.factories import County
from tests.loops import BODY
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def form(**changes: str) -> dict[str, str]:
    given = {"slot": "09:00", "name": "王秀兰", "phone": "13900000000", "agree": "on", "about": "路灯"}
    return {**given, "key": new_key(), **changes}


# --- Citizens ---------------------------------------------------------------------------------------------
def test_a_citizen_books_sees_the_code_once_and_gives_the_place_back(county: County) -> None:
    day = days.announced(county)
    client = Client()
    answer = client.post(reverse("reception_day", args=[day.pk]), form())
    visitor = Visitor.objects.get()
    assert answer.url == reverse("place_taken", args=[visitor.number])  # type: ignore[attr-defined]
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert visitor.number in page
    assert "王秀兰" not in page
    assert Client().get(answer.url).status_code == 302  # type: ignore[attr-defined]
    client.post(answer.url)  # type: ignore[attr-defined]
    visitor.refresh_from_db()
    assert (visitor.state, visitor.sealed) == ("cancelled", "")


def test_number_and_code_open_the_place_on_another_device(county: County) -> None:
    visitor, code = services.book(
        days.announced(county), slot=days.time(9), person=days.GUEST, about="", key=uuid4()
    )
    client = Client()
    wrong = client.post(reverse("place_find"), {"number": visitor.number, "code": "0000-0000"})
    assert wrong.status_code == 400
    right = client.post(reverse("place_find"), {"number": visitor.number.lower(), "code": code})
    assert right.status_code == 302


def test_a_time_that_was_taken_meanwhile_keeps_what_was_typed(county: County) -> None:
    day = days.announced(county)
    days.booked(day)
    answer = Client().post(reverse("reception_day", args=[day.pk]), form(phone="13911112222"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "路灯" in page
    assert 'href="#id_slot_0"' in page


def test_a_planned_day_is_nobodys_yet_and_a_cancelled_one_says_why(county: County) -> None:
    day = days.planned(county)
    url = reverse("reception_day", args=[day.pk])
    assert Client().get(url).status_code == 404
    services.announce(day, actor=Actor.of(county.officer))
    services.cancel(day, actor=Actor.of(county.officer), note="因防汛停止接待。")
    page = Client().get(url).content.decode()
    assert "因防汛停止接待" in page
    assert 'name="slot"' not in page


def test_the_list_shows_coming_days_and_the_station_and_deputy_pages_lead_there(county: County) -> None:
    day = days.announced(county)
    url = reverse("reception_day", args=[day.pk])
    for page in (
        reverse("reception"),
        reverse("station", args=[county.station.pk]),
        reverse("deputy_page", args=[county.deputy.pk]),
    ):
        assert url in Client().get(page).content.decode()
    elsewhere = f"{reverse('reception')}?station={county.station.pk + 1}"
    assert url not in Client().get(elsewhere).content.decode()


def test_a_robot_that_fills_in_every_field_and_a_forged_form_book_nothing(county: County) -> None:
    url = reverse("reception_day", args=[days.announced(county).pk])
    Client().post(url, form(website="https://example.org"))
    forged = Client(enforce_csrf_checks=True).post(url, form())
    assert forged.status_code == 403
    assert "路灯" in forged.content.decode()
    assert Visitor.objects.count() == 0


# --- The desk ---------------------------------------------------------------------------------------------
@time_machine.travel("2026-12-01 12:00")
def test_the_rota_of_a_year_is_shown_before_it_is_planned_and_planned_once(county: County) -> None:
    other = days.another_deputy(county)
    other.stations.add(county.station)
    client = signed_in(county.officer)
    typed = {
        "key": str(uuid4()),
        "year": "2027",
        "which": "day",
        "month_day": "15",
        "weekday": "1",
        "months": "odd",
        "starts": "09:00",
        "ends": "11:00",
        "slot_minutes": "20",
        "per_slot": "1",
        "each": "1",
        "deputies": [county.deputy.pk, other.pk],
    }
    url = f"{reverse('plan_year')}?station={county.station.pk}"
    shown = client.post(url, typed).content.decode()
    assert "2027年5月17日" in shown  # the 15th is a Saturday
    assert Occasion.objects.count() == 0
    for _turn in range(2):
        client.post(url, {**typed, "step": "plan"})
    planned = Occasion.objects.order_by("day")
    assert planned.count() == 6
    assert planned.get(planned_for=date(2027, 5, 15)).moved_why == "weekend"
    turns = [one.duties.get().deputy_id for one in planned]
    assert turns == [county.deputy.pk, other.pk] * 3


def test_the_desk_receives_a_visitor_and_writes_the_minutes(county: County) -> None:
    occasion = days.held(county)
    client = signed_in(county.station_staff)
    line = {"key": str(uuid4()), "name": "李大爷", "phone": "13700000000", "about": "路灯"}
    answer = client.post(reverse("occasion_line", args=[occasion.pk]), line)
    said = {"key": str(uuid4()), "deputy": str(county.deputy.pk), "body": BODY, "helped": "陪同到窗口咨询"}
    receipt = client.post(answer.url, said, follow=True)  # type: ignore[attr-defined]
    case = Case.objects.get()
    assert case.number in receipt.content.decode()  # to hand over, with its query code
    assert (case.status, case.deputy, case.channel.code) == ("with_deputy", county.deputy, "reception")
    assert case.opinion.wishes_contact
    assert county.deputy.service_records.get().what == "陪同到窗口咨询"
    url = reverse("occasion_step", args=[occasion.pk, "record"])
    client.post(url, {"version": Occasion.objects.get().version, "minutes": days.MINUTES})
    assert Occasion.objects.get().status == "recorded"


def test_a_form_opened_before_a_colleague_acted_is_refused_with_the_words_kept(county: County) -> None:
    occasion = days.held(county)
    version = occasion.version
    services.hear(occasion, days.heard(county), actor=Actor.of(county.colleague))
    url = reverse("occasion_step", args=[occasion.pk, "record"])
    answer = signed_in(county.officer).post(url, {"version": version, "minutes": days.MINUTES})
    assert answer.status_code == 400
    assert days.MINUTES in answer.content.decode()


def test_names_stand_on_the_register_when_asked_for_and_each_look_is_logged(county: County) -> None:
    occasion = days.announced(county)
    days.booked(occasion)
    client = signed_in(county.officer)
    url = reverse("register_sheet", args=[occasion.pk])
    assert "王秀兰" not in client.get(url).content.decode()
    assert AccessLog.objects.filter(subject_kind="visitor").count() == 0
    assert "王秀兰" in client.post(url).content.decode()
    assert AccessLog.objects.filter(subject_kind="visitor", user=county.officer).count() == 1


def test_a_deputy_sees_what_visitors_want_but_not_who_they_are(county: County) -> None:
    occasion = days.announced(county)
    days.booked(occasion)
    client = signed_in(county.deputy_user)
    page = client.get(reverse("occasion", args=[occasion.pk])).content.decode()
    assert "夜间噪声" in page
    assert "王秀兰" not in page
    assert "13900000000" not in page
    assert reverse("register_sheet", args=[occasion.pk]) not in page


def test_a_deputy_withdraws_on_the_page_and_the_reason_stays_with_the_office(county: County) -> None:
    other = days.another_deputy(county)
    other.stations.add(county.station)
    occasion = days.announced(county, deputies=[county.deputy, other])
    client = signed_in(county.deputy_user)
    url = reverse("occasion_step", args=[occasion.pk, "recuse"])
    client.post(url, {"version": occasion.version, "deputy": county.deputy.pk, "reason": "涉及亲属"})
    assert occasion.recusals.get().deputy == county.deputy
    office = signed_in(county.officer).get(reverse("occasion", args=[occasion.pk])).content.decode()
    assert "涉及亲属" in office
    seen = signed_in(county.committee).get(reverse("occasion", args=[occasion.pk])).content.decode()
    assert "涉及亲属" not in seen


def test_a_day_too_near_is_not_offered_to_be_announced_and_says_from_when(county: County) -> None:
    occasion = days.planned(county, timezone.localdate() + timedelta(days=1))
    page = signed_in(county.officer).get(reverse("occasion", args=[occasion.pk])).content.decode()
    assert "代表法" in page
    assert reverse("occasion_step", args=[occasion.pk, "announce"]) not in page


def test_the_rota_and_the_lists_open_and_print(county: County) -> None:
    days.announced(county)
    days.held(county, starts=days.time(14), ends=days.time(16))
    client = signed_in(county.officer)
    for url in (
        reverse("rota_sheet"),
        *(f"{reverse('reception_days')}?show={show}" for show in ("coming", "minutes", "past", "x")),
    ):
        answer = client.get(url)
        assert answer.status_code == 200
        assert str(county.station) in answer.content.decode() or "past" in url
