"""The dates of motions against the text: Shanghai Provisions on Deputies' Motions, in force from 1 March 2015."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.actors import Actor
from casework import rules
from casework.models import Case
from deputies.models import Session
from suggestions.motion_face import organ_days
from suggestions.services import motions as services
from tests.factories import County
from tests.motions import ways

CLOSE = date(2026, 1, 23)  # a Friday
ZONE = ZoneInfo("Asia/Shanghai")


def on(month: int, day: int, hour: int = 10) -> time_machine.travel:
    return time_machine.travel(datetime(2026, month, day, hour, tzinfo=ZONE), tick=False)


@pytest.mark.parametrize(
    ("clock", "start", "due", "article"),
    [
        ("pass_on", date(2026, 4, 1), date(2026, 4, 16), "第十条"),
        ("pass_on", date(2026, 3, 20), date(2026, 4, 7), "第十条"),  # 4 April to the 6th are days off
        ("opinion", date(2026, 4, 1), date(2026, 5, 6), "第十条"),  # 1 May to the 5th are days off
        ("opinion", date(2026, 3, 30), date(2026, 4, 29), "第十条"),
        ("deliberation", CLOSE, date(2026, 4, 23), "第十五条"),
        ("deliberation", date(2026, 1, 31), date(2026, 4, 30), "第十五条"),  # there is no 31 April
        ("ask_organ", CLOSE, date(2026, 2, 9), "第十七条"),  # 7 February is a Saturday
        ("organ_opinion", CLOSE, date(2026, 2, 24), "第十七条"),  # 15 to 23 February are days off
        ("handling", date(2026, 4, 28), date(2026, 7, 28), "第二十条"),
        ("redo", date(2026, 8, 31), date(2026, 9, 30), "第二十一条"),
        ("redo", date(2026, 9, 3), date(2026, 10, 8), "第二十一条"),  # 1 to 7 October are days off
    ],
)
@pytest.mark.django_db
def test_each_clock_of_shanghai_ends_as_its_article_says(
    clock: str, start: date, due: date, article: str
) -> None:
    found = rules.clock("shanghai", f"motion.{clock}", start)
    assert found.due == due
    assert article in found.article and "代表议案的规定" in found.article


@pytest.mark.django_db
def test_a_motion_in_shanghai_lives_by_the_dates_of_the_text() -> None:
    """From the session to the second report of the organ, each date as it is reached."""
    county = County()
    county.congress.rule_profile, county.congress.level = "shanghai", "province"
    county.congress.save()
    term = county.term
    Session.objects.create(term=term, number=5, starts_on=date(2026, 1, 20), ends_on=CLOSE)
    with on(1, 21):
        motion, _others = ways.signed(county)
        case = services.hand_in_motion(motion, actor=ways.lead(county))
        services.pass_check(case, actor=ways.office(county))
        services.leave_off(case, actor=ways.office(county), committee=ways.COMMITTEE)
    assert (case.due_clock, case.due_on) == ("deliberation", date(2026, 4, 23)), "from the close, article 15"
    days = [owed.due_on for _label, owed in organ_days(case)]
    assert days == [date(2026, 2, 9), date(2026, 2, 24)], "article 17"
    with on(4, 20):
        services.decide(case, "report_motion", actor=ways.office(county), note=ways.NOTE)
    with on(4, 28):
        services.give_to_organ(case, actor=ways.office(county), organ=county.organ)
    assert (case.due_clock, case.due_on) == ("handling", date(2026, 7, 28)), "article 20"
    with on(7, 28):
        services.report_handling(case, actor=Actor.of(county.head), note="方案已定。")
    with on(9, 3):
        services.decide(case, "redo", actor=ways.office(county), note="时限不明。")
    assert (case.due_clock, case.due_on) == ("redo", date(2026, 10, 8)), "article 21"


@pytest.mark.django_db
def test_reconsideration_in_shanghai_is_asked_for_four_hours_before_the_last_meeting() -> None:
    county = County()
    county.congress.rule_profile = "shanghai"
    county.congress.save()
    session = Session.objects.create(
        term=county.term, number=5, starts_on=date(2026, 1, 20), ends_on=CLOSE,
        last_presidium=datetime(2026, 1, 23, 15, tzinfo=ZONE),
    )  # fmt: skip
    with on(1, 21):
        motion, others = ways.signed(county)
        case = services.hand_in_motion(motion, actor=ways.lead(county))
        services.pass_check(case, actor=ways.office(county))
        services.decide(case, "no_motion", actor=ways.office(county), note=ways.NOTE)
        for user in others:
            services.second_request(case, actor=Actor.of(user))
    assert case.session == session and services.ask_until(case) == datetime(2026, 1, 23, 11, tzinfo=ZONE)
    with on(1, 23, hour=12):
        assert "11:00" in services.why_not_again(case)
    with on(1, 23, hour=11):
        assert services.why_not_again(case) == ""


@pytest.mark.django_db
def test_shanghai_asks_for_ten_and_for_four_hours() -> None:
    profile = rules.profile_for("shanghai", date(2026, 3, 2))
    assert profile.limit("motion_cosigners", "province") == 10
    assert "第五条" in profile.limits["motion_cosigners"].article
    assert profile.limit("reconsider_hours") == 4
    assert profile.switch("too_few_left") == "ends"


@pytest.mark.django_db
def test_the_committees_three_months_count_from_the_close_of_the_session() -> None:
    county = County()
    case: Case = ways.in_committee(county)
    assert case.session is not None
    assert (case.due_clock, case.due_from) == ("deliberation", case.session.ends_on)


@pytest.mark.django_db
def test_a_motion_after_the_cut_off_goes_the_way_of_one_out_of_session() -> None:
    county = County()
    session = ways.meeting(county)
    motion, _users = ways.signed(county)
    ways.over(session)
    case = services.hand_in_motion(motion, actor=ways.lead(county))
    assert not case.motion.in_session and case.due_clock == "pass_on"
    services.pass_on(case, actor=ways.office(county), committee=ways.COMMITTEE)
    assert case.due_clock == "opinion"
