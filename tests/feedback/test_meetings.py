"""A second dissatisfaction: where the rules ask for it, a meeting or an expert opinion comes before the end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Case, Event
from feedback import services
from feedback.models import Meeting
from tests import loops
from tests.factories import County
from tests.feedback.test_receipt_page import opened, page_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
OUTCOME = "承办单位当面说明了施工安排,反映人表示理解但对结果仍不满意。"


@pytest.fixture
def county() -> County:
    return County()


def held(case: Case, county: County, **changes: Any) -> Event:
    said: dict[str, Any] = {
        "kind": "meeting",
        "held_on": timezone.localdate(),
        "participants": "县生态环境局负责人、联络站站长、反映人",
        "outcome": OUTCOME,
    }
    return services.record_meeting(case, actor=Actor.of(county.officer), **{**said, **changes})


@pytest.mark.parametrize(
    ("rules", "status"),
    [
        ("demo", "closed_unsatisfied"),
        ("national", "closed_unsatisfied"),
        ("beijing", "closed_unsatisfied"),
        ("shanghai", "to_meet"),
        ("henan", "to_meet"),
    ],
)
def test_the_profile_decides_what_follows(county: County, rules: str, status: str) -> None:
    assert loops.to_meet(county, rules=rules).status == status


def test_it_has_an_owner_a_date_and_a_place_in_the_queue(county: County) -> None:
    case = loops.to_meet(county)
    case.refresh_from_db()
    assert case.owner and case.due_clock == "meeting" and case.due_on and case.due_on > timezone.localdate()
    page = signed_in(county.officer).get(reverse("queue"), {"group": "meeting"})
    assert case.number in {row.number for row in page.context["page"].rows}


def test_the_citizen_reads_what_was_done_and_then_it_is_closed(county: County) -> None:
    case = loops.to_meet(county)
    before = opened(case).get(reverse("receipt", args=[case.number]))
    assert "second time" in page_of(before)
    officer = signed_in(county.officer)
    url = reverse("step", args=[case.number, "record_meeting"])
    form = officer.get(url)
    assert form.context["form"].initial["kind"] == "meeting"
    sent = {
        "version": case.version,
        "kind": "meeting",
        "held_on": timezone.localdate().isoformat(),
        "participants": "县生态环境局负责人",
        "came_of_it": OUTCOME,
    }
    assert officer.post(url, {**sent, "participants": ""}).status_code == 400
    assert officer.post(url, sent).status_code == 302
    case.refresh_from_db()
    assert case.status == "closed_unsatisfied" and case.closed_at and case.due_on is None
    page = page_of(opened(case).get(reverse("receipt", args=[case.number])))
    assert OUTCOME in page and "县生态环境局负责人" in page


def test_the_rules_of_henan_ask_for_an_expert_opinion(county: County) -> None:
    case = loops.to_meet(county, rules="henan")
    form = signed_in(county.officer).get(reverse("step", args=[case.number, "record_meeting"]))
    assert form.context["form"].initial["kind"] == "expert"


@pytest.mark.parametrize("change", [{"participants": " "}, {"outcome": ""}, {"kind": "letter"}])
def test_nothing_is_left_out(county: County, change: dict[str, str]) -> None:
    case = loops.to_meet(county)
    with pytest.raises(Incomplete):
        held(case, county, **change)
    assert not Meeting.objects.exists() and Case.objects.get(pk=case.pk).status == "to_meet"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(min_value=-400, max_value=400))
def test_it_took_place_between_the_rating_and_today(county: County, days: int) -> None:
    case = Case.objects.filter(status="to_meet").first() or loops.to_meet(county)
    begun = timezone.localdate(case.status_since)
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        day = begun + timedelta(days=days)
        if begun <= day <= timezone.localdate():
            assert held(case, county, held_on=day).to_status == "closed_unsatisfied"
        else:
            with pytest.raises(Incomplete):
                held(case, county, held_on=day)


def test_only_the_office_records_it_and_only_once(county: County) -> None:
    case = loops.to_meet(county)
    for person in (county.handler, county.station_staff, county.deputy_user, county.committee):
        with pytest.raises(NotAllowed):
            services.record_meeting(
                case,
                actor=Actor.of(person),
                kind="meeting",
                held_on=date.today(),
                participants="甲",
                outcome="乙",
            )
    held(case, county)
    with pytest.raises(StepRefused):
        held(case, county)


def test_time_alone_does_not_close_it(county: County) -> None:
    case = loops.to_meet(county)
    assert services.close_due(timezone.localdate() + timedelta(days=400)) == 0
    assert Case.objects.get(pk=case.pk).status == "to_meet"
