"""Dates of suggestions against the texts of Shandong and Shanghai, and of Shandong's townships."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.actors import Actor
from casework import clocks, rules
from casework import services as casework
from casework.errors import StepRefused
from casework.models import Case, ExtensionRequest
from casework.services import Part
from deputies.models import Session
from suggestions import services
from suggestions.models import Publication, Receiver, Suggestion
from tests import loops
from tests.factories import County
from tests.suggestions import ways

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")


def on(month: int, day: int, year: int = 2026, hour: int = 10) -> time_machine.travel:
    return time_machine.travel(datetime(year, month, day, hour, tzinfo=ZONE), tick=False)


def county_of(rules: str, level: str = "county") -> County:
    county = County()
    county.congress.rule_profile, county.congress.level = rules, level
    county.congress.save()
    Session.objects.create(term=county.term, number=5, starts_on=date(2026, 1, 20), ends_on=date(2026, 1, 23))
    return county


def handed_in(county: County) -> Case:
    return services.hand_in(ways.draft(county), actor=ways.lead(county))


def assigned(county: County, case: Case, **more: object) -> Case:
    services.accept(case, actor=ways.office(county))
    casework.assign(case, [Part(county.organ)], actor=ways.office(county), **more)  # type: ignore[arg-type]
    return case


# --- Shandong: article by article ----------------------------------------------------------------------------
def test_shandong_assigns_within_five_days_out_of_session() -> None:
    county = county_of("shandong")
    with on(3, 2):
        case = handed_in(county)
    assert (case.due_clock, case.due_on) == ("assign", date(2026, 3, 9)), "the fifth day is a Saturday"
    assert Suggestion.objects.get(case=case).receiver == Receiver.WORK_BODY


def test_shandong_assigns_what_a_session_receives_during_it() -> None:
    county = county_of("shandong")
    with on(1, 21):
        case = handed_in(county)
    assert (case.due_clock, case.due_on) == ("assign_in_session", date(2026, 1, 23)), "the closing day"
    assert Suggestion.objects.get(case=case).receiver == Receiver.SECRETARIAT


def test_shandong_answers_in_three_months_and_at_most_six_with_consent() -> None:
    county = county_of("shandong")
    with on(3, 2):
        case = assigned(county, handed_in(county))
    assert case.due_on == date(2026, 6, 2)
    with on(5, 20):
        share = ways.live_share(case)
        casework.sign(share, actor=Actor.of(county.handler))
        casework.ask_extension(share, actor=Actor.of(county.handler), reason="涉及三个乡镇。")
        request = ExtensionRequest.objects.get()
        request.assignment.case = case
        casework.decide_extension(request, actor=ways.office(county), granted=True, note="同意。")
    assert (case.due_clock, case.due_on) == ("reply_extended", date(2026, 9, 2)), "from the assignment"
    why = clocks.explain(case)
    assert why is not None and "第十九条" in why.article


def test_the_longer_time_is_asked_for_once() -> None:
    county = county_of("shandong")
    with on(3, 2):
        case = assigned(county, handed_in(county), is_wide=True)
        assert case.due_on == date(2026, 9, 2)
        share = ways.live_share(case)
        casework.sign(share, actor=Actor.of(county.handler))
        with pytest.raises(StepRefused):
            casework.ask_extension(share, actor=Actor.of(county.handler), reason="还需时间。")


def test_shandong_answers_again_a_month_after_the_dissatisfaction() -> None:
    county = county_of("shandong")
    with on(3, 2):
        case = assigned(county, handed_in(county))
    with on(4, 1):
        ways.answered(county, case)
        services.rate(case, actor=ways.lead(county), attitude=2, result=1, reason="没有时间表。")
    assert (case.status, case.due_on) == ("appraised", date(2026, 5, 6)), "1 May and its days off are over"
    with on(4, 8):
        casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    assert (case.due_clock, case.due_on) == ("rework", date(2026, 5, 6)), "not from the new assignment"


def test_an_organ_that_is_named_after_the_second_date_has_its_month_and_is_urged_for_it() -> None:
    county = county_of("shandong")
    with on(3, 2):
        case = assigned(county, handed_in(county))
    with on(4, 1):
        ways.answered(county, case)
        services.rate(case, actor=ways.lead(county), attitude=2, result=1, reason="没有时间表。")
        casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    with on(5, 20):
        casework.recall(case, actor=ways.office(county), note="改派。")
        casework.assign(case, [Part(county.second_organ)], actor=ways.office(county))
    share = ways.live_share(case)
    assert (case.due_on, share.due_on) == (date(2026, 6, 22), date(2026, 6, 22)), "19 to 21 June are days off"
    casework.urge_due(date(2026, 7, 10))
    share.refresh_from_db()
    assert share.urged > 1


def test_in_henan_the_longer_time_needs_no_consent_and_the_deputy_reads_why() -> None:
    county = county_of("henan")
    with on(3, 2):
        case = assigned(county, handed_in(county))
    with on(5, 20):
        share = ways.live_share(case)
        casework.sign(share, actor=Actor.of(county.handler))
        casework.ask_extension(share, actor=Actor.of(county.handler), reason="涉及面广。")
    case.refresh_from_db()
    assert (case.due_clock, case.due_on) == ("reply_extended", date(2026, 9, 2))
    assert case.events.get(action="grant_extension").note == "涉及面广。"


# --- Shanghai ---------------------------------------------------------------------------------------------
def test_shanghai_assigns_within_seven_working_days() -> None:
    county = county_of("shanghai")
    with on(3, 2):
        case = handed_in(county)
    assert case.due_on == date(2026, 3, 11)


def test_shanghai_objects_within_seven_working_days() -> None:
    county = county_of("shanghai")
    with on(3, 2):
        case = assigned(county, handed_in(county))
    share = ways.live_share(case)
    with on(3, 12), pytest.raises(StepRefused, match="第十四条"):
        casework.object_to(share, actor=Actor.of(county.handler), reason="不属于本局。")
    with on(3, 11):
        casework.object_to(share, actor=Actor.of(county.handler), reason="不属于本局。")
    assert case.status == "objected" and case.due_clock == "reassign"


def test_shanghai_counts_the_second_month_from_the_second_assignment() -> None:
    county = county_of("shanghai")
    with on(3, 2):
        case = assigned(county, handed_in(county))
    with on(4, 1):
        ways.answered(county, case)
        services.rate(case, actor=ways.lead(county), attitude=2, result=1, reason="没有时间表。")
    with on(4, 8):
        casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    assert case.due_on == date(2026, 5, 8)


def test_an_assisting_organ_of_shanghai_has_a_month() -> None:
    county = county_of("shanghai")
    with on(3, 2):
        case = handed_in(county)
        services.accept(case, actor=ways.office(county))
        parts = [Part(county.organ), Part(county.second_organ, "assist")]
        casework.assign(case, parts, actor=ways.office(county))
    assert case.assignments.get(role="assist").due_on == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("profile", "clock", "start", "due", "article"),
    [
        ("shandong", "assign", date(2026, 3, 2), date(2026, 3, 9), "第十条"),
        ("shandong", "assign", date(2026, 3, 3), date(2026, 3, 9), "第十条"),  # the fifth day is a Sunday
        ("shandong", "objection", date(2026, 3, 2), date(2026, 3, 9), "第十二条"),
        ("shandong", "assist_opinion", date(2026, 3, 31), date(2026, 4, 30), "第二十一条"),
        ("shandong", "reply", date(2026, 1, 31), date(2026, 4, 30), "第十九条"),
        (
            "shandong",
            "reply_extended",
            date(2026, 4, 1),
            date(2026, 10, 8),
            "第十九条",
        ),  # 1 to 7 October are days off
        ("shandong", "rework", date(2026, 4, 1), date(2026, 5, 6), "第二十四条"),  # 1 to 5 May are days off
        ("shanghai", "assign", date(2026, 3, 2), date(2026, 3, 11), "第十一条"),
        ("shanghai", "assign", date(2026, 2, 9), date(2026, 2, 25), "第十一条"),  # 14 February is worked
        ("shanghai", "objection", date(2026, 3, 2), date(2026, 3, 11), "第十四条"),
        (
            "shanghai",
            "assist_opinion",
            date(2026, 1, 31),
            date(2026, 2, 28),
            "第十七条",
        ),  # 28 February is worked
        ("shanghai", "reply", date(2026, 3, 2), date(2026, 6, 2), "第十九条"),
        ("shanghai", "reply_extended", date(2026, 3, 2), date(2026, 9, 2), "第十九条"),
        ("shanghai", "rework", date(2026, 4, 8), date(2026, 5, 8), "第二十一条"),
    ],
)
def test_each_clock_of_shandong_and_shanghai_ends_as_its_article_says(
    profile: str, clock: str, start: date, due: date, article: str
) -> None:
    found = rules.clock(profile, f"suggestion.{clock}", start)
    assert (found.due, article in found.article) == (due, True), found.article


# --- Townships, and what follows the answer -----------------------------------------------------------------
def test_a_township_of_shandong_answers_in_two_months_from_the_close_of_its_session() -> None:
    county = county_of("shandong-township", "township")
    with on(1, 21):
        case = assigned(county, handed_in(county))
    assert case.due_on == date(2026, 3, 23), "two months after 23 January"
    assert Suggestion.objects.get(case=case).receiver == Receiver.PRESIDIUM
    with on(3, 2):
        later = assigned(county, handed_in(county))
    assert later.due_on == date(2026, 5, 6), "out of session from the assignment, 2 May being a day off"
    with on(3, 2):
        wide = assigned(county, handed_in(county), is_wide=True)
    assert wide.due_on == date(2026, 7, 2)


def test_silence_concludes_without_a_rating_when_its_time_is_over() -> None:
    county = county_of("national")
    with on(3, 2):
        case = assigned(county, handed_in(county))
    with on(4, 1):
        ways.answered(county, case)
    due = case.due_on
    assert due is not None and case.due_clock == "rating"
    assert services.conclude_due(due) == 0, "the last day is the deputy's"
    assert services.conclude_due(due + timedelta(days=1)) == 1
    case.refresh_from_db()
    assert (case.status, case.result) == ("concluded", None)
    assert not Suggestion.objects.get(case=case).gradings.exists(), "silence is no rating"


def test_it_is_to_be_public_twenty_working_days_after_the_answer() -> None:
    county = county_of("national")
    with on(3, 2):
        case = assigned(county, handed_in(county))
    with on(6, 1):
        ways.answered(county, case)
        ways.news()
    assert Publication.objects.get(suggestion__case=case).due_on == date(2026, 6, 30), "19 June is a day off"


def test_serial_numbers_begin_anew_with_each_session() -> None:
    county = county_of("national")
    with on(3, 2):
        numbers = [assigned(county, handed_in(county)).serial for _ in range(3)]
    assert numbers == [1, 2, 3]
    Session.objects.create(term=county.term, number=6, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2))
    with on(9, 1):
        assert assigned(county, handed_in(county)).serial == 1


def test_the_organ_is_to_hear_the_deputy_within_the_profiles_days() -> None:
    county = county_of("national")
    with on(3, 2):
        case = assigned(county, handed_in(county))
        share = loops.share_of(case, county.organ)
    assert clocks.planned(case, "first_contact", share.assigned_at.date()).due_on == date(2026, 3, 30)
