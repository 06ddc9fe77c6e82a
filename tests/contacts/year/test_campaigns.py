"""Campaigns open and end by their days alone, and two of the same name never run at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from casework.errors import Incomplete, StepRefused
from contacts.models import Campaign, ContactNotice, Phase, phase_on
from contacts.year import campaigns
from contacts.year.following import follow, rung
from tests.contacts.year import works
from tests.factories import County
from tests.signing_in import signed_in

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.fixture
def county() -> County:
    return County()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, DAYS, DAYS)
def test_a_day_lies_before_in_or_after_a_campaign(first: date, second: date, day: date) -> None:
    starts_on, ends_on = sorted((first, second))
    phase = phase_on(starts_on, ends_on, day)
    assert (phase == Phase.RUNNING) == (starts_on <= day <= ends_on)
    assert (phase == Phase.COMING) == (day < starts_on)
    assert phase_on(starts_on, ends_on, starts_on) == phase_on(starts_on, ends_on, ends_on) == Phase.RUNNING


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, st.integers(0, 400))
def test_reminders_of_a_day_come_ahead_on_it_and_each_week_after(due_on: date, ahead: int) -> None:
    """Every rung is reached once, in its order, and stands until the next one comes."""
    marks = [rung(due_on, due_on + timedelta(days=offset)) for offset in range(-10, ahead)]
    said = list(dict.fromkeys(mark for mark in marks if mark))
    weeks = [f"after{week}" for week in range(1, max(0, ahead - 1) // 7 + 1)]
    assert said == ["ahead", "due", *weeks][: len(said)]
    assert all(not mark for mark in marks[:7])
    assert [mark for mark, before in zip(marks[1:], marks, strict=False) if mark != before and mark] == said


@pytest.mark.django_db
def test_it_opens_and_ends_without_anybody_clicking(county: County) -> None:
    today = timezone.localdate()
    found = works.announced(county, starts_on=today + timedelta(days=3), ends_on=today + timedelta(days=5))
    seen = []
    for later in range(8):
        with time_machine.travel(timezone.now() + timedelta(days=later)):
            page = Client().get(reverse("public_plans")).content.decode()
            assert (found.name in page) == (found in Campaign.objects.running())
            seen.append(found.phase)
            assert Client().get(reverse("public_campaign", args=[found.pk])).status_code == 200
    assert seen == [Phase.COMING] * 3 + [Phase.RUNNING] * 3 + [Phase.OVER] * 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"name": "代表 进社区"}, "name"),
    ],
)
def test_bad_input_is_refused_at_its_field(county: County, changes: dict[str, Any], field: str) -> None:
    works.campaign(county)
    with pytest.raises(Incomplete) as refused:
        works.campaign(county, **{"name": "另一个活动", **changes})
    assert refused.value.field == field
    assert Campaign.objects.count() == 1


@pytest.mark.django_db
def test_the_same_name_may_come_back_on_other_days_or_elsewhere(county: County) -> None:
    first = works.campaign(county)
    after = first.ends_on + timedelta(days=1)
    works.campaign(county, starts_on=after, ends_on=after)
    works.campaign(County())
    with pytest.raises(Incomplete):
        works.campaign(county, starts_on=first.ends_on, ends_on=after)
    campaigns.cancel(first, actor=Actor.of(county.officer), note="不办了")
    works.campaign(county, starts_on=first.starts_on, ends_on=first.starts_on)


@pytest.mark.django_db
def test_the_form_says_what_is_wrong_and_the_same_form_is_one(county: County) -> None:
    client = signed_in(county.officer)
    url = reverse("campaign_new")
    given = {
        "key": "1" * 32,
        "name": "护河",
        "aim": "听取意见",
        "starts_on": "2026-05-02",
        "ends_on": "2026-05-01",
    }
    refused = client.post(url, given)
    assert refused.status_code == 400
    assert 'href="#id_ends_on"' in refused.content.decode()
    good = {**given, "ends_on": "2026-05-02"}
    assert client.post(url, good).url == client.post(url, good).url  # type: ignore[attr-defined]
    assert Campaign.objects.count() == 1


@pytest.mark.django_db
def test_it_is_summed_up_after_its_last_day_and_the_office_is_reminded_of_it_once(county: County) -> None:
    county.officer.email = "officer@example.org"
    county.officer.save()
    found = works.announced(county)
    officer = Actor.of(county.officer)
    with pytest.raises(StepRefused):
        campaigns.sum_up(found, actor=officer, summary="三百件")
    assert follow() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert (follow(), follow()) == (1, 0)
        assert ContactNotice.objects.filter(event__campaign=found, user=county.officer).count() == 1
        found.refresh_from_db()
        campaigns.sum_up(found, actor=officer, summary="听取意见三百件")
        page = Client().get(reverse("public_campaign", args=[found.pk])).content.decode()
        assert "听取意见三百件" in page
        assert follow() == 0


@pytest.mark.django_db
def test_one_that_has_begun_keeps_its_first_day(county: County) -> None:
    found = works.announced(county)
    earlier = works.campaign_draft(county, starts_on=found.starts_on - timedelta(days=3))
    with pytest.raises(Incomplete) as refused:
        campaigns.change(found, earlier, actor=Actor.of(county.officer))
    assert refused.value.field == "starts_on"
    longer = works.campaign_draft(county, ends_on=found.ends_on + timedelta(days=9))
    campaigns.change(found, longer, actor=Actor.of(county.officer))
    assert found.ends_on == longer.ends_on


@pytest.mark.django_db
def test_a_draft_and_a_cancelled_one_are_nobodys(county: County) -> None:
    found = works.campaign(county)
    url = reverse("public_campaign", args=[found.pk])
    assert Client().get(url).status_code == 404
    campaigns.announce(found, actor=Actor.of(county.officer))
    campaigns.cancel(found, actor=Actor.of(county.officer), note="改期")
    assert Client().get(url).status_code == 404
