"""The talk with the deputy and publication have days of their own: each is reminded of once, and urged once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.actors import Actor
from casework import services as casework
from casework.models import Case, Event
from feedback.notices import _waiting
from suggestions import services
from suggestions.board import VIEWS
from suggestions.models import Publication
from suggestions.services.reminding import remind
from tests.factories import County
from tests.suggestions import ways

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SPEAK_BY = date(2026, 3, 30)  # 20 working days


def steps(case: Case) -> list[str]:
    of_days = ("remind_contact", "urge_contact", "remind_publication", "urge_publication")
    return list(
        Event.objects.filter(case=case, action__in=of_days).order_by("pk").values_list("action", flat=True)
    )


def test_an_organ_that_has_not_spoken_with_the_deputy_is_reminded_and_urged_once_each() -> None:
    county = County()
    with time_machine.travel(THEN, tick=False):
        case = ways.handling(county)
    for days in range(60):
        remind(THEN.date() + timedelta(days=days))
    assert steps(case) == ["remind_contact", "urge_contact"]
    event = Event.objects.filter(case=case, action="urge_contact").get()
    assert {user.pk for user in _waiting(event)} == {county.handler.pk, county.head.pk}, (
        "the organ's people hear it"
    )
    assert remind(SPEAK_BY + timedelta(days=90)) == 0


def test_the_reminder_comes_before_the_day_and_the_urging_after_it() -> None:
    county = County()
    with time_machine.travel(THEN, tick=False):
        case = ways.handling(county)
    assert remind(THEN.date() + timedelta(days=7)) == 0
    assert remind(SPEAK_BY - timedelta(days=1)) == 1 and steps(case) == ["remind_contact"]
    assert remind(SPEAK_BY) == 1 and steps(case)[-1] == "urge_contact", (
        "by the ladder of the rules, on the day itself"
    )


def test_whoever_has_spoken_is_left_alone() -> None:
    county = County()
    with time_machine.travel(THEN, tick=False):
        case = ways.handling(county)
        ways.spoken(county, ways.live_share(case))
    assert remind(SPEAK_BY + timedelta(days=60)) == 0


def test_publication_that_nobody_decides_is_reminded_of_and_urged_and_not_while_it_is_handled_again() -> None:
    county = County()
    with time_machine.travel(THEN, tick=False):
        case = ways.delivered(county)
        ways.news()
    due_on = Publication.objects.get().due_on
    assert due_on is not None
    assert remind(due_on - timedelta(days=1)) == 1 and remind(due_on + timedelta(days=30)) == 1
    assert steps(case) == ["remind_publication", "urge_publication"]
    again = County()
    with time_machine.travel(THEN, tick=False):
        other = ways.appraised(again)
        ways.news()
        casework.assign(other, [casework.Part(again.organ)], actor=ways.office(again))
        ways.spoken(again, ways.live_share(other))
    assert remind(due_on + timedelta(days=30)) == 0
    with time_machine.travel(THEN + timedelta(days=90), tick=False):
        assert set(VIEWS["publish"][1](Case.objects.suggestions())) == {case}


def test_a_decision_ends_the_reminders() -> None:
    county = County()
    with time_machine.travel(THEN, tick=False):
        case = ways.delivered(county)
        ways.news()
        copy = services.first_copy(case)
        services.propose(case, actor=ways.office(county), decision="whole", copy=copy)
        services.confirm(case, actor=Actor.of(county.colleague))
    assert remind(timezone.localdate() + timedelta(days=400)) == 0
