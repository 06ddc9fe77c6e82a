"""Promises: what must be said, how they are followed after the case is closed, and who sees what."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any, ClassVar

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts import formats
from accounts.actors import Actor
from casework import outbox, services
from casework.access import commitments_visible_to
from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from casework.models import Assignment, Case, Commitment, Event
from casework.rules import clock, profile_by_key, urging_days
from casework.services import acting_as, check
from casework.services.promised_days import remind_of_promises
from casework.workflows import COMMITMENT
from tests import loops
from tests.factories import County
from tests.feedback.test_receipt_page import opened, page_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


class Letters:
    """A way out that keeps what it was given."""

    sent: ClassVar[list[tuple[str, str]]] = []

    def send(self, address: str, subject: str, body: str) -> None:
        self.sent.append((address, body))


DONE = "隔音墙已于本周建成,夜间噪声经监测已降到标准以内。"


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def letters(settings: Any) -> list[tuple[str, str]]:
    settings.PORTAL_NOTICE_BACKENDS = dict.fromkeys(
        ("email", "sms"), "tests.casework.test_commitments.Letters"
    )
    Letters.sent.clear()
    return Letters.sent


def in_days(n: int) -> date:
    return timezone.localdate() + timedelta(days=n)


def submit(county: County, case: Case, **said: Any) -> Any:
    share = loops.share_of(case, county.organ)
    return services.submit_reply(
        share, actor=Actor.of(county.handler), body=loops.REPLY, **{"category": "A", **said}
    )


# --- What a reply must say ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"category": "B"}, "promise"),
        ({"category": "B", "promise": "建隔音墙"}, "promised_for"),
        ({"category": "B", "promise": "  ", "promised_for": date(2099, 1, 1)}, "promise"),
        ({"category": "B", "promise": "建隔音墙", "promised_for": date(2020, 1, 1)}, "promised_for"),
        ({"category": "A", "promise": "建隔音墙", "promised_for": date(2099, 1, 1)}, "promise"),
        ({"category": "A", "promised_for": date(2099, 1, 1)}, "promise"),
        ({"promise": "建隔音墙"}, "promise"),
    ],
)
def test_a_class_that_promises_says_what_and_until_when_and_no_other_does(
    county: County, given: dict[str, Any], field: str
) -> None:
    case = loops.handling(county)
    with pytest.raises(Incomplete) as missing:
        submit(county, case, **given)
    assert missing.value.field == field
    assert Assignment.objects.get(case=case).status == "handling"


def test_the_page_refuses_what_the_service_refuses_and_keeps_what_was_written(county: County) -> None:
    case = loops.handling(county)
    share = loops.share_of(case, county.organ)
    url = reverse("share_step", args=[share.pk, "submit_reply"])
    answer = signed_in(county.handler).post(
        url, {"version": share.version, "body": loops.REPLY, "category": "B", "promise": "建隔音墙"}
    )
    assert answer.status_code == 400
    assert answer.context["form"].errors["promised_for"] and "建隔音墙" in answer.content.decode()


def test_a_draft_that_waited_past_the_promised_day_is_not_released(county: County) -> None:
    case = loops.handling(county)
    submit(county, case, category="B", promise="建隔音墙", promised_for=in_days(1))
    with time_machine.travel(timezone.now() + timedelta(days=2)), pytest.raises(StepRefused):
        services.release_reply(loops.share_of(case, county.organ), actor=Actor.of(county.head))
    assert Case.objects.get(pk=case.pk).status == "handling"


def test_a_returned_reply_leaves_nothing_in_the_ledger(county: County) -> None:
    case = loops.handling(county)
    submit(county, case, category="B", promise="建隔音墙", promised_for=in_days(30))
    services.release_reply(loops.share_of(case, county.organ), actor=Actor.of(county.head))
    services.return_replies(case, actor=Actor.of(county.officer), note="请写明由谁负责。")
    assert not Commitment.objects.exists()


def test_the_promise_names_its_organ_its_day_and_its_article(county: County) -> None:
    promise = loops.promised(county)
    assert (promise.organ, promise.category, promise.status) == (county.organ, "B", "open")
    assert promise.first_due_on == promise.due_on == in_days(30)
    assert "五十一" in promise.article


def test_a_promise_on_an_opinion_claims_no_article_on_suggestions_as_its_law(county: County) -> None:
    promise = loops.promised(county)
    Commitment.objects.update(article="《某省办法》第十八条")
    promise.refresh_from_db()
    assert promise.rule == "参照《某省办法》第十八条"
    shown = signed_in(county.handler).get(reverse("promise", args=[promise.pk])).content.decode()
    assert promise.rule in shown and "工作惯例" in shown


# --- Every step is decided ----------------------------------------------------------------------------------
@pytest.mark.parametrize("status", COMMITMENT.names)
def test_each_action_is_decided_for_each_role(county: County, status: str) -> None:
    promise = loops.promise_at(county, status)
    assert promise.status == status
    people = {role: Actor.of(user) for role, user in county.staff.items()}
    for actor in [*people.values(), Actor.citizen(promise.case_id), Actor.system]:
        roles = acting_as(actor, promise)
        for step in COMMITMENT.steps:
            if not roles & set(step.who):
                with pytest.raises(NotAllowed):
                    check(promise, step, roles)
            elif status not in step.sources:
                with pytest.raises(StepRefused):
                    check(promise, step, roles)
            else:
                check(promise, step, roles)
    stranger = County()
    for user in stranger.staff.values():
        assert acting_as(Actor.of(user), promise) == frozenset()
        assert not commitments_visible_to(user).exists()


def test_another_organ_has_no_part_in_the_promise(county: County) -> None:
    promise = loops.promised(county)
    assert acting_as(Actor.of(county.second_handler), promise) == frozenset()
    assert signed_in(county.second_handler).get(reverse("promise", args=[promise.pk])).status_code == 404


# --- The second answer --------------------------------------------------------------------------------------
def take(client: Client, promise: Commitment, action: str, **fields: Any) -> Any:
    promise.refresh_from_db()
    url = reverse("promise_step", args=[promise.pk, action])
    assert client.get(url).status_code == 200
    return client.post(url, {"version": promise.version, **fields})


def test_a_promise_is_kept_after_the_case_is_closed_and_the_citizen_reads_it(
    county: County, letters: list[tuple[str, str]]
) -> None:
    promise = loops.promised(county)
    handler, head, officer = (signed_in(who) for who in (county.handler, county.head, county.officer))
    assert Case.objects.get(pk=promise.case_id).closed_at
    assert promise in handler.get(reverse("organ_promises")).context["page"].rows
    assert take(handler, promise, "report_promise", became="confirm_kept", body=DONE).status_code == 302
    assert take(head, promise, "release_report").status_code == 302
    assert promise in officer.get(reverse("ledger"), {"standing": "review"}).context["page"].rows
    assert take(officer, promise, "confirm_kept", no_personal_data="on").status_code == 302
    promise.refresh_from_db()
    assert promise.status == "kept" and promise.closed_at
    told = Event.objects.get(commitment=promise, action="confirm_kept")
    assert told.is_public and told.note == DONE
    outbox.drain("feedback.notify")
    assert any(DONE in body and address == loops.PERSON.email for address, body in letters)


def test_the_receipt_shows_the_promise_its_date_and_every_second_answer(county: County) -> None:
    promise = loops.promised(county)

    def page() -> str:
        return page_of(opened(promise.case).get(reverse("receipt", args=[promise.case.number])))

    before = page()
    assert loops.PROMISE in before and formats.day(in_days(30)) in before and DONE not in before
    loops.reported(county, promise, "confirm_kept")
    assert DONE not in page()
    services.pass_on(promise, "confirm_kept", actor=Actor.of(county.officer))
    assert DONE in page()


def test_a_promise_can_be_carried_on_only_to_a_later_day_and_with_a_reason(county: County) -> None:
    promise = loops.promised(county)
    handler = Actor.of(county.handler)
    for day in (None, promise.due_on, in_days(-1)):
        with pytest.raises(Incomplete):
            services.report_promise(
                promise, actor=handler, outcome="carry_on", body="雨季无法施工。", new_due_on=day
            )
    with pytest.raises(Incomplete):
        services.report_promise(promise, actor=handler, outcome="carry_on", body=" ", new_due_on=in_days(90))
    loops.reported(county, promise, "carry_on", new_due_on=in_days(90))
    services.pass_on(promise, "carry_on", actor=Actor.of(county.officer))
    promise.refresh_from_db()
    assert (promise.status, promise.due_on, promise.carried) == ("open", in_days(90), 1)
    assert promise.first_due_on == in_days(30)


def test_the_office_passes_on_only_what_the_organ_reported(county: County) -> None:
    promise = loops.promised(county)
    loops.reported(county, promise, "confirm_not_kept")
    for action in ("confirm_kept", "carry_on"):
        with pytest.raises(StepRefused):
            services.pass_on(promise, action, actor=Actor.of(county.officer))
    page = signed_in(county.officer).get(reverse("promise", args=[promise.pk]))
    assert [step.action for step in page.context["steps"]] == ["return_report", "confirm_not_kept"]


def test_what_is_returned_comes_back_to_the_form_and_the_date_stays(county: County) -> None:
    promise = loops.promised(county)
    loops.reported(county, promise, "confirm_kept")
    services.return_report(promise, actor=Actor.of(county.officer), note="请附监测结果。")
    promise.refresh_from_db()
    assert (promise.status, promise.due_on) == ("open", in_days(30))
    form = signed_in(county.handler).get(reverse("promise_step", args=[promise.pk, "report_promise"]))
    assert form.context["form"].initial["body"] == DONE


def test_two_windows_do_not_give_two_second_answers(county: County) -> None:
    promise = loops.promised(county)
    other = Commitment.objects.select_related("case", "assignment").get(pk=promise.pk)
    loops.reported(county, promise, "confirm_kept", release=False)
    with pytest.raises(StepRefused):
        services.report_promise(
            Commitment.objects.get(pk=promise.pk),
            actor=Actor.of(county.handler),
            outcome="confirm_kept",
            body=DONE,
        )
    with pytest.raises(LostRace):
        services.report_promise(other, actor=Actor.of(county.handler), outcome="confirm_kept", body=DONE)


# --- Reminders ----------------------------------------------------------------------------------------------
def test_each_reminder_is_given_once_and_a_missed_one_is_made_up(county: County) -> None:
    promise = loops.promised(county)
    assert remind_of_promises() == 0
    assert remind_of_promises(promise.due_on - timedelta(days=1)) == 1
    assert remind_of_promises(promise.due_on - timedelta(days=1)) == 0
    assert remind_of_promises(promise.due_on) == 1
    assert remind_of_promises(promise.due_on + timedelta(days=9)) == 0
    steps = Event.objects.filter(commitment=promise).values_list("action", flat=True)
    assert list(steps) == ["remind_promise", "promise_due"]


def test_a_scheduler_that_stood_still_makes_up_both(county: County) -> None:
    promise = loops.promised(county)
    assert remind_of_promises(promise.due_on + timedelta(days=20)) == 2
    assert remind_of_promises(promise.due_on + timedelta(days=20)) == 0


def test_a_new_date_begins_its_reminders_anew_and_a_kept_promise_has_none(county: County) -> None:
    promise = loops.promised(county)
    assert remind_of_promises(promise.due_on) == 2
    promise.refresh_from_db()
    loops.reported(county, promise, "carry_on", new_due_on=in_days(60))
    services.pass_on(promise, "carry_on", actor=Actor.of(county.officer))
    assert remind_of_promises(in_days(31)) == 0
    assert remind_of_promises(in_days(60)) == 2
    kept = loops.promise_at(county, "kept")
    assert remind_of_promises(kept.due_on + timedelta(days=5)) == 0


def test_the_reminder_goes_to_the_organs_people(county: County, letters: list[tuple[str, str]]) -> None:
    promise = loops.promised(county)
    for who in (county.handler, county.officer):
        who.email = f"{who.username}@example.org"
        who.save(update_fields=["email"])
    outbox.drain("feedback.notify_staff")
    letters.clear()
    remind_of_promises(promise.due_on)
    outbox.drain("feedback.notify_staff")
    assert {address for address, _body in letters} == {county.handler.email}
    assert all(formats.day(promise.due_on) in body for _address, body in letters)


def test_the_office_is_reminded_once_of_a_second_answer_that_waits(
    county: County, letters: list[tuple[str, str]]
) -> None:
    promise = loops.promise_at(county, "released")
    county.officer.email = "officer@example.org"
    county.officer.save(update_fields=["email"])
    outbox.drain("feedback.notify_staff")
    letters.clear()
    due = clock(promise.case.profile, "opinion.review", timezone.localdate()).due
    assert remind_of_promises(due - timedelta(days=1)) == 0
    assert remind_of_promises(due + timedelta(days=40)) == 1
    assert remind_of_promises(due + timedelta(days=41)) == 0
    outbox.drain("feedback.notify_staff")
    assert {address for address, _body in letters} == {county.officer.email}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=6))
def test_however_the_scheduler_looks_each_reminder_comes_once_and_none_is_early(
    county: County, looks: list[int]
) -> None:
    promise = Commitment.objects.open().first() or loops.promised(county)
    Commitment.objects.filter(pk=promise.pk).update(due_on=promise.due_on + timedelta(days=1))  # a new date
    promise.refresh_from_db()
    first = urging_days(promise.case.profile, promise.due_on)["remind"]
    days = [timezone.localdate() + timedelta(days=n) for n in sorted(looks)]
    given_out = sum(remind_of_promises(day) for day in days)
    assert given_out == (days[-1] >= first) + (days[-1] >= promise.due_on)


# --- Lists and figures --------------------------------------------------------------------------------------
def test_the_organs_list_begins_with_what_is_late(county: County) -> None:
    soon = loops.promised(county, days=5)
    late = loops.promised(county, days=1)
    later = loops.promised(county, days=50)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        page = signed_in(county.handler).get(reverse("organ_promises")).context
    assert [one.pk for one in page["page"].rows] == [late.pk, soon.pk, later.pk]
    assert page["late"] == 1


def test_the_ledger_is_narrowed_by_organ_standing_and_lateness(county: County) -> None:
    kept, open_one = loops.promise_at(county, "kept"), loops.promised(county, days=1)
    officer = signed_in(county.officer)

    def found(**given: Any) -> set[int]:
        return {one.pk for one in officer.get(reverse("ledger"), given).context["page"].rows}

    assert found() == {open_one.pk}, "what is still owed, unless one asks for more"
    assert found(standing="") == {kept.pk, open_one.pk}
    assert found(standing="kept") == {kept.pk}
    assert found(organ=county.second_organ.pk) == set()
    assert found(late="on") == set()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert {
            one.pk
            for one in signed_in(county.officer).get(reverse("ledger"), {"late": "on"}).context["page"].rows
        } == {open_one.pk}


def test_the_figures_of_the_year_open_the_lists_they_count(county: County) -> None:
    loops.promise_at(county, "kept")
    loops.promise_at(county, "not_kept")
    loops.promised(county)
    committee = signed_in(county.committee)
    year = timezone.localdate().year
    expected = {"promised": 3, "promise_due": 1, "promise_late": 0, "promise_kept": 1, "promise_not_kept": 1}
    for name, count in expected.items():
        listed = committee.get(reverse("year_cases", args=[year, name]), follow=True)
        assert listed.context["behind"].number == count


def test_the_spreadsheet_of_the_year_holds_the_ledger(county: County) -> None:
    promise = loops.promised(county)
    made = signed_in(county.committee).get(
        reverse("year_xlsx", args=[timezone.localdate().year]), follow=True
    )
    rows = [
        row
        for sheet in load_workbook(BytesIO(made.content))
        for row in sheet.values
        if promise.case.number in row
    ]
    assert len(rows) == 1 and loops.PROMISE in rows[0]


def test_another_congress_is_in_no_ledger(county: County) -> None:
    loops.promised(county)
    stranger = County()
    assert not signed_in(stranger.officer).get(reverse("ledger")).context["page"].rows
    assert not signed_in(stranger.handler).get(reverse("organ_promises")).context["page"].rows


def test_a_result_category_is_shown_with_its_words(county: County) -> None:
    promise = loops.promised(county)
    desk = signed_in(county.officer)
    words = {one.code: str(one.label) for one in profile_by_key(promise.case.profile).result_classes.items}
    for url in (reverse("promise", args=[promise.pk]), reverse("case", args=[promise.case.number])):
        assert f"B · {words['B']}" in desk.get(url).content.decode()
