"""More time for an answer: once, never beyond what the rule allows, and the date still explains itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.actors import Actor
from accounts.formats import bare_day
from casework import clocks, services
from casework.errors import Incomplete
from casework.models import CalendarDay, CalendarYear, Case, ExtensionRequest
from casework.rules import loading, store
from casework.services import recount_provisional
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def county(english: object) -> County:
    return County()


@pytest.fixture
def case(county: County) -> Case:
    return loops.handling(county)


def longest(case: Case) -> date:
    return clocks.explain_extension(case).due


def ask(case: Case, county: County, until: date | None = None) -> ExtensionRequest:
    share = loops.share_of(case, county.organ)
    return services.ask_extension(share, actor=Actor.of(county.handler), reason="Survey needed.", until=until)


def grant(request: ExtensionRequest, county: County, until: date | None = None) -> Case:
    services.decide_extension(
        request, actor=Actor.of(county.officer), granted=True, note="Agreed.", until=until
    )
    return Case.objects.get(pk=request.assignment.case_id)


def test_the_last_day_that_the_rule_allows_is_given_and_the_day_after_it_is_refused(case, county):
    last = longest(case)
    with pytest.raises(Incomplete) as refused:
        ask(case, county, last + DAY)
    assert refused.value.field == "until"
    assert clocks.explain_extension(case).article in str(refused.value)
    assert not ExtensionRequest.objects.exists()
    request = ask(case, county, last)
    with pytest.raises(Incomplete):
        grant(request, county, last + DAY)
    assert grant(request, county).due_on == last


def test_a_day_that_is_no_later_is_no_more_time(case, county):
    with pytest.raises(Incomplete):
        ask(case, county, case.answer_due_on)
    ask(case, county, case.answer_due_on + DAY)


def test_the_office_may_agree_on_less_and_the_date_says_so(case, county):
    last, wanted = longest(case), longest(case) - 3 * DAY
    granted = grant(ask(case, county), county, wanted)
    assert (granted.due_on, granted.answer_due_on, granted.due_provisional) == (wanted, wanted, False)
    assert granted.assignments.get().due_on == wanted
    why = clocks.explain(granted)
    assert (why.due, why.end.date) == (wanted, last)
    assert f"agreed until {bare_day(wanted)}" in why.sentence()


def test_what_the_organ_asked_for_is_what_the_office_finds_filled_in(case, county):
    wanted = longest(case) - 3 * DAY
    ask(case, county, wanted)
    officer = signed_in(county.officer, headers={"accept-language": "en"})
    url = reverse("step", args=[case.number, "grant_extension"])
    assert f'value="{wanted.isoformat()}"' in officer.get(url).content.decode()
    version = Case.objects.get(pk=case.pk).version
    later = (wanted + 9 * DAY).isoformat()
    refused = officer.post(url, {"version": version, "note": "Survey.", "until": later})
    assert refused.status_code == 400
    assert later in refused.content.decode(), "what was typed is still there"
    assert officer.post(url, {"version": version, "note": "Survey.", "until": wanted}).status_code == 302
    assert Case.objects.get(pk=case.pk).due_on == wanted


def test_an_organ_that_asks_for_too_much_is_told_in_the_form_and_asks_again(case, county):
    handler = signed_in(county.handler, headers={"accept-language": "en"})
    url = reverse("step", args=[case.number, "ask_extension"])
    too_late = (longest(case) + DAY).isoformat()
    given = {"version": case.version, "note": "Survey."}
    refused = handler.post(url, given | {"until": too_late})
    assert refused.status_code == 400
    assert 'href="#id_until"' in refused.content.decode()
    assert handler.post(url, given | {"until": longest(case)}).status_code == 302


def test_an_agreed_day_stays_when_the_days_off_are_announced(county):
    loading.load_calendar()
    CalendarYear.objects.filter(year__gt=2026).delete()
    CalendarDay.objects.filter(date__year__gt=2026).delete()
    store.forget()
    with time_machine.travel(datetime(2026, 12, 28, 2, tzinfo=UTC), tick=False):
        case = loops.handling(county)
        wanted = longest(case) - 3 * DAY
        granted = grant(ask(case, county, wanted), county)
    assert not granted.due_provisional
    CalendarYear.objects.create(year=2027, published_at=date(2026, 12, 29), source="notice")
    CalendarDay.objects.create(date=date(2027, 1, 4), is_workday=False, name="New Year", source="notice")
    store.forget()
    recount_provisional()
    assert Case.objects.get(pk=case.pk).due_on == wanted
