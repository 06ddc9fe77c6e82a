"""Find my deputy: by place, by name, by pinyin; never a dead end."""

from __future__ import annotations

import math
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deputies import finding, mapping
from deputies.models import Division, DivisionAlias, LiaisonStation, Mandate
from tests.factories import (
    CongressFactory,
    ConstituencyFactory,
    County,
    DeputyFactory,
    DivisionFactory,
    StationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    found = County()
    found.deputy.name, found.deputy.pinyin = "李秀英", "lixiuying lxy"
    found.deputy.save()
    return found


def page_of(response: Any) -> str:
    return str(response.content.decode())


def elected(county: County, name: str, *places: Division, status: str = "in_force"):
    deputy = DeputyFactory(congress=county.congress, name=name)
    constituency = ConstituencyFactory(congress=county.congress)
    constituency.divisions.set(places)
    Mandate.objects.create(
        deputy=deputy,
        term=county.term,
        constituency=constituency,
        starts_on=county.term.starts_on,
        status=status,
    )
    return deputy


def village(county: County, code: str, name: str) -> Division:
    return DivisionFactory(code=f"{county.township.code}{code}", name=name, level=5, parent=county.township)


# --- By place ---------------------------------------------------------------------------------------------
def test_choosing_begins_where_there_is_a_choice(county):
    province = DivisionFactory(code="99", name="东岭省", level=1)
    county.place.parent = province
    county.place.save()
    DivisionFactory(code=f"{county.place.code}102", name="青山乡", level=4, parent=county.place)
    assert finding.start() == county.place


def test_provinces_that_are_not_served_are_not_offered(client, county):
    DivisionFactory(code="88", name="远方省", level=1)
    assert "远方省" not in page_of(client.get(reverse("find")))


def test_two_counties_are_offered_side_by_side(client, county):
    other = County()
    assert {one.pk for one in finding.parts_of(None)} >= {county.place.pk, other.place.pk}
    assert finding.start() is None


def test_a_village_shows_the_deputies_of_its_constituency_and_the_station_above(client, county):
    page = page_of(client.get(reverse("find_place", args=[county.village.code])))
    assert reverse("deputy_page", args=[county.deputy.pk]) in page
    assert reverse("station", args=[county.station.pk]) in page


def test_a_village_named_by_no_constituency_belongs_to_its_townships(county):
    plain = village(county, "009", "无名村")
    assert list(finding.deputies_at(plain)) == [county.deputy]


def test_a_township_shows_the_deputies_of_all_its_villages_once(county):
    two = elected(county, "双区代表", village(county, "002", "甲村"), village(county, "003", "乙村"))
    assert sorted(one.pk for one in finding.deputies_at(county.township)) == sorted(
        [county.deputy.pk, two.pk]
    )


def test_a_neighbouring_village_has_its_own_deputies(county):
    one = village(county, "002", "甲村")
    two = village(county, "003", "乙村")
    county.constituency.divisions.set([one])
    other = elected(county, "乙村代表", two)
    assert list(finding.deputies_at(two)) == [other]


@pytest.mark.parametrize("status", ["suspended", "ended"])
def test_whoever_is_not_in_office_is_not_found(client, county, status):
    gone = elected(county, "离任代表", county.village, status=status)
    assert gone not in finding.deputies_at(county.village)
    assert not finding.search("离任").deputies
    answer = client.get(reverse("deputy_page", args=[gone.pk]))
    assert answer.status_code == 404 and "离任代表" not in page_of(answer)
    assert reverse("station", args=[county.station.pk]) in page_of(answer)


def test_a_place_without_a_station_is_shown_the_nearest(client, county):
    county.station.division = county.village
    county.station.save()
    lonely = DivisionFactory(code=f"{county.place.code}102", name="青山乡", level=4, parent=county.place)
    place = finding.at(lonely)
    assert not place.is_own and place.stations == [county.station]
    assert reverse("station", args=[county.station.pk]) in page_of(
        client.get(reverse("find_place", args=[lonely.code]))
    )


def test_a_place_with_nobody_at_all_still_has_a_way_on(client):
    congress = CongressFactory()
    page = page_of(client.get(reverse("find_place", args=[congress.division.code])))
    assert reverse("write") in page and congress.name in page


def test_the_own_station_stands_before_the_one_of_the_place_above(county):
    own = StationFactory(congress=county.congress, division=county.village)
    StationFactory(congress=county.congress, division=county.place)
    assert finding.at(county.village).stations[0] == own


def test_a_closed_station_is_not_shown(client, county):
    county.station.is_open = False
    county.station.save()
    assert finding.stations_at(county.village) == []
    assert client.get(reverse("station", args=[county.station.pk])).status_code == 404


def test_a_place_that_was_abolished_or_never_was_is_not_found(client, county):
    assert client.get(reverse("find_place", args=["123456"])).status_code == 404
    assert client.get(reverse("find_place", args=["x-y"])).status_code == 404


# --- By what is typed -------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["李秀英", "秀英", "lixiuying", "LiXiuYing", "li xiuying", "lxy"])
def test_a_deputy_is_found_by_name_and_by_pinyin(county, typed):
    assert list(finding.search(typed).deputies) == [county.deputy]


@pytest.mark.parametrize("typed", ["石桥村", "石桥", "shiqiao", "shi qiao cun", "城关镇石桥村12号"])
def test_a_place_is_found_by_name_by_pinyin_and_inside_an_address(county, typed):
    assert finding.search(typed).places[0] == county.village


def test_an_address_means_its_smallest_place_alone_and_a_township_by_itself_the_township_too(county):
    DivisionFactory(code=f"{county.township.code}002", name="城关村", level=5, parent=county.township)
    assert [one.name for one in finding.search("城关镇石桥村12号").places] == ["石桥村"]
    assert [one.name for one in finding.search("城关镇城关村3号").places] == ["城关村"]
    assert [one.name for one in finding.search("城关镇").places] == ["城关村", "城关镇"]


@pytest.mark.parametrize("typed", ["zzzz", "%", "_", "'; DROP TABLE x", "甲" * 500, "🦆"])
def test_what_is_not_found_still_leads_somewhere(client, county, typed):
    page = page_of(client.get(reverse("find"), {"q": typed}))
    assert reverse("find_place", args=[county.township.code]) in page or reverse("write") in page


def test_what_was_typed_is_shown_as_text(client, county):
    assert "<script>x" not in page_of(client.get(reverse("find"), {"q": "<script>x</script>"}))


@pytest.mark.parametrize("typed", ["石乔村", "石挢村", "shiqiocun"])
def test_a_place_that_is_misspelt_is_proposed_as_near(client, county, typed):
    found = finding.search(typed)
    assert not found.exact and found.places[0] == county.village
    answer = client.get(reverse("find"), {"q": typed}, headers={"accept-language": "en"})
    assert "Did you mean" in page_of(answer)


def test_initials_of_a_place_are_enough(county):
    assert list(finding.search("sqc").places) == [county.village]


def test_a_former_name_or_an_estate_leads_to_its_place(county):
    DivisionAlias.objects.create(division=county.village, spelling="锦绣花园")
    assert list(finding.search("锦绣花园3栋").places) == [county.village]


def test_the_village_of_the_township_in_the_address_is_meant_not_its_namesake(county):
    other = DivisionFactory(code=f"{county.place.code}102", name="青山乡", level=4, parent=county.place)
    namesake = DivisionFactory(code=f"{other.code}001", name="石桥村", level=5, parent=other)
    assert namesake not in finding.search("城关镇石桥村").places
    assert {county.village, namesake} <= set(finding.search("石桥村").places)


@pytest.mark.parametrize("typed", ["联络", "lianluo"])
def test_a_station_is_found_by_name_and_by_pinyin(county, typed):
    assert county.station in finding.search(typed).stations


def test_a_place_that_alone_can_be_meant_is_opened_at_once(client, county):
    answer = client.get(reverse("find"), {"q": "石桥村"})
    assert answer.url == reverse("find_place", args=[county.village.code])


def test_from_the_first_page_two_taps_lead_to_a_deputy(client, county):
    """One on the button of the search, one on the deputy."""
    assert reverse("find") in page_of(client.get(reverse("home")))
    page = page_of(client.get(reverse("find"), {"q": "城关镇石桥村12号"}, follow=True))
    assert reverse("find_place", args=[county.village.code]) in page
    page = page_of(client.get(reverse("find"), {"q": "石桥"}, follow=True))
    assert reverse("deputy_page", args=[county.deputy.pk]) in page


def test_where_nothing_is_found_stations_are_shown(client, county):
    assert county.station.name in page_of(client.get(reverse("find"), {"q": "zzzz"}))


def cost(client: Any, url: str, query: dict[str, str] | None = None) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, query).status_code == 200
    return len(captured)


def test_finding_costs_the_same_for_many_places_and_deputies(client, county):
    url, asked = reverse("find"), {"q": "代表"}
    cost(client, url, asked)
    before = cost(client, url, asked)
    for n in range(9):
        elected(county, f"代表甲{n}", village(county, f"1{n:02d}", f"新{n}村"))
    assert cost(client, url, asked) == before <= 8
    assert cost(client, reverse("find_place", args=[county.township.code])) <= 12


# --- On the map -------------------------------------------------------------------------------------------
def placed(county: County, longitude: float, latitude: float) -> Any:
    return StationFactory(
        congress=county.congress, division=county.township, longitude=longitude, latitude=latitude
    )


def test_the_map_shows_north_above_and_east_on_the_right(county):
    north, east = placed(county, 113.0, 34.2), placed(county, 113.3, 34.0)
    drawing = mapping.drawing_of([east, north])
    pins = {pin.station: pin for pin in drawing.pins}
    assert pins[north].y < pins[east].y and pins[north].x < pins[east].x
    assert [pin.number for pin in drawing.pins] == [1, 2] and drawing.pins[0].station == north


def test_the_bar_below_the_map_is_true(county):
    """A hundredth of a degree of latitude is 1.11 km."""
    drawing = mapping.drawing_of([placed(county, 113.0, 34.0), placed(county, 113.0, 34.1)])
    tall = drawing.pins[1].y - drawing.pins[0].y
    assert tall / (drawing.scale_length / drawing.scale_km) == pytest.approx(11.1, abs=0.3)


def test_pins_on_one_point_are_pushed_apart_and_stay_on_the_map(county):
    drawing = mapping.drawing_of([placed(county, 113.0, 34.0) for _ in range(12)])
    points = [(pin.x, pin.y) for pin in drawing.pins]
    near = min(math.dist(one, other) for n, one in enumerate(points) for other in points[n + 1 :])
    assert near >= 24  # pixels on a phone: the smallest target
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)


def test_the_map_needs_no_other_server_and_its_list_has_the_same_stations(client, county):
    one = placed(county, 113.0, 34.0)
    page = page_of(client.get(reverse("find_on_map")))
    assert page.count(reverse("station", args=[one.pk])) == 2
    assert reverse("station", args=[county.station.pk]) in page  # has no position, and stands in the list
    assert "http" not in page.split("<svg")[1].replace("http://www.w3.org/2000/svg", "").split("</svg>")[0]


@pytest.mark.parametrize("position", [{"longitude": 113.0}, {"longitude": 200, "latitude": 1}])
def test_half_a_position_is_refused_by_the_database(county, position):
    with pytest.raises(IntegrityError), transaction.atomic():
        LiaisonStation.objects.filter(pk=county.station.pk).update(**position)


# --- The pages --------------------------------------------------------------------------------------------
def test_a_deputys_page_shows_what_is_public_and_the_stations_telephone(client, county):
    county.station.phone = "0371-5550101"
    county.station.save()
    county.deputy.work_unit, county.deputy.occupation = "秘密单位", "秘密职业"
    county.deputy.work_unit_visibility = county.deputy.occupation_visibility = "hidden"
    county.deputy.save()
    page = page_of(client.get(reverse("deputy_page", args=[county.deputy.pk])))
    assert "0371-5550101" in page and county.constituency.name in page
    assert "秘密单位" not in page and "秘密职业" not in page and county.deputy.number not in page
    assert reverse("write_to_deputy", args=[county.deputy.pk]) in page


def test_the_congress_of_a_place_is_the_countys_before_the_townships(county):
    CongressFactory(level="township", division=county.township)
    assert finding.congress_for(county.village.code) == county.congress
    assert finding.congress_for() == county.congress
