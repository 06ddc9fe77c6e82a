"""The public pages of deputies and stations, their short addresses and what is printed with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.models import Case
from deputies.models import Mandate, StationMembership
from feedback import duty, services
from tests import loops
from tests.factories import County, DeputyFactory, StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def deputys(county: County) -> str:
    return reverse("short_deputy", args=[county.deputy.short_code])


def elected(county: County, name: str) -> Any:
    deputy = DeputyFactory(congress=county.congress, name=name)
    Mandate.objects.create(
        deputy=deputy, term=county.term, constituency=county.constituency, starts_on=county.term.starts_on
    )
    return deputy


def answered(county: County, **changes: Any) -> Case:
    """A case that went to the deputy, was answered by the deputy and told to the citizen."""
    case = loops.deputy_answered(county)
    services.feed_back(case, actor=Actor.of(county.officer), body=loops.REPLY, publish=True)
    Case.objects.filter(pk=case.pk).update(**changes)
    return Case.objects.get(pk=case.pk)


# --- Short addresses --------------------------------------------------------------------------------------
def test_a_qr_code_opens_the_page_in_capital_letters_too(client, county):
    assert client.get(deputys(county)).status_code == 200
    upper = reverse("short_deputy", args=[county.deputy.short_code.upper()])
    assert county.deputy.name in text(client.get(upper))


def test_a_short_address_holds_no_key_of_the_database(county):
    codes = {elected(county, f"代表{n}").short_code for n in range(50)}
    assert len(codes) == 50 and all(len(code) == 8 and not code.isdigit() for code in codes)


def test_a_code_that_nobody_has_leads_to_stations(client, county):
    answer = client.get(reverse("short_deputy", args=["zzzzzzzz"]))
    assert answer.status_code == 404 and county.station.name in text(answer)


def test_the_code_of_a_deputy_who_has_left_leads_to_the_successor_and_names_nobody_else(client, county):
    county.deputy.name = "离任者"
    county.deputy.save()
    successor = elected(county, "接任者")
    county.deputy.mandates.update(status="ended")
    answer = client.get(deputys(county))
    assert answer.status_code == 404
    assert (
        "离任者" not in text(answer)
        and successor.name in text(answer)
        and county.station.name in text(answer)
    )


def test_the_code_of_a_closed_station_leads_to_the_next_open_one(client, county):
    county.station.is_open = False
    county.station.save()
    other = StationFactory(congress=county.congress, division=county.place)
    answer = client.get(reverse("short_station", args=[county.station.short_code]))
    assert answer.status_code == 404 and other.name in text(answer)


def test_from_the_code_one_tap_leads_to_the_form_for_this_deputy(client, county):
    assert reverse("write_to_deputy", args=[county.deputy.pk]) in text(client.get(deputys(county)))


# --- On paper ---------------------------------------------------------------------------------------------
def test_the_picture_holds_the_short_address(client, county, settings):
    settings.PORTAL_URL = "https://example.org"
    answer = client.get(reverse("short_deputy_qr", args=[county.deputy.short_code]))
    assert answer["Content-Type"] == "image/svg+xml" and b"<svg" in answer.content
    assert f"https://example.org/d/{county.deputy.short_code}/" in text(
        client.get(reverse("short_deputy_sheet", args=[county.deputy.short_code]))
    )


def test_the_sheet_says_how_to_go_on_without_a_phone(client, county):
    county.station.phone, county.station.hours = "0371-5550101", "每周三 9:00"
    county.station.save()
    for name, code in (
        ("short_deputy_sheet", county.deputy.short_code),
        ("short_station_sheet", county.station.short_code),
    ):
        page = text(client.get(reverse(name, args=[code])))
        assert "0371-5550101" in page and "每周三 9:00" in page


@pytest.mark.parametrize("what", ["qr", "sheet"])
def test_there_is_no_paper_for_somebody_who_is_not_in_office(client, county, what):
    county.deputy.mandates.update(status="ended")
    assert client.get(reverse(f"short_deputy_{what}", args=[county.deputy.short_code])).status_code == 404


# --- Work so far ------------------------------------------------------------------------------------------
def test_the_record_counts_what_came_and_what_was_answered(county):
    answered(county)
    loops.with_deputy(county)
    loops.withdrawn(county)
    record = duty.of_deputy(county.deputy)
    assert (record.received, record.answered, record.waiting) == (2, 1, 1)
    assert record.days is not None and record.days >= 0


def test_days_are_counted_from_the_day_the_deputy_received_it(county):
    now = timezone.now()
    answered(county, with_deputy_at=now - timedelta(days=4), answered_at=now)
    assert duty.of_deputy(county.deputy).days == pytest.approx(4, abs=0.1)


def test_published_answers_and_their_topics_are_shown_confidential_ones_only_counted(client, county):
    shown = answered(county, title="夜间噪声")
    answered(county, title="不公开的事", is_public=False, confidential=True)
    page = text(client.get(deputys(county)))
    assert shown.title in page and "不公开的事" not in page and str(county.topic) in page
    assert duty.of_deputy(county.deputy).answered == 2


def test_a_deputy_without_any_opinion_has_a_sentence_instead_of_zeros(client, county):
    assert "No opinion has come this way yet." in text(
        client.get(deputys(county), headers={"accept-language": "en"})
    )


# --- What a page costs ------------------------------------------------------------------------------------
def cost(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_deputys_page_costs_the_same_for_many_answers(client, county):
    answered(county)
    before = cost(client, deputys(county))
    for _ in range(4):
        answered(county)
    assert cost(client, deputys(county)) == before <= 14


def test_a_stations_page_costs_the_same_for_many_deputies(client, county):
    url = reverse("station", args=[county.station.pk])
    before = cost(client, url)
    for n in range(8):
        StationMembership.objects.create(station=county.station, deputy=elected(county, f"代表{n}号"))
    assert cost(client, url) == before <= 8
