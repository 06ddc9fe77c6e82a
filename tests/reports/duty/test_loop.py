"""A duty report through all its steps, and what is refused on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from contacts import services as contacts
from contacts.models import ContactNoticeState
from reports.duty.models import DutyNotice, DutyReport
from reports.duty.services import appraisals, drafting, publishing, telling
from tests.contacts import days
from tests.factories import County
from tests.reports.duty import ways

pytestmark = pytest.mark.django_db


def test_a_report_goes_from_the_schedule_to_a_published_appraisal() -> None:
    county = County()
    appraisal = ways.closed(county)
    result = appraisals.result_of(appraisal)
    assert result.grades == {"satisfied": 1, "basically": 0, "dissatisfied": 1}
    assert (result.used, result.given_out) == (2, 2)
    with pytest.raises(Incomplete):
        appraisals.publish(appraisal, actor=ways.office(county))
    appraisals.look_through(appraisal, {}, actor=ways.office(county))
    appraisals.publish(appraisal, actor=ways.office(county))
    assert appraisal.published_at is not None
    report = appraisal.report
    steps = [event.action for event in report.events.all()]
    assert steps == ["plan", "notify", "begin", "submit", "publish"]


def test_the_draft_has_the_lines_of_the_record_with_their_evidence() -> None:
    county = County()
    record = contacts.note(days.heard(county), actor=ways.me(county))
    report = ways.begun(county)
    line = report.lines.get(section="heard")
    assert line.url == f"/contacts/{record.pk}/"
    assert "听取：1" in report.text


def test_looking_into_the_record_again_keeps_what_was_contested() -> None:
    county = County()
    contacts.note(days.heard(county), actor=ways.me(county))
    report = ways.begun(county)
    line = report.lines.get(section="heard")
    drafting.contest(line, actor=ways.me(county), state="left_out", reason="这次是同事去的")
    contacts.note(days.heard(county), actor=ways.me(county))
    assert drafting.refresh(report, actor=ways.me(county)) >= 1
    line.refresh_from_db()
    assert line.state == "left_out"
    assert line.what and line.due_on is not None
    drafting.decide(line, actor=ways.office(county), verdict="agreed", note="已核实，登记有误")
    line.refresh_from_db()
    assert line.verdict == "agreed"


@pytest.mark.parametrize(
    ("ground", "place", "is_taken"),
    [
        ("form", "石桥村的路灯已经修好", True),
        ("secret", "石桥村的路灯已经修好", True),
        ("personal", "石桥村的路灯已经修好", True),
        ("form", "这句话报告里没有", False),
        ("form", "", False),
        ("insult", "石桥村的路灯已经修好", False),
        ("opinion", "石桥村的路灯已经修好", False),
    ],
)
def test_it_is_sent_back_for_three_grounds_only_and_with_the_place(
    ground: str, place: str, is_taken: bool
) -> None:
    county = County()
    report = ways.handed_in(county)
    given = {"ground": ground, "place": place, "note": "请核对"}
    if is_taken:
        event = publishing.send_back(report, actor=ways.office(county), **given)
        assert (report.status, event.place, event.ground) == ("drafting", place, ground)
    else:
        with pytest.raises(Incomplete):
            publishing.send_back(report, actor=ways.office(county), **given)
        assert report.status == "submitted"


def test_nobody_but_the_deputy_changes_a_word() -> None:
    county = County()
    report = ways.written(county)
    for user in (county.officer, county.committee, county.operator, County().deputy_user):
        with pytest.raises(NotAllowed):
            drafting.save(report, "别人写的", report.base, actor=ways.Actor.of(user))
    drafting.submit(report, actor=ways.me(county))
    with pytest.raises(StepRefused):
        drafting.save(report, "再改一句", report.base, actor=ways.me(county))


def test_another_window_does_not_overwrite_what_was_saved() -> None:
    county = County()
    report = ways.begun(county)
    stale = DutyReport.objects.get(pk=report.pk)
    drafting.save(report, ways.TEXT, report.base, actor=ways.me(county))
    with pytest.raises(LostRace):
        drafting.save(stale, "手机上写的", stale.base, actor=ways.me(county))
    assert DutyReport.objects.get(pk=report.pk).text == ways.TEXT.strip()


def test_a_version_comes_back_and_the_words_before_are_kept() -> None:
    county = County()
    report = ways.begun(county)
    first = report.text
    drafting.save(report, ways.TEXT, report.base, actor=ways.me(county), version=True)
    drafting.restore(report, 1, actor=ways.me(county))
    assert report.text == first
    assert [one.number for one in report.versions.all()] == [3, 2, 1]
    assert report.versions.get(number=2).text == ways.TEXT.strip()


def test_an_oral_report_is_published_with_the_minutes_of_its_meeting() -> None:
    county = County()
    report = ways.of_the_term(county)
    office = ways.office(county)
    publishing.move(report, actor=office, due_on=report.due_on, note="开会报告", form="oral")
    with pytest.raises(StepRefused):
        publishing.publish_minutes(report, actor=office, audience="public")
    ways.met(county, report)
    publishing.publish_minutes(report, actor=office, audience="public")
    report.refresh_from_db()
    assert report.status == "published"
    assert report.meeting.attendance == 52
    assert report.meeting.file.read().startswith(b"%PDF")


def test_only_a_report_of_the_term_is_oral() -> None:
    county = County()
    report = ways.asked_for(county)
    with pytest.raises(Incomplete):
        publishing.move(report, actor=ways.office(county), due_on=report.due_on, note="改口头", form="oral")


def test_the_steps_tell_those_concerned_once(mailoutbox: list[Any], settings: Any) -> None:
    settings.PORTAL_NOTICE_BACKENDS = {"email": "feedback.notice_backends.Email"}
    county = County()
    for user in (county.deputy_user, county.officer):
        user.email = f"{user.username}@example.org"
        user.save()
    report = ways.handed_in(county)
    telling.send_owed()
    telling.send_owed()
    mine = DutyNotice.objects.filter(event__report=report)
    assert [one.event.action for one in mine] == ["notify", "submit"]
    assert len(mailoutbox) == DutyNotice.objects.count()
    assert set(DutyNotice.objects.values_list("state", flat=True)) == {ContactNoticeState.SENT}


def test_a_moved_date_says_why() -> None:
    county = County()
    report = ways.asked_for(county)
    day = report.due_on + timedelta(days=10)
    publishing.move(report, actor=ways.office(county), due_on=day, note="代表住院，延后十日")
    assert "代表住院，延后十日" in report.due_why.sentence()
