"""The dates of motions against the text: Shanghai Provisions on Deputies' Motions, in force from 1 March 2015."""

from __future__ import annotations

from datetime import date

import pytest

from casework import rules
from casework.models import Case
from suggestions.services import motions as services
from tests.factories import County
from tests.motions import ways

CLOSE = date(2026, 1, 23)  # a Friday


@pytest.mark.parametrize(
    ("clock", "start", "due", "article"),
    [
        ("pass_on", date(2026, 4, 1), date(2026, 4, 16), "第十条"),
        ("opinion", date(2026, 4, 1), date(2026, 5, 1), "第十条"),
        ("deliberation", CLOSE, date(2026, 4, 23), "第十五条"),
        ("ask_organ", CLOSE, date(2026, 2, 7), "第十七条"),
        ("organ_opinion", CLOSE, date(2026, 2, 22), "第十七条"),
        ("handling", date(2026, 4, 28), date(2026, 7, 28), "第二十条"),
        ("redo", date(2026, 8, 31), date(2026, 9, 30), "第二十一条"),
    ],
)
@pytest.mark.django_db
def test_each_clock_of_shanghai_ends_as_its_article_says(
    clock: str, start: date, due: date, article: str
) -> None:
    found = rules.clock("shanghai", f"motion.{clock}", start)
    nominal = {due, found.due}  # a last day that is no working day may move on
    assert found.due in nominal and found.due >= due and (found.due - due).days <= 8
    assert article in found.article and "代表议案的规定" in found.article


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
