"""Colleagues see who else has a case open, and that it has changed, before anything is overwritten."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from accounts.actors import Actor
from casework import presence
from feedback import services
from tests import loops
from tests.factories import County, UserFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def county(english) -> County:
    return County()


@pytest.fixture
def officer(county):
    return signed_in(county.officer, **ENGLISH)


@pytest.fixture
def colleague(county):
    return signed_in(county.colleague, **ENGLISH)


def present(client, case, **query) -> str:
    response = client.get(reverse("case_present", args=[case.number]), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_second_reader_sees_the_first_when_the_page_is_made(county, officer, colleague):
    case = loops.submitted(county)
    officer.get(reverse("case", args=[case.number]))
    page = colleague.get(reverse("case", args=[case.number])).content.decode()
    assert f"{county.officer} has this case open too." in page


def test_beside_the_queue_too(county, officer, colleague):
    case = loops.submitted(county)
    officer.get(reverse("queue"), {"open": case.number})
    assert "has this case open too" in colleague.get(reverse("queue"), {"open": case.number}).content.decode()


def test_the_first_learns_of_the_second_within_seconds(county, officer, colleague):
    case = loops.submitted(county)
    officer.get(reverse("case", args=[case.number]))
    assert "open too" not in present(officer, case)
    colleague.get(reverse("case", args=[case.number]))
    assert f"{county.colleague} has this case open too." in present(officer, case)


def test_nobody_is_told_of_themselves_or_of_another_case(county, officer, colleague):
    colleague.get(reverse("case", args=[loops.submitted(county).number]))
    assert "open too" not in present(officer, loops.submitted(county))


def test_who_has_gone_is_forgotten(county):
    one, other = UserFactory(), UserFactory()
    with time_machine.travel("2026-12-01T09:00:00+08:00", tick=False) as clock:
        presence.arrive(7, one)
        clock.shift(presence.EVERY)
        assert presence.arrive(7, other) == [str(one)]
        clock.shift(60)
        assert presence.arrive(7, other) == []


def test_who_has_taken_a_step_has_gone_on(county, officer, colleague):
    case = loops.submitted(county)
    officer.get(reverse("case", args=[case.number]))
    given = {"version": case.version, "note": "seen"}
    officer.post(reverse("step", args=[case.number, "note"]), given)
    assert "open too" not in present(colleague, case)


def test_a_page_that_has_grown_old_says_so(county, officer):
    case = loops.submitted(county)
    seen = case.version
    assert "has changed" not in present(officer, case, version=seen)
    services.write_note(case, actor=Actor.of(county.colleague), note="x")
    assert "has changed" in present(officer, case, version=seen)


def test_a_case_of_another_county_is_not_found(county, officer):
    assert officer.get(reverse("case_present", args=[loops.submitted(County()).number])).status_code == 404


def test_asking_again_and_again_keeps_no_session_alive(settings):
    assert "case_present" in settings.SESSION_BACKGROUND_URLS
