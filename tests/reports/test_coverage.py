"""Coverage against a county that is counted by hand."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.actors import Actor
from casework.models import Case
from contacts import figures
from contacts import services as contacts
from contacts.channels import channel
from contacts.models import ContactRecord
from deputies.models import LiaisonBody, Mandate, StationMembership
from reports.contact_lists import Lines, Wanted, lines
from reports.coverage import Coverage, coverage_of
from tests import loops
from tests.contacts import asked, days
from tests.factories import (
    CongressFactory,
    ConstituencyFactory,
    County,
    DeputyFactory,
    DivisionFactory,
    StationFactory,
)
from tests.signing_in import signed_in
from tests.suggestions import ways

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
    assert [one.heard for one in shown.townships] == [0, 0]


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
    assert book.sheetnames == [
        "Overview",
        "Places",
        "Constituencies",
        "Deputies",
        "Contacts by channel",
        "Bodies",
    ]
    assert [row[:2] for row in book["Overview"].iter_rows(min_row=2, max_row=4, values_only=True)] == [
        ("Places", 3),
        ("with a station", 2),
        ("with deputies", 2),
    ]
    assert [row[1] for row in book["Deputies"].iter_rows(min_row=2, values_only=True)] == ["甲", "乙"]


def test_a_period_that_is_not_offered_is_the_year(county):
    committee = signed_in(county.committee)
    for asked_for in ("0", "x", "99999999999999999999"):
        assert committee.get(reverse("coverage"), {"days": asked_for}).status_code == 200


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
    assert cost() == before <= 18


# --- Every kind of contact ----------------------------------------------------------------------------------
def a_day_of_every_kind(county: County) -> None:
    """What the two deputies had today, counted by hand.

    甲: an opinion from the web; a visit that became an opinion (once, as the visit); a visit where nothing was to be
    conveyed; a call that waits; two matters at a reception day; a form of their own answered by two people, of whom
    one wrote an opinion that was given to them (as the opinion, from the form) and one only ticked.
    乙: a symposium's matter that became an opinion and was passed on to 甲: one for each of them.
    """
    officer = Actor.of(county.officer)
    loops.with_deputy(county)
    contacts.note(days.heard(county), actor=officer)
    contacts.note(days.heard(county, said="", whom="北头三户"), actor=officer)
    contacts.note(days.heard(county, channel=channel("phone"), convey=False), actor=officer)
    reception = days.held(county)
    for _turn in range(2):
        contacts.hear(reception, days.heard(county, channel=channel("reception")), actor=officer)
    form = asked.opened(county, kind="form", deputy=county.deputy)
    from_form = loops.with_deputy(county)
    Case.objects.filter(pk=from_form.pk).update(channel=channel("form"))
    form.responses.create(source="paper", number="1", key=uuid4()).cases.add(from_form)
    form.responses.create(source="paper", number="2", key=uuid4())
    heard = days.heard(county, deputy=county.silent, channel=channel("symposium"), division=county.first)
    case = contacts.note(heard, actor=officer).case
    assert case is not None
    Case.objects.filter(pk=case.pk).update(deputy=county.deputy)


def kinds_of(shown: Coverage, deputy: Any) -> dict[str, int]:
    pairs = zip(shown.contacts.channels, shown.contacts.row(deputy.pk), strict=True)
    return {one.code: n for one, n in pairs if n}


def test_every_kind_of_contact_counts_once_as_counted_by_hand(county):
    a_day_of_every_kind(county)
    shown = counted(county)
    assert kinds_of(shown, county.deputy) == {
        "web": 1,
        "visit": 2,
        "phone": 1,
        "reception": 2,
        "form": 2,
        "symposium": 1,
    }
    assert kinds_of(shown, county.silent) == {"symposium": 1}
    assert (shown.contacts.of(county.deputy.pk), shown.contacts.total, shown.silent) == (9, 10, [])
    # 石桥村: the web, the form, the visit, the two of the reception day, and the call and the visit without an opinion
    assert {one.division.name: one.heard for one in shown.places} == {"石桥村": 7, "甲村": 1, "丙村": 0}
    assert [one.division.name for one in shown.unheard] == ["丙村"]
    assert [(one.contacts, one.heard) for one in shown.districts] == [(9, 7), (1, 1), (0, 0)]
    assert len(shown.unheard_districts) == 1


def test_every_figure_opens_the_list_that_it_counts(county):
    a_day_of_every_kind(county)
    since = timezone.localdate() - timedelta(days=365)
    shown = counted(county)

    def listed(user: Any, **wanted: Any) -> tuple[int, int]:
        found = lines(user, county.congress, since, Wanted(**wanted))
        assert all(signed_in(user).get(one.url).status_code == 200 for one in found.rows[:1])
        return found.count, len(found.rows)

    for user in (county.officer, county.committee):
        assert listed(user) == (shown.contacts.total,) * 2
        for one in shown.deputies:
            assert listed(user, deputy=one.pk)[0] == shown.contacts.of(one.pk)
            for code, n in kinds_of(shown, one).items():
                assert listed(user, deputy=one.pk, channel=code)[0] == n
        for one in shown.contacts.channels:
            assert listed(user, channel=one.code)[0] == shown.contacts.by(one.pk)
        for one in shown.places:
            assert listed(user, place=one.division.code)[0] == one.heard
    assert lines(county.handler, county.congress, since, Wanted()).count == 0


def test_the_list_behind_a_figure_turns_its_pages_without_a_gap_and_ends_at_its_bound(county, monkeypatch):
    a_day_of_every_kind(county)
    ContactRecord.objects.filter(whom="北头三户").update(heard_on=timezone.localdate() - timedelta(days=3))
    since = timezone.localdate() - timedelta(days=365)

    def page(number: int) -> Lines:
        return lines(county.officer, county.congress, since, Wanted(), number)

    whole = page(1).rows
    assert [one.day for one in whole] == sorted((one.day for one in whole), reverse=True)
    assert whole[-1].what == "北头三户"
    monkeypatch.setattr("reports.contact_lists.SIZE", 3)
    turned = [page(n) for n in range(1, 5)]
    assert [one for found in turned for one in found.rows] == whole
    assert [found.has_more for found in turned] == [True, True, True, False]
    assert not turned[0].cut
    monkeypatch.setattr("reports.contact_lists.PAGES", 2)
    monkeypatch.setattr("reports.contact_lists.MOST", 6)
    assert (page(2).has_more, page(9).page, page(9).rows, page(9).count) == (False, 2, whole[3:6], 10)
    assert page(1).cut
    url = reverse("coverage_contacts")
    assert "这里只列出最近的" in signed_in(county.officer).get(url).content.decode()


def test_a_deputys_own_suggestion_is_no_contact_with_people_on_any_page(county):
    case = ways.lodged(county)
    assert case.with_deputy_at is not None
    shown = counted(county)
    today = timezone.localdate()
    assert county.deputy in shown.silent
    assert lines(county.officer, county.congress, today, Wanted()).count == shown.contacts.total == 0
    assert figures.contacts_of(case.deputy_id, today, today).given == 0
    by_channel = [*shown.contacts.channels, *(one.channel for one in figures.by_channel([], today, today))]
    assert case.channel not in by_channel


def test_contacts_of_whoever_left_office_stand_beside_so_that_the_sum_is_right(county):
    a_day_of_every_kind(county)
    county.silent.mandates.update(status="ended")
    shown = counted(county)
    assert (shown.of_former, sum(total for _one, _row, total in shown.met), shown.contacts.total) == (
        1,
        9,
        10,
    )


def test_the_list_behind_a_figure_refuses_what_is_not_there(county):
    a_day_of_every_kind(county)
    officer = signed_in(county.officer)
    url = reverse("coverage_contacts")
    assert "北头三户" in officer.get(url, {"deputy": county.deputy.pk}).content.decode()
    assert "北头三户" not in officer.get(url, {"deputy": county.silent.pk}).content.decode()
    assert officer.get(url, {"deputy": "x"}).status_code == 404
    assert officer.get(url, {"deputy": County().deputy.pk}).status_code == 404
    assert officer.get(url, {"channel": "nothing"}).status_code == 404
    assert officer.get(url, {"page": "9"}).status_code == 200


def test_the_spreadsheet_has_every_kind_and_its_sum(county):
    a_day_of_every_kind(county)
    file = signed_in(county.committee).get(reverse("coverage_xlsx"), headers={"accept-language": "en"})
    book = load_workbook(io.BytesIO(file.content))
    heads, first, _second = book["Deputies"].iter_rows(values_only=True)
    row = dict(zip(heads, first, strict=True))
    assert (row["Contacts"], row["Telephone"], row["Reception day"], row["Comment form"]) == (9, 1, 2, 2)
    assert sum(first[5:]) == first[4]
    rows = dict(book["Contacts by channel"].iter_rows(min_row=2, values_only=True))
    assert (rows["Sum"], rows["Symposium"]) == (10, 2)
