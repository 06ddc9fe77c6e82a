"""Contacts that are written down: heard and conveyed, by the office and by the deputy, and what they come to."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Case, Channel
from contacts import figures, services
from contacts.models import ContactRecord
from feedback.services import give_to_deputy, register
from tests import loops
from tests.contacts import days
from tests.factories import County
from tests.loops import BODY
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def test_a_visit_entered_by_the_office_reaches_its_deputy_at_once(county: County) -> None:
    record = services.note(days.heard(county), actor=Actor.of(county.officer))
    assert record.case is not None
    assert (record.case.status, record.case.deputy) == ("with_deputy", county.deputy)
    assert (record.said, record.conveyed_on) == ("", timezone.localdate())


def test_a_visit_entered_by_the_deputy_is_screened_by_the_office_and_comes_back(county: County) -> None:
    record = services.note(days.heard(county), actor=Actor.of(county.deputy_user))
    case = record.case
    assert case is not None
    assert case.status == "submitted"
    assert case.opinion.chosen_deputy == county.deputy
    assert case.events.get(action="submit").acting_as == "deputy"
    register(case, actor=Actor.of(county.officer))
    give_to_deputy(case, actor=Actor.of(county.officer), deputy=county.deputy)
    assert case.status == "with_deputy"


def test_what_is_kept_for_later_is_conveyed_once(county: County) -> None:
    deputy = Actor.of(county.deputy_user)
    record = services.note(days.heard(county, convey=False), actor=deputy)
    assert (record.said, record.case) == (BODY, None)
    assert list(ContactRecord.objects.not_conveyed()) == [record]
    case = services.convey(record, actor=deputy)
    assert case.opinion.body == BODY
    with pytest.raises(StepRefused):
        services.convey(ContactRecord.objects.get(), actor=deputy)
    assert Case.objects.count() == 1


def test_what_is_not_conveyed_says_why(county: County) -> None:
    deputy = Actor.of(county.deputy_user)
    record = services.note(days.heard(county, convey=False), actor=deputy)
    with pytest.raises(Incomplete):
        services.keep(record, actor=deputy, why=" ")
    services.keep(record, actor=deputy, why="已当场解释。")
    assert not ContactRecord.objects.not_conveyed().exists()
    with pytest.raises(StepRefused):
        services.convey(record, actor=deputy)


def test_nobody_records_a_contact_for_somebody_elses_deputy(county: County) -> None:
    other = days.another_deputy(county)
    for user in (county.deputy_user, county.handler, county.committee):
        with pytest.raises(NotAllowed):
            services.note(days.heard(county, deputy=other), actor=Actor.of(user))


def test_a_contact_in_the_future_or_with_a_deputy_out_of_office_is_refused(county: County) -> None:
    officer = Actor.of(county.officer)
    with pytest.raises(Incomplete) as early:
        services.note(days.heard(county, heard_on=timezone.localdate() + timedelta(days=1)), actor=officer)
    assert early.value.field == "heard_on"
    county.deputy.mandates.update(status="ended")
    with pytest.raises(Incomplete) as gone:
        services.note(days.heard(county), actor=officer)
    assert gone.value.field == "deputy"


def test_the_database_refuses_what_was_conveyed_before_it_was_heard(county: County) -> None:
    record = services.note(days.heard(county), actor=Actor.of(county.officer))
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactRecord.objects.filter(pk=record.pk).update(heard_on=date(2999, 1, 1))


def test_the_figures_of_a_deputy_count_days_once_and_tell_heard_from_conveyed(county: County) -> None:
    officer, today = Actor.of(county.officer), timezone.localdate()
    occasion = days.held(county)
    for _matter in range(2):
        services.hear(occasion, days.heard(county), actor=officer)
    services.note(days.heard(county, convey=False, people=3), actor=Actor.of(county.deputy_user))
    services.note(days.heard(county, said="", people=4, helped="陪同办事"), actor=officer)
    found = figures.contacts_of(county.deputy, today, today)
    assert (found.days, found.others, found.contacts) == (1, 2, 3)
    assert (found.heard, found.conveyed, found.waiting) == (3, 2, 1)
    assert (found.people, found.helps, found.given, found.latest) == (9, 1, 2, today)
    assert found.by_channel == {"visit": 4}
    before = figures.contacts_of(county.deputy, today - timedelta(days=9), today - timedelta(days=1))
    assert before == figures.Contacts()


def test_the_figures_of_many_cost_no_more_queries(county: County, django_assert_num_queries: object) -> None:
    keys = [county.deputy.pk, *(days.another_deputy(county).pk for _n in range(3))]
    today = timezone.localdate()
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(figures.contacts_of_all(keys, today, today)) == 4


def test_deputies_without_contact_are_named(county: County) -> None:
    other = days.another_deputy(county)
    services.note(days.heard(county), actor=Actor.of(county.officer))
    today = timezone.localdate()
    few = figures.without_contact(county.congress, today, today)
    assert [deputy for deputy, _found in few] == [other]


# --- Channels ---------------------------------------------------------------------------------------------
def test_a_channel_that_an_operator_adds_is_a_door_like_any_other(county: County) -> None:
    operator = signed_in(county.operator)
    row = {
        "name": "微信群",
        "name_en": "Chat group",
        "code": "chat",
        "at_desk": "on",
        "is_active": "on",
        "position": "9",
    }
    operator.post(reverse("admin:casework_channel_add"), row)
    client = signed_in(county.officer)
    assert reverse("contact_enter", args=["chat"]) in client.get(reverse("contact_records")).content.decode()
    typed = {
        "key": str(uuid4()),
        "body": BODY,
        "received_on": str(timezone.localdate()),
        "deputy": county.deputy.pk,
    }
    client.post(reverse("contact_enter", args=["chat"]), typed)
    case = Case.objects.get()
    assert (case.channel.code, case.status) == ("chat", "with_deputy")
    page = client.get(reverse("contact_figures")).content.decode()
    assert "微信群" in page
    today = timezone.localdate()
    row_of = {one.channel.code: one for one in figures.by_channel([county.congress.pk], today, today)}
    assert (row_of["chat"].opinions, row_of["chat"].conveyed) == (1, 1)


def test_a_channel_that_is_not_entered_by_staff_has_no_form(county: County) -> None:
    Channel.objects.filter(code="web").update(at_desk=False)
    assert signed_in(county.officer).get(reverse("contact_enter", args=["web"])).status_code == 404


# --- Pages ------------------------------------------------------------------------------------------------
def typed(county: County, **changes: str) -> dict[str, str]:
    today = str(timezone.localdate())
    given = {"key": str(uuid4()), "body": BODY, "received_on": today, "deputy": str(county.deputy.pk)}
    return {**given, "name": "王秀兰", "phone": "13900000000", **changes}


def test_a_call_is_entered_on_the_line_and_its_receipt_is_shown(county: County) -> None:
    client = signed_in(county.officer)
    answer = client.post(reverse("contact_enter", args=["phone"]), typed(county, call_back="on"), follow=True)
    case = Case.objects.get()
    assert (case.channel.code, case.status) == ("phone", "with_deputy")
    assert case.number in answer.content.decode()


def test_a_letter_has_a_scan_or_a_place_where_the_paper_is(county: County) -> None:
    client = signed_in(county.officer)
    url = reverse("contact_enter", args=["letter"])
    refused = client.post(url, typed(county))
    assert refused.status_code == 400
    assert "id_kept_at" in refused.content.decode()
    client.post(url, typed(county, kept_at="来信柜第三格"))
    assert "来信柜第三格" in Case.objects.get().opinion.body


def test_a_call_for_no_deputy_in_particular_is_an_opinion_for_the_office(county: County) -> None:
    client = signed_in(county.officer)
    client.post(reverse("contact_enter", args=["phone"]), typed(county, deputy=""))
    assert Case.objects.get().status == "submitted"
    assert not ContactRecord.objects.exists()


def test_a_deputy_writes_a_visit_down_on_the_phone_and_passes_it_on_later(county: County) -> None:
    client = signed_in(county.deputy_user)
    given = {
        "key": str(uuid4()),
        "channel": str(county.visit.pk),
        "heard_on": str(timezone.localdate()),
        "said": BODY,
        "convey": "later",
        "people": "3",
        "whom": "北头三户",
    }
    client.post(reverse("my_visit"), given)
    record = ContactRecord.objects.get()
    page = client.get(reverse("my_contacts")).content.decode()
    assert reverse("contact_record", args=[record.pk]) in page
    assert client.get(reverse("contact_record", args=[record.pk])).status_code == 200
    client.post(reverse("contact_record", args=[record.pk]), {"step": "convey"})
    record.refresh_from_db()
    assert record.case is not None
    shown = client.get(reverse("contact_record", args=[record.pk])).content.decode()
    assert reverse("case", args=[record.case.number]) not in shown  # the office has not given it yet


def test_help_is_recorded_by_itself(county: County) -> None:
    client = signed_in(county.deputy_user)
    given = {"key": str(uuid4()), "done_on": str(timezone.localdate()), "what": "陪老人办理医保"}
    for _turn in range(2):
        client.post(reverse("my_help"), given)
    assert county.deputy.service_records.get().what == "陪老人办理医保"


def test_a_record_of_a_neighbour_is_not_there(county: County) -> None:
    record = services.note(days.heard(county), actor=Actor.of(county.officer))
    stranger = County()
    for user in (stranger.officer, stranger.deputy_user, county.handler):
        assert signed_in(user).get(reverse("contact_record", args=[record.pk])).status_code == 404


def test_an_opinion_from_the_web_does_not_count_as_a_contact_but_stands_beside(county: County) -> None:
    loops.with_deputy(county)
    today = timezone.localdate()
    found = figures.contacts_of(county.deputy, today, today)
    assert (found.contacts, found.given) == (0, 1)
