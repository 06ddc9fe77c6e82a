"""The time for an answer stands still: only where the rules allow it, once, and the date moves by those days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from accounts.actors import Actor
from casework import clocks, services
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import CalendarDay, CalendarYear, Case, Effect, Event, Urging
from casework.rules import loading, store
from casework.rules.checker import check_text
from casework.rules.days import Calendar, Due, Unit, put_off, workdays_between
from casework.services import Part
from feedback import notices
from feedback.expiry import anonymise
from feedback.models import Opinion
from tests import loops
from tests.casework.test_case_page import labels
from tests.factories import County
from tests.feedback.test_receipt_page import opened
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
WHY = "等待鉴定结论。"
BY_DAYS = """
[clock.opinion.reply]
period = { n = 30, unit = "day" }
starts_from = { zh = "交办", en = "assignment" }
article = "《中止县意见办理规则》第七条"
basis = "practice"
"""


@pytest.fixture
def county(english: object) -> County:
    loading.load_calendar()
    store.forget()
    return County()


@pytest.fixture
def calendar(county: County) -> Calendar:
    return store.current_calendar()


def at(day: str) -> time_machine.travel:
    year, month, number = map(int, day.split("-"))
    return time_machine.travel(datetime(year, month, number, 2, tzinfo=UTC), tick=False)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def suspend(case: Case, county: County, until: date | None = None) -> Case:
    services.suspend(fresh(case), actor=Actor.of(county.officer), note=WHY, until=until)
    return fresh(case)


def resume(case: Case, county: County) -> Case:
    services.resume_clock(fresh(case), actor=Actor.of(county.officer))
    return fresh(case)


def begun(county: County, day: str, more: str = "", parts: list[Part] | None = None) -> Case:
    """Assigned and signed for on ``day``, under rules that let the time stand still."""
    with at(day):
        loops.may_stand_still(county, more=more)
        case = loops.assigned(county, parts)
        services.sign(loops.share_of(case, county.organ), actor=Actor.of(county.handler))
    return fresh(case)


def owed_by(event: Event) -> list[str]:
    return list(Effect.objects.filter(event=event).values_list("name", flat=True))


def step_page(person: Any, case: Case, action: str) -> Any:
    return signed_in(person, headers={"accept-language": "en"}).get(
        reverse("step", args=[case.number, action])
    )


# --- Only where the profile says so ---------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["national", "beijing", "shanghai", "zhejiang", "henan", "shandong", "demo"])
def test_no_shipped_profile_lets_a_time_stand_still(name: str, county: County) -> None:
    assert store.profile_for(name, date(2026, 3, 2)).switch("suspend_clock") is False


def test_where_the_rules_say_no_the_step_is_refused_with_a_sentence_and_not_offered(county: County) -> None:
    case = loops.handling(county)
    with pytest.raises(StepRefused, match="do not let the time"):
        suspend(case, county)
    assert fresh(case).version == case.version
    client = signed_in(county.officer, headers={"accept-language": "en"})
    assert "suspend" not in labels(client.get(reverse("case", args=[case.number])))
    refused = step_page(county.officer, case, "suspend")
    assert refused.status_code == 409 and "do not let the time" in unescape(refused.content.decode())


def test_a_profile_may_allow_it(county: County) -> None:
    (demo,) = [document for document in loading.files.shipped() if document.name == "demo"]
    body = {"value": True, "article": "《演示县办法》第一条", "basis": "practice"}
    assert check_text("demo.toml", {**demo.data, "switch": {"suspend_clock": body}}) == []


def test_only_the_office_lets_it_stand_still_and_go_on(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        for person in (county.handler, county.head, county.station_staff, county.deputy_user):
            with pytest.raises(NotAllowed):
                services.suspend(fresh(case), actor=Actor.of(person), note=WHY)
        suspend(case, county)
        with pytest.raises(NotAllowed):
            services.resume_clock(fresh(case), actor=Actor.of(county.head))


def test_a_reason_is_needed_and_a_day_within_what_the_rules_allow(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        with pytest.raises(Incomplete):
            services.suspend(fresh(case), actor=Actor.of(county.officer), note="")
        for until in (date(2026, 3, 5), date(2026, 4, 8)):
            with pytest.raises(Incomplete) as refused:
                suspend(case, county, until)
            assert refused.value.field == "until"
        assert suspend(case, county, date(2026, 4, 7)).due_on == date(2026, 4, 7), "30 days end on Qingming"


# --- While it stands still ------------------------------------------------------------------------------------
def test_it_keeps_its_status_its_owner_and_a_next_date_that_says_why(county: County) -> None:
    case = begun(county, "2026-03-02")
    owed = case.due_on
    with at("2026-03-05"):
        still = suspend(case, county, date(2026, 3, 20))
        assert (still.status, still.owner, still.due_on) == ("handling", case.owner, date(2026, 3, 20))
        assert (still.due_clock, still.answer_due_on) == ("suspended", owed)
        share = still.assignments.get()
        assert (share.due_on, share.stood_due_on) == (date(2026, 3, 20), owed)
        for why in (clocks.explain(still), clocks.explain(loops.share_of(still, county.organ))):
            assert why is not None
            assert why.due == date(2026, 3, 20)
            said = why.sentence()
            assert (
                "reason: 等待鉴定结论; " in said
                and "agreed until 20 Mar 2026" in said
                and "own default" in said
            )


def test_nobody_is_urged_meanwhile_neither_by_the_ladder_nor_by_hand(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        suspend(case, county)
        assert services.urge_due(date(2026, 12, 31)) == 0 and not Urging.objects.exists()
        with pytest.raises(StepRefused, match="stands still"):
            services.urge(fresh(case), actor=Actor.of(county.officer))
        resume(case, county)
        assert services.urge_due(date(2026, 12, 31)) > 0


def test_nor_is_the_office_where_the_decision_is_its_own(county: County) -> None:
    """One separate organ has answered, the other objects: nobody but the office is in turn."""
    parts = [Part(county.organ, "separate"), Part(county.second_organ, "separate")]
    case = begun(county, "2026-03-02", parts=parts)
    with at("2026-03-03"):
        share = loops.share_of(fresh(case), county.organ)
        services.submit_reply(share, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
        services.release_reply(loops.share_of(fresh(case), county.organ), actor=Actor.of(county.head))
        other = loops.share_of(fresh(case), county.second_organ)
        services.object_to(other, actor=Actor.of(county.second_handler), reason="不属本单位。")
        answered = fresh(case).assignments.get(organ=county.organ).due_on
        suspend(case, county)
        assert services.urge_due(date(2026, 12, 31)) == 0
        assert fresh(case).assignments.get(organ=county.organ).due_on == answered


def test_it_is_done_once_and_never_to_a_time_that_is_over(county: County) -> None:
    case, late = begun(county, "2026-03-02"), begun(county, "2026-03-02")
    with at("2026-03-05"):
        suspend(case, county)
    with at("2026-03-09"):
        resume(case, county)
        with pytest.raises(StepRefused, match="once"):
            suspend(case, county)
        with pytest.raises(StepRefused, match="does not stand still"):
            resume(case, county)
    with at("2026-12-07"), pytest.raises(StepRefused, match="late already"):
        suspend(late, county)


def test_the_database_keeps_no_case_that_stands_still_since_no_day(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"), pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(due_clock="suspended")


def test_the_organs_list_and_the_case_page_say_that_it_stands_still(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        suspend(case, county, date(2026, 3, 20))
        organ = signed_in(county.handler, headers={"accept-language": "en"})
        for address in (reverse("organ_list"), reverse("case", args=[case.number])):
            assert "time stands still" in organ.get(address).content.decode()


def test_the_citizen_reads_it_on_the_receipt_and_is_told_at_both_steps(
    county: County,
) -> None:
    case = begun(county, "2026-03-02")
    for day, take in (("2026-03-05", suspend), ("2026-03-12", resume)):
        with at(day):
            take(case, county)
            event = case.events.latest("pk")
            assert {"feedback.notify", "feedback.notify_staff"} <= set(owed_by(event))
            with override("zh-hans"):
                _subject, body, _short = notices.texts(event, Opinion.objects.get(pk=case.pk))
            assert (WHY in body, "答复期限已中止" in body) == (take is suspend, take is suspend)
            assert ("答复期限已恢复计算" in body) == (take is resume)
            page = unescape(opened(case).get(reverse("receipt", args=[case.number])).content.decode())
            assert WHY in page
            assert ("on this day at the latest it goes on" in page) == (take is suspend)
            assert ("stood still from 5 Mar 2026 to 12 Mar 2026" in page) == (take is resume)


# --- It goes on -----------------------------------------------------------------------------------------------
def test_working_days_move_by_the_working_days_that_it_stood_still(county: County) -> None:
    """From Thursday the 2nd of April over Qingming (4 to 6) to Thursday the 9th: four working days."""
    case = begun(county, "2026-03-24")
    before = case.due_on
    assert before is not None
    with at("2026-04-02"):
        suspend(case, county)
    with at("2026-04-09"):
        gone = resume(case, county)
    stood = store.current_calendar()
    moved = put_off(Due(before, None), Unit.WORKDAY, date(2026, 4, 2), date(2026, 4, 9), stood).date
    assert gone.due_on == gone.answer_due_on == gone.assignments.get().due_on == moved
    assert workdays(before, moved) == 4
    why = clocks.explain(gone)
    assert why is not None and why.due == moved
    assert "stood still from 2 Apr 2026 to 9 Apr 2026, 4 working days" in why.sentence()
    assert "reason: 等待鉴定结论" in why.sentence()
    share = clocks.explain(loops.share_of(gone, county.organ))
    assert share is not None and share.due == moved


def workdays(first: date, last: date) -> int:
    return workdays_between(first, last, store.current_calendar())


def test_calendar_days_move_by_calendar_days_and_never_end_on_a_day_off(county: County) -> None:
    """Thirty days from the 27th of August end on Saturday the 26th of September; with a week more after the holiday."""
    case = begun(county, "2026-08-27", BY_DAYS)
    before = case.due_on
    assert before is not None
    with at("2026-09-07"):
        suspend(case, county)
    with at("2026-09-14"):
        gone = resume(case, county)
    assert (before, gone.due_on) == (date(2026, 9, 28), date(2026, 10, 8))
    why = clocks.explain(gone)
    assert why is not None and why.due == gone.due_on and "to 14 Sep 2026, 7 days" in why.sentence()


def test_a_date_that_would_fall_into_a_holiday_comes_after_it(calendar: Calendar) -> None:
    stood = date(2026, 9, 7), date(2026, 9, 14)
    moved = put_off(Due(date(2026, 9, 25), 2027), Unit.DAY, *stood, calendar)
    assert moved.date == date(2026, 10, 8), "the second of October is off until the seventh"
    assert moved.awaits == 2027, "a provisional date stays provisional"
    assert next(str(day) for day, _why in moved.skipped) == "2026-10-02"


def test_a_time_that_stood_still_over_days_off_alone_is_no_shorter(calendar: Calendar) -> None:
    friday, sunday = date(2026, 3, 6), date(2026, 3, 8)
    assert put_off(Due(friday, None), Unit.WORKDAY, friday, sunday, calendar).date == date(2026, 3, 9)
    assert put_off(Due(date(2026, 3, 20), None), Unit.WORKDAY, friday, sunday, calendar).date == date(
        2026, 3, 20
    )


def test_it_goes_on_by_itself_on_the_last_day_once_and_not_before(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        suspend(case, county, date(2026, 3, 20))
    with at("2026-03-19"):
        assert services.resume_over() == 0
    with at("2026-03-20"):
        assert (services.resume_over(), services.resume_over()) == (1, 0)
        gone = fresh(case)
    assert (gone.stood_to, gone.due_clock) == (date(2026, 3, 20), "reply")
    assert gone.events.last().actor_kind == "system"


def test_a_scheduler_that_stood_still_over_the_last_day_adds_none_and_makes_nobody_late(
    county: County,
) -> None:
    case, twin = begun(county, "2026-03-02"), begun(county, "2026-03-02")
    with at("2026-03-05"):
        suspend(case, county, date(2026, 3, 20))
        suspend(twin, county, date(2026, 3, 20))
    with at("2026-03-20"):
        resume(twin, county)
    with at("2026-03-30"):
        assert services.resume_over() == 1
    gone = fresh(case)
    assert (gone.due_on, gone.stood_to) == (fresh(twin).due_on, date(2026, 3, 20))
    assert not gone.was_late


# --- With other steps -----------------------------------------------------------------------------------------
def extend(case: Case, county: County, until: date | None = None) -> Case:
    share = loops.share_of(fresh(case), county.organ)
    asked = services.ask_extension(
        share, actor=Actor.of(county.handler), reason="Survey needed.", until=until
    )
    services.decide_extension(asked, actor=Actor.of(county.officer), granted=True, note="Agreed.")
    return fresh(case)


@pytest.mark.parametrize("until", [None, date(2026, 3, 30)])
def test_more_time_that_was_given_before_moves_too(county: County, until: date | None) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-04"):
        before = extend(case, county, until).due_on
    with at("2026-03-05"):
        suspend(case, county)
    with at("2026-03-12"):
        gone = resume(case, county)
        assert before is not None and gone.due_on is not None
        assert workdays(before, gone.due_on) == 5
        assert gone.due_clock == "extension"
        why = clocks.explain(gone)
        assert why is not None and why.due == gone.due_on
        assert "stood still from 5 Mar 2026" in why.sentence()


def test_more_time_that_is_given_afterwards_counts_from_the_moved_date(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        suspend(case, county)
        with pytest.raises(StepRefused, match="stands still"):
            extend(case, county)
    with at("2026-03-12"):
        moved = resume(case, county).due_on
        given = extend(case, county)
    assert given.due_from == moved
    why = clocks.explain(given)
    assert why is not None and why.due == given.due_on and "stood still" not in why.sentence()


def test_whoever_goes_on_with_the_matter_lets_the_time_go_on(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        suspend(case, county)
    with at("2026-03-12"):
        share = loops.share_of(fresh(case), county.organ)
        services.submit_reply(share, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
        services.release_reply(loops.share_of(fresh(case), county.organ), actor=Actor.of(county.head))
    replied = fresh(case)
    assert (replied.status, replied.stood_to) == ("replied", date(2026, 3, 12))
    assert list(replied.events.filter(action="resume_clock").values_list("actor_kind", flat=True)) == [
        "system"
    ]


@pytest.mark.parametrize("take", ["object", "recall", "add_organ", "release"])
def test_no_step_leaves_a_date_behind_that_stands_still(county: County, take: str) -> None:
    case = begun(county, "2026-03-02")
    officer = Actor.of(county.officer)
    if take == "release":
        with at("2026-03-03"):
            share = loops.share_of(fresh(case), county.organ)
            services.submit_reply(share, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    with at("2026-03-04"):
        suspend(case, county)
    with at("2026-03-05"):
        now = fresh(case)
        share = loops.share_of(now, county.organ)
        if take == "object":
            services.object_to(share, actor=Actor.of(county.handler), reason="不属本单位。")
        elif take == "recall":
            services.recall(now, actor=officer, note="另行交办。")
        elif take == "add_organ":
            services.add_organ(now, county.second_organ, actor=officer)
        else:
            services.release_reply(share, actor=Actor.of(county.head))
    gone = fresh(case)
    assert gone.stood_to == date(2026, 3, 5) and not gone.stands_still
    assert not gone.assignments.filter(stood_due_on__isnull=False).exists()
    assert all(share.due_on != date(2026, 4, 3) for share in gone.assignments.all())


def test_assisting_organs_stand_still_too_and_their_date_explains_itself(county: County) -> None:
    parts = [Part(county.organ), Part(county.second_organ, "assist")]
    case = begun(county, "2026-03-02", parts=parts)
    before = case.assignments.get(organ=county.second_organ).due_on
    with at("2026-03-03"):
        suspend(case, county)
        assert set(fresh(case).assignments.values_list("due_on", flat=True)) == {fresh(case).due_on}
    with at("2026-03-10"):
        gone = resume(case, county)
        share = loops.share_of(gone, county.second_organ)
        assert workdays(before, share.due_on) == 5
        why = clocks.explain(share)
        assert why is not None and why.due == share.due_on and "stood still" in why.sentence()


def test_cases_that_are_handled_together_stand_still_together_without_the_words(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-03"):
        follower = loops.joined(county, leading=fresh(case))
    with at("2026-03-05"):
        still = suspend(case, county)
        follower = fresh(follower)
        assert (follower.due_clock, follower.due_on) == ("suspended", still.due_on)
    with at("2026-03-12"):
        assert services.resume_over(date(2026, 3, 12)) == 0
        gone = resume(case, county)
        follower = fresh(follower)
        assert (follower.due_clock, follower.due_on) == ("reply", gone.due_on)
        why = clocks.explain(follower)
        assert why is not None and "stood still from" in why.sentence() and "鉴定" not in why.sentence()


def test_a_provisional_date_stays_provisional_and_is_counted_anew_with_what_stood_still(
    county: County,
) -> None:
    year, days = CalendarYear.objects.filter(year__gt=2026), CalendarDay.objects.filter(date__year__gt=2026)
    year.delete()
    days.delete()
    store.forget()
    case = begun(county, "2026-12-14")
    assert case.due_provisional
    with at("2026-12-16"):
        suspend(case, county)
        assert services.recount_provisional() == 0
    with at("2026-12-23"):
        gone = resume(case, county)
        assert gone.due_provisional and gone.answer_provisional
        for coming in (2026, 2027):
            CalendarYear.objects.get_or_create(year=coming)
        store.forget()
        services.recount_provisional()
        firm = fresh(case)
        why = clocks.explain(firm)
    assert not firm.due_provisional
    assert why is not None and why.due == firm.due_on == firm.assignments.get().due_on
    assert "stood still" in why.sentence()


def test_new_rules_wait_until_the_time_goes_on(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        suspend(case, county)
        county.congress.rule_profile = "shandong"
        county.congress.save()
        with pytest.raises(StepRefused, match="stands still"):
            services.apply_rules(fresh(case), actor=Actor.of(county.officer), note="新规定。")
    with at("2026-03-12"):
        resume(case, county)
        services.apply_rules(fresh(case), actor=Actor.of(county.officer), note="新规定。")
        ruled = fresh(case)
        why = clocks.explain(ruled)
    assert why is not None and why.due == ruled.due_on and "stood still" in why.sentence()


def test_the_reason_tells_of_nobody_once_the_identity_has_ended(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        services.suspend(
            fresh(case), actor=Actor.of(county.officer), note=f"等待{loops.PERSON.name}补充材料。"
        )
    anonymise(case.pk)
    assert "补充材料" in fresh(case).stood_why and str(loops.PERSON.name) not in fresh(case).stood_why


def test_an_organs_step_that_lets_the_time_go_on_is_not_undone(county: County, settings: Any) -> None:
    """The citizen is told that the time goes on: that is the portal's step, and nobody takes it back."""
    settings.UNDO_SECONDS = 10
    case = loops.standing_still(county)
    share, handler = loops.share_of(case, county.organ), Actor.of(county.handler)
    offer = services.undoable(
        share, "object", lambda: services.object_to(share, actor=handler, reason="不属本单位。"),
        actor=handler, session=services.session_mark("one"),
    )  # fmt: skip
    assert offer is None and fresh(case).status == "objected"


def test_what_was_taken_back_is_undone_with_the_time_that_went_on(county: County, settings: Any) -> None:
    settings.UNDO_SECONDS = 10
    case, officer, session = (
        loops.standing_still(county),
        Actor.of(county.officer),
        services.session_mark("one"),
    )
    before = fresh(case)
    offer = services.undoable(
        case, "recall", lambda: services.recall(case, actor=officer, note="另行交办。"),
        actor=officer, session=session,
    )  # fmt: skip
    assert offer is not None and not fresh(case).stands_still
    services.undo(case, offer.first_id, actor=officer, session=session)
    after = fresh(case)
    assert (after.due_clock, after.due_on, after.stood_to) == ("suspended", before.due_on, None)
    assert after.assignments.get().stands_still


def test_the_form_says_what_will_happen_and_does_it(county: County) -> None:
    case = begun(county, "2026-03-02")
    with at("2026-03-05"):
        client = signed_in(county.officer, headers={"accept-language": "en"})
        url = reverse("step", args=[case.number, "suspend"])
        page = unescape(client.get(url).content.decode())
        assert 'value="2026-04-07"' in page and "nobody is urged" in page
        sent = {"version": case.version, "note": WHY, "until": "2026-05-30"}
        assert client.post(url, sent).status_code == 400
        assert client.post(url, sent | {"until": "2026-03-20"}).status_code == 302
        url = reverse("step", args=[case.number, "resume_clock"])
        assert "when the time goes on today" in client.get(url).content.decode()
        assert client.post(url, {"version": fresh(case).version}).status_code == 302
    assert fresh(case).due_on == case.due_on
