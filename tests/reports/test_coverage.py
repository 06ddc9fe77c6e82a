"""Coverage against a county that is counted by hand."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from casework.models import Case
from deputies.models import LiaisonBody, Mandate, StationMembership
from reports.coverage import Coverage, coverage_of
from tests import loops
from tests.factories import (
    CongressFactory,
    ConstituencyFactory,
    County,
    DeputyFactory,
    DivisionFactory,
    StationFactory,
)
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def elected(county: County, name: str, constituency: Any, **changes: Any) -> Any:
    deputy = DeputyFactory(congress=county.congress, name=name)
    Mandate.objects.create(
        deputy=deputy, term=county.term, constituency=constituency, starts_on=county.term.starts_on, **changes
    )
    return deputy


@pytest.fixture
def county() -> County:
    """Two townships. 城关镇 has a station and the village 石桥村; 青山乡 has two villages.

    * 城关镇/石桥村: the township's station; the constituency of the whole township (2 seats, 1 held).
    * 青山乡/甲村: a contact point of its own; a constituency with 1 seat, held by 乙 who is in no station.
    * 青山乡/丙村: nothing at all. A third constituency (3 seats, no places) has nobody.
    * A suspended deputy, and a station that has closed, count for nothing; nor does the online one of the county.
    """
    found = County()
    found.deputy.name = "甲"
    found.deputy.save()
    found.hills = DivisionFactory(code=f"{found.place.code}102", name="青山乡", level=4, parent=found.place)
    found.first, found.second = (
        DivisionFactory(code=f"{found.hills.code}{code}", name=name, level=5, parent=found.hills)
        for code, name in (("001", "甲村"), ("002", "丙村"))
    )
    found.point = StationFactory(congress=found.congress, division=found.first, head="联络员")
    StationFactory(congress=found.congress, division=found.hills, is_open=False)
    StationFactory(congress=found.congress, division=found.place, kind="online", head="值班")
    one_seat = ConstituencyFactory(congress=found.congress, seats=1)
    one_seat.divisions.set([found.first])
    ConstituencyFactory(congress=found.congress, seats=3)
    found.silent = elected(found, "乙", one_seat)
    elected(found, "停职者", found.constituency, status="suspended")
    return found


def counted(county: County, days: int = 365) -> Coverage:
    return coverage_of(county.congress, days)


def test_each_place_against_its_station_and_its_deputies(county):
    assert {one.division.name: (one.station, one.deputies) for one in counted(county).places} == {
        "石桥村": (county.station, 1),
        "甲村": (county.point, 1),
        "丙村": (None, 0),
    }


def test_the_figures_are_those_counted_by_hand(county):
    shown = counted(county)
    assert (len(shown.places), shown.with_station, shown.with_deputy) == (3, 2, 2)
    assert [one.division.name for one in shown.gaps] == ["丙村"]
    assert [one.name for one in shown.deputies] == ["甲", "乙"]
    assert [one.name for one in shown.stationless] == ["乙"]
    assert shown.vacant == 1 + 0 + 3
    assert [(one.name, one.places, one.with_station, one.with_deputy) for one in shown.townships] == [
        ("城关镇", 1, 1, 1),
        ("青山乡", 2, 1, 1),
    ]


def test_each_constituency_against_seats_stations_and_contacts(county):
    loops.with_deputy(county)
    rows = [
        (one.seats.held, one.seats.vacant, one.in_station, one.contacts) for one in counted(county).districts
    ]
    assert rows == [(1, 1, 1, 1), (1, 0, 0, 0), (0, 3, 0, 0)]


def test_a_deputy_is_silent_until_something_reaches_them_in_the_period(county):
    assert [one.name for one in counted(county).silent] == ["甲", "乙"]
    case = loops.with_deputy(county)
    assert [one.name for one in counted(county).silent] == ["乙"]
    Case.objects.filter(pk=case.pk).update(with_deputy_at=timezone.now() - timedelta(days=100))
    assert [one.name for one in counted(county, 90).silent] == ["甲", "乙"]
    assert [one.name for one in counted(county, 180).silent] == ["乙"]


def test_a_deputy_whom_nobody_can_reach_is_found(county):
    assert {one.name for one in counted(county).unreachable} == {"甲", "乙"}  # no telephone anywhere
    county.station.phone = "0371-5550101"
    county.station.save()
    assert {one.name for one in counted(county).unreachable} == {"乙"}


def test_bodies_and_stations_that_nobody_answers_for(county):
    shown = counted(county)
    assert shown.bare == [county.congress] and shown.bodies == [] and county.station in shown.headless
    body = LiaisonBody.objects.create(congress=county.congress, kind="deputies_commission", name="代工委")
    assert counted(county).bodies == [body] and counted(county).bare == []
    body.responsible = county.officer
    body.save()
    assert counted(county).bodies == []
    county.officer.is_active = False
    county.officer.save()
    assert counted(county).bodies == [body]


def test_the_offices_page_says_which_body_has_no_owner_until_it_has_one(county):
    CongressFactory(level="township", division=county.township, parent=county.congress)
    officer = signed_in(county.officer)
    page = officer.get(reverse("queue"), headers={"accept-language": "en"}).content.decode()
    assert "2 liaison bodies have no responsible person" in page


def test_a_deputy_of_a_village_and_its_township_is_counted_once(county):
    """The constituency names the township and, beside it, one of its villages."""
    assert {one.division.name: one.deputies for one in counted(county).places}["石桥村"] == 1


def test_the_page_and_the_spreadsheet_say_the_same(county):
    committee = signed_in(county.committee)
    page = committee.get(reverse("coverage"), headers={"accept-language": "en"}).content.decode()
    assert "丙村" in page and "2</a>" in page and "/ 3<" in page and "data-chart" in page
    file = committee.get(reverse("coverage_xlsx"), headers={"accept-language": "en"})
    book = load_workbook(io.BytesIO(file.content))
    assert book.sheetnames == ["Overview", "Places", "Constituencies", "Deputies", "Bodies"]
    assert [row[:2] for row in book["Overview"].iter_rows(min_row=2, max_row=4, values_only=True)] == [
        ("Places", 3),
        ("with a station", 2),
        ("with deputies", 2),
    ]
    assert [row[1] for row in book["Deputies"].iter_rows(min_row=2, values_only=True)] == ["甲", "乙"]


def test_a_period_that_is_not_offered_is_the_year(county):
    committee = signed_in(county.committee)
    for days in ("0", "x", "99999999999999999999"):
        assert committee.get(reverse("coverage"), {"days": days}).status_code == 200


def test_coverage_costs_the_same_for_a_large_county(county):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown = counted(county)
            assert shown.unreachable is not None
        return len(captured)

    before = cost()
    for n in range(20):
        deputy = elected(county, f"新{n}", county.constituency)
        StationMembership.objects.create(station=county.station, deputy=deputy)
        DivisionFactory(code=f"{county.hills.code}1{n:02d}", name=f"新{n}村", level=5, parent=county.hills)
    assert cost() == before <= 16
