"""Who sees what of a deputy: by field, by reader; nobody is ever out of reach, and no home is ever shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from deputies import contact
from deputies.models import ContactChange, Deputy
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SECRETS = {"phone": "138-0000-1111", "email": "own@example.org", "address": "石桥村12号"}


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def county() -> County:
    found = County()
    for name, value in SECRETS.items():
        setattr(found.deputy, name, value)
    found.deputy.occupation, found.deputy.work_unit = "教师", "石桥小学"
    found.deputy.save()
    found.station.phone, found.station.address = "0371-5550101", "城关镇政务中心"
    found.station.save()
    return found


def page_of(county: County, client: Any) -> str:
    return str(client.get(reverse("deputy_page", args=[county.deputy.pk])).content.decode())


def values(county: County, **reader: bool) -> dict[str, str]:
    lines = contact.ways(county.deputy, contact.stations_of(county.deputy), **reader)
    return {line.field: line.value for line in [*contact.facts(county.deputy, **reader), *lines]}


# --- What is seen -----------------------------------------------------------------------------------------
def test_by_default_the_stations_telephone_and_address_stand_for_the_deputys_own(client, county):
    assert values(county) == {
        "occupation": "教师",
        "work_unit": "石桥小学",
        "phone": "0371-5550101",
        "address": "城关镇政务中心",
    }
    assert not [secret for secret in SECRETS.values() if secret in page_of(county, client)]


def test_a_relay_address_is_shown_only_where_a_relay_domain_is_set_up(county, settings):
    assert "email" not in values(county)
    settings.PORTAL_RELAY_DOMAIN = "relay.example.org"
    assert values(county)["email"] == f"deputy-{county.deputy.relay_token}@relay.example.org"


def test_a_new_relay_address_replaces_the_old_one(county, settings):
    settings.PORTAL_RELAY_DOMAIN = "relay.example.org"
    before = contact.relay_address(county.deputy)
    contact.renew_relay(county.deputy, by=county.officer)
    assert contact.relay_address(Deputy.objects.get(pk=county.deputy.pk)) not in ("", before)


@pytest.mark.parametrize("field", ["occupation", "work_unit", "phone", "email", "address"])
@pytest.mark.parametrize(
    ("visibility", "all_see", "voters_see"),
    [("public", True, True), ("voters", False, True), ("station", False, False), ("hidden", False, False)],
)
def test_each_field_is_seen_by_whom_the_deputy_allows(county, field, visibility, all_see, voters_see):
    contact.change(county.deputy, by=None, address_kind="work", **{f"{field}_visibility": visibility})
    own = getattr(county.deputy, field)
    assert (values(county).get(field) == own) is all_see
    assert (values(county, voter=True).get(field) == own) is voters_see


def test_without_a_station_the_liaison_office_answers(county):
    county.deputy.memberships.all().delete()
    county.congress.phone = "0371-5550000"
    county.congress.save()
    assert contact.ways(Deputy.objects.get(pk=county.deputy.pk), [])[0].value == "0371-5550000"


def test_a_closed_station_does_not_answer(county):
    county.station.is_open = False
    county.station.save()
    assert contact.stations_of(county.deputy) == []


# --- What is refused --------------------------------------------------------------------------------------
@pytest.mark.parametrize("visibility", ["public", "voters"])
def test_a_home_address_is_refused_with_a_sentence_and_by_the_database(county, visibility):
    with pytest.raises(ValidationError, match="home address"):
        contact.change(county.deputy, by=None, address_visibility=visibility)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.filter(pk=county.deputy.pk).update(address_visibility=visibility)
    assert Deputy.objects.get(pk=county.deputy.pk).address_visibility == "station"


def test_an_address_that_becomes_a_home_is_not_shown_any_longer(county):
    contact.change(county.deputy, by=None, address_kind="work", address_visibility="public")
    with pytest.raises(ValidationError):
        contact.change(county.deputy, by=None, address_kind="home")


def test_hiding_every_way_is_refused_with_a_sentence_and_by_the_database(county):
    hidden = {f"{name}_visibility": "hidden" for name in ("phone", "email", "address")}
    with pytest.raises(ValidationError, match="one way open"):
        contact.change(county.deputy, by=None, **hidden)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.filter(pk=county.deputy.pk).update(**hidden)


def test_a_way_that_leads_nowhere_does_not_count(county):
    """Mail through a relay that is not set up, while telephone and letters are hidden."""
    with pytest.raises(ValidationError, match="reach"):
        contact.change(county.deputy, by=None, phone_visibility="hidden", address_visibility="hidden")


def test_what_is_refused_leaves_neither_a_change_nor_a_row_of_the_log(county):
    with pytest.raises(ValidationError):
        contact.change(county.deputy, by=None, phone="1", address_visibility="public")
    assert Deputy.objects.get(pk=county.deputy.pk).phone == SECRETS["phone"]
    assert not ContactChange.objects.exists()


# --- The log ----------------------------------------------------------------------------------------------
def test_changes_are_logged_without_the_private_values(county):
    contact.change(county.deputy, by=county.officer, phone="139-2222-3333", phone_visibility="public")
    rows = {one.field: (one.before, one.after, one.by) for one in ContactChange.objects.all()}
    assert rows == {
        "phone": ("", "", county.officer),
        "phone_visibility": ("station", "public", county.officer),
    }


def test_what_stays_as_it_is_is_not_logged(county):
    assert contact.change(county.deputy, by=None, phone=SECRETS["phone"], phone_visibility="station") == []


# --- The page ---------------------------------------------------------------------------------------------
def filled(county: County, **changes: str) -> dict[str, str]:
    names = (*contact.WRITTEN, *contact.VISIBILITIES)
    return {name: getattr(county.deputy, name) for name in names} | changes


def test_a_deputy_opens_their_telephone_on_their_own_page(client, county):
    deputy = signed_in(county.deputy_user)
    url = reverse("deputy_contact", args=[county.deputy.pk])
    assert deputy.get(reverse("my_contact")).url == url
    assert deputy.post(url, filled(county, phone_visibility="public")).status_code == 302
    assert SECRETS["phone"] in page_of(county, client)
    assert "Telephone" in deputy.get(url, headers={"accept-language": "en"}).content.decode()


def test_the_office_does_it_for_a_deputy_and_the_log_says_who(county):
    officer = signed_in(county.officer)
    url = reverse("deputy_contact", args=[county.deputy.pk])
    officer.post(url, filled(county, work_unit_visibility="hidden"))
    assert ContactChange.objects.get().by == county.officer
    assert county.officer.display_name in officer.get(url).content.decode()


def test_what_cannot_be_is_said_above_the_form_and_changes_nothing(county):
    deputy = signed_in(county.deputy_user)
    url = reverse("deputy_contact", args=[county.deputy.pk])
    answer = deputy.post(url, filled(county, address_visibility="public"))
    assert answer.status_code == 400 and 'class="errors"' in answer.content.decode()
    assert Deputy.objects.get(pk=county.deputy.pk).address_visibility == "station"


def test_the_office_finds_a_deputy_in_its_list_by_pinyin_and_never_another_countys(county):
    other = County()
    for one, name in ((county, "李秀英"), (other, "李秀兰")):
        one.deputy.name, one.deputy.pinyin = name, "lixiu lx"
        one.deputy.save()
    page = signed_in(county.officer).get(reverse("people"), {"q": "lx"}).content.decode()
    assert "李秀英" in page and "李秀兰" not in page
