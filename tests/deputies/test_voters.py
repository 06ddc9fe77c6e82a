"""Voters see what is meant for them, with a code from the station, in their own constituency alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from deputies import voters
from deputies.models import Deputy, Mandate, VoterCode
from tests.factories import ConstituencyFactory, County, DeputyFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
OWN = "138-0000-1111"


@pytest.fixture
def county() -> County:
    found = County()
    Deputy.objects.filter(pk=found.deputy.pk).update(phone=OWN, phone_visibility="voters")
    return found


def page(client: Any, deputy: Any) -> str:
    return str(client.get(reverse("short_deputy", args=[deputy.short_code])).content.decode())


def enter(client: Any, county: County, code: str) -> Any:
    return client.post(f"{reverse('voter_code')}?deputy={county.deputy.short_code}", {"code": code})


def test_a_voter_with_a_code_sees_the_number_and_nobody_else_does(client, county):
    code = voters.issue(county.constituency, by=county.officer)
    assert OWN not in page(client, county.deputy)
    answer = enter(client, county, f" {code[:4].upper()}-{code[4:]} ")
    assert answer.url == reverse("short_deputy", args=[county.deputy.short_code])
    assert OWN in page(client, county.deputy)
    client.cookies.clear()
    assert OWN not in page(client, county.deputy)


def test_a_code_opens_its_own_constituency_alone(client, county):
    other = DeputyFactory(congress=county.congress, phone="139-9999-0000", phone_visibility="voters")
    Mandate.objects.create(
        deputy=other,
        term=county.term,
        constituency=ConstituencyFactory(congress=county.congress),
        starts_on=county.term.starts_on,
    )
    enter(client, county, voters.issue(county.constituency, by=None))
    assert OWN in page(client, county.deputy) and "139-9999-0000" not in page(client, other)


@pytest.mark.parametrize("code", ["", "wrong", "x" * 20, "\x00"])
def test_a_wrong_code_opens_nothing_and_says_what_to_do(client, county, code):
    answer = enter(client, county, code)
    assert answer.status_code == 400 and not answer.cookies.get(voters.COOKIE)


def test_a_code_that_is_too_old_opens_nothing(client, county):
    code = voters.issue(county.constituency, by=None)
    VoterCode.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert enter(client, county, code).status_code == 400


def test_guessing_has_to_wait(client, county):
    codes = [enter(client, county, f"guess{n}").status_code for n in range(14)]
    assert codes[0] == 400 and codes[-1] == 429


def test_a_cookie_that_somebody_wrote_opens_nothing(client, county):
    client.cookies[voters.COOKIE] = str(county.constituency.pk)
    assert OWN not in page(client, county.deputy)


def test_the_station_hands_out_a_code_that_works_and_keeps_no_copy(client, county):
    staff = signed_in(county.station_staff)
    asked = {"constituency": county.constituency.pk, "checked": "on"}
    shown = staff.post(reverse("hand_out_code"), asked).content.decode()
    code = re.search(r'class="code">(\w{8})<', shown)[1]  # type: ignore[index]
    assert (
        code not in str(VoterCode.objects.values())
        and VoterCode.objects.get().issued_by == county.station_staff
    )
    assert enter(client, county, code).status_code == 302


def test_no_code_without_a_look_at_the_list_nor_for_another_county(county):
    staff = signed_in(county.station_staff)
    url = reverse("hand_out_code")
    assert staff.post(url, {"constituency": county.constituency.pk}).status_code == 400
    other = County()
    assert staff.post(url, {"constituency": other.constituency.pk, "checked": "on"}).status_code == 400
    assert not VoterCode.objects.exists()
