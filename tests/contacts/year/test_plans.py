"""The yearly plan: two people, editions, topics with a source behind each, and counts that are lists."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.access import visible_to
from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from casework.models import Case
from contacts import services as contacts
from contacts.models import ContactNotice, ContactPlan, LineOpinion, PlanTopic
from contacts.year import figures, hot, plans
from contacts.year.plans import Counted
from feedback import services as feedback
from feedback.forms.public import new_key
from feedback.services import Submission
from tests import loops
from tests.contacts import asked, days
from tests.contacts.year import works
from tests.factories import County, TopicFactory
from tests.loops import BODY
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def county() -> County:
    return County()


def opinion(county: County, **changes: Any) -> Case:
    given: dict[str, Any] = {"congress": county.congress, "channel": county.channel, "body": BODY}
    return feedback.submit(Submission(**{**given, "topic": county.topic, **changes}))[0]


# --- Two people -------------------------------------------------------------------------------------------
def test_whoever_wrote_a_plan_does_not_approve_it(county: County) -> None:
    plan = works.submitted(county)
    with pytest.raises(StepRefused, match="另一个人"):
        works.approve(county, plan, county.officer)
    plan.refresh_from_db()
    assert plan.status == "submitted"
    works.approve(county, plan, county.colleague)
    assert (plan.status, plan.approved_by) == ("published", county.colleague)


def test_a_colleague_who_changed_a_topic_does_not_approve_it_either(county: County) -> None:
    plan = works.draft(county)
    works.topic(county, plan)
    plans.put_topic(plan, works.words(county, title="养老"), actor=Actor.of(county.colleague))
    plans.submit(plan, actor=Actor.of(county.officer))
    with pytest.raises(StepRefused):
        works.approve(county, plan, county.colleague)
    works.approve(county, plan, county.committee)


def test_the_database_holds_the_two_people_apart(county: County) -> None:
    plan = works.published(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPlan.objects.filter(pk=plan.pk).update(approved_by=plan.drafted_by)


def test_the_page_says_to_the_drafter_why_not(county: County) -> None:
    plan = works.submitted(county)
    page = signed_in(county.officer).get(reverse("contact_plan", args=[plan.pk])).content.decode()
    assert "起草人不能批准自己写的计划" in page
    step = reverse("contact_plan_step", args=[plan.pk, "publish"])
    given = {"version": plan.version, "adopted_by": works.PASSED_BY, "adopted_on": timezone.localdate()}
    signed_in(county.officer).post(step, given)
    plan.refresh_from_db()
    assert plan.status == "submitted"
    signed_in(county.committee).post(step, given)
    plan.refresh_from_db()
    assert plan.status == "published"


def test_a_plan_without_a_topic_is_not_submitted(county: County) -> None:
    with pytest.raises(Incomplete):
        plans.submit(works.draft(county), actor=Actor.of(county.officer))


def test_it_is_passed_before_it_is_published(county: County) -> None:
    plan = works.submitted(county)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Incomplete) as refused:
        plans.publish(plan, actor=Actor.of(county.committee), adopted_by="主任会议", adopted_on=tomorrow)
    assert refused.value.field == "adopted_on"


def test_every_deputy_is_told_of_a_plan_in_force(county: County, settings: Any) -> None:
    settings.PORTAL_NOTICE_BACKENDS = {"email": "feedback.notice_backends.Email"}
    county.deputy_user.email = "deputy@example.org"
    county.deputy_user.save()
    plan = works.published(county)
    told = ContactNotice.objects.filter(event__plan=plan, event__action="publish")
    assert county.deputy_user.pk in told.values_list("user", flat=True)
    contacts.send_owed()
    assert not ContactNotice.objects.exclude(state="sent").filter(event__plan=plan).exists()


def test_a_stranger_drafts_and_sees_nothing(county: County) -> None:
    other = County()
    plan = works.submitted(county)
    with pytest.raises(NotAllowed):
        plans.draft(county.congress, 2031, actor=Actor.of(other.officer))
    with pytest.raises(NotAllowed):
        works.approve(county, plan, other.committee)
    assert signed_in(other.officer).get(reverse("contact_plan", args=[plan.pk])).status_code == 404
    assert Client().get(reverse("public_plan", args=[plan.pk])).status_code == 404


# --- Editions ---------------------------------------------------------------------------------------------
def test_a_revision_is_a_new_edition_with_a_reason_and_the_old_one_stays_readable(county: County) -> None:
    old = works.published(county)
    line = old.topics.get().line
    LineOpinion.objects.create(line=line, case=opinion(county))
    with pytest.raises(Incomplete):
        plans.revise(old, actor=Actor.of(county.officer), reason=" ")
    new = plans.revise(old, actor=Actor.of(county.officer), reason="年中增加主题")
    assert (new.edition, new.status, new.topics.get().line) == (2, "draft", line)
    plans.put_topic(
        new, works.words(county, title="新词"), actor=Actor.of(county.officer), topic=new.topics.get()
    )
    assert old.topics.get().title == "城乡公交一体化"
    assert "城乡公交一体化" in Client().get(reverse("public_topic", args=[line.pk])).content.decode()
    plans.submit(new, actor=Actor.of(county.officer))
    works.approve(county, new)
    old.refresh_from_db()
    assert (old.status, new.status) == ("replaced", "published")
    before = Client().get(reverse("public_plan", args=[old.pk])).content.decode()
    assert "城乡公交一体化" in before
    assert reverse("public_plan", args=[new.pk]) in before
    now = Client().get(reverse("public_plan", args=[new.pk])).content.decode()
    assert "年中增加主题" in now
    assert figures.progress_of(line).opinions == 1  # what was written before the revision still counts


def test_a_year_has_one_plan_in_force_and_one_being_written(county: County) -> None:
    plan = works.published(county)
    officer = Actor.of(county.officer)
    with pytest.raises(StepRefused):
        plans.draft(county.congress, plan.year, actor=officer)
    plans.revise(plan, actor=officer, reason="一")
    with pytest.raises(StepRefused):
        plans.revise(plan, actor=officer, reason="二")


def test_after_a_discarded_draft_the_year_begins_anew(county: County) -> None:
    plan = works.draft(county)
    plans.discard(plan, actor=Actor.of(county.officer), note="重写")
    again = works.draft(county)
    assert (again.edition, again.status) == (2, "draft")


def test_a_plan_in_force_is_not_changed(county: County) -> None:
    plan = works.published(county)
    with pytest.raises(StepRefused):
        works.topic(county, plan)
    with pytest.raises(StepRefused):
        plans.drop_topic(plan.topics.get(), actor=Actor.of(county.officer))


def test_two_who_write_at_once_do_not_overwrite_each_other(county: County) -> None:
    plan = works.draft(county)
    seen = plan.version
    works.topic(county, plan)
    with pytest.raises(LostRace):
        plans.put_topic(plan, works.words(county), actor=Actor.of(county.colleague), expected_version=seen)
    assert plan.topics.count() == 1


def test_the_year_is_reviewed_from_december_on(county: County) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 9, tzinfo=ZONE)):
        plan = works.published(county)
        with pytest.raises(StepRefused):
            plans.review(plan, actor=Actor.of(county.officer), review="总结")
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=ZONE)):
        revised = plans.revise(plan, actor=Actor.of(county.officer), reason="补一个主题")
        with pytest.raises(StepRefused):  # the edition being written would find no plan to replace
            plans.review(plan, actor=Actor.of(county.officer), review="总结")
        plans.discard(revised, actor=Actor.of(county.officer), note="不改了")
        plans.review(plan, actor=Actor.of(county.officer), review="听取意见三百件")
    page = Client().get(reverse("public_plan", args=[plan.pk])).content.decode()
    assert "听取意见三百件" in page


# --- Topics -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "ends_on"),
        ({"starts_on": date(2024, 5, 2), "ends_on": date(2024, 6, 1)}, "starts_on"),
        ({"document": " "}, "document"),
        ({"source": "organ_priority"}, "organ"),
    ],
)
def test_a_topic_that_is_not_right_says_at_which_field(
    county: County, changes: dict[str, Any], field: str
) -> None:
    plan = works.draft(county, 2026)
    given = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), **changes}
    with pytest.raises(Incomplete) as refused:
        works.topic(county, plan, **given)
    assert refused.value.field == field
    assert not PlanTopic.objects.exists()


def test_an_issue_that_many_raise_has_a_count_behind_it(county: County) -> None:
    plan = works.draft(county)
    today = timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        works.topic(county, plan, source="hot_issue", document="")
    plan.refresh_from_db()
    counted = Counted(3, county.topic, today, today)
    topic = works.topic(county, plan, source="hot_issue", document="", counted=counted)
    assert (topic.counted, topic.counted_topic) == (3, county.topic)
    kept = dataclasses.replace(works.words(county), source="hot_issue", document="", title="换个题目")
    plans.put_topic(plan, kept, actor=Actor.of(county.officer), topic=topic)
    topic.refresh_from_db()
    assert (topic.title, topic.counted) == ("换个题目", 3)


def test_a_left_out_topic_takes_no_opinion_with_it(county: County) -> None:
    plan = works.draft(county)
    topic = works.topic(county, plan)
    line = topic.line
    LineOpinion.objects.create(line=line, case=opinion(county))
    plans.drop_topic(topic, actor=Actor.of(county.officer))
    assert LineOpinion.objects.filter(line=line).exists()
    unused = works.topic(county, plan)
    plans.drop_topic(unused, actor=Actor.of(county.officer))
    assert not county.congress.plan_lines.exclude(pk=line.pk).exists()


# --- Issues -----------------------------------------------------------------------------------------------
def test_issues_are_counted_by_topic_and_township_within_the_days(county: County) -> None:
    noise, roads = county.topic, TopicFactory()
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    moments = [
        (datetime(2026, 2, 28, 23, 59, tzinfo=ZONE), 0),
        (datetime(2026, 3, 1, 0, 0, tzinfo=ZONE), 1),
        (datetime(2026, 3, 31, 23, 59, tzinfo=ZONE), 1),
        (datetime(2026, 4, 1, 0, 0, tzinfo=ZONE), 0),
    ]
    for moment, _counts in moments:
        with time_machine.travel(moment, tick=False):
            opinion(county, division=county.village)
    with time_machine.travel(moments[1][0], tick=False):
        opinion(county, topic=roads)
        opinion(county, topic=None)
        stranger = County()
        opinion(stranger, topic=noise, division=stranger.village)
    found = hot.issues(county.congress, first, last, least=1)
    assert [(one.topic, one.place, one.number) for one in found] == [
        (noise, county.township, 2),
        (roads, None, 1),
    ]
    assert hot.issues(county.congress, first, last, least=3) == []


def test_each_count_opens_the_list_it_counted_and_becomes_a_topic(county: County) -> None:
    for _turn in range(3):
        opinion(county, division=county.village)
    plan = works.draft(county)
    client = signed_in(county.officer)
    today = timezone.localdate()
    page = client.get(reverse("plan_issues", args=[plan.pk]), {"since": today, "until": today, "least": 3})
    issue = f"{county.topic.pk}_{county.township.code}_{today}_{today}"
    url = reverse("plan_issue_cases", args=[plan.pk, issue])
    assert url in page.content.decode()
    assert client.get(url).content.decode().count("/cases/") == 3
    new = reverse("plan_topic_new", args=[plan.pk])
    form = client.get(new, {"issue": issue}).content.decode()
    assert issue in form
    given = {
        "version": plan.version,
        "source": "hot_issue",
        "title": "夜间噪声",
        "why": "意见最多",
        "responsible": county.officer.pk,
        "starts_on": f"{plan.year}-01-01",
        "ends_on": f"{plan.year}-12-31",
        "target": "形成建议",
        "issue": issue,
    }
    assert client.post(new, {**given, "issue": "7_x"}).status_code == 400
    assert client.post(new, given).status_code == 302
    topic = plan.topics.get()
    assert (topic.counted, topic.counted_place, topic.counted_since) == (3, county.township, today)


# --- What was heard ---------------------------------------------------------------------------------------
def test_an_opinion_that_came_by_two_ways_is_counted_once(county: County) -> None:
    line = works.published(county).topics.get().line
    inquiry = asked.opened(county)
    asked.answered(inquiry, words=asked.WORDS)
    occasion = days.recorded(county)
    plans.attach(line, actor=Actor.of(county.officer), occasions=[occasion], inquiries=[inquiry])
    case = inquiry.responses.get().cases.get()
    LineOpinion.objects.create(line=line, case=case)
    LineOpinion.objects.create(line=line, case=opinion(county))
    progress = figures.progress_of(line)
    assert (progress.opinions, progress.held, progress.planned, progress.filled) == (2, 1, 0, 1)
    assert progress.contacts == occasion.contact_records.count() == 1


def test_a_figure_is_the_length_of_its_list(county: County) -> None:
    line = works.published(county).topics.get().line
    closed = loops.closed(county)
    for case in (opinion(county), opinion(county), closed):
        LineOpinion.objects.create(line=line, case=case)
    client = signed_in(county.officer)
    url = reverse("plan_line_cases", args=[line.pk])
    progress = figures.progress_of(line)
    for query, number in (("", progress.opinions), ("?show=answered", progress.answered)):
        assert client.get(url + query).content.decode().count('href="/cases/') == number
    assert (progress.opinions, progress.answered) == (3, 1)
    assert visible_to(county.officer).filter(pk__in=figures.opinions_of(line)).count() == 3


def test_another_congresss_day_belongs_to_no_topic_here(county: County) -> None:
    line = works.published(county).topics.get().line
    with pytest.raises(StepRefused):
        plans.attach(line, actor=Actor.of(county.officer), occasions=[days.announced(County())], inquiries=[])


# --- Writing to a topic -----------------------------------------------------------------------------------
def send(line: int, **changes: str) -> Any:
    given = {"body": BODY, "confidential": "no", "key": new_key(), "sure": "1", **changes}
    return Client().post(reverse("write_to_topic", args=[line]), given)


def test_the_same_form_sent_twice_is_one_opinion_on_the_topic(county: County) -> None:
    line = works.published(county, topic=county.topic).topics.get().line
    key = new_key()
    first, second = send(line.pk, key=key), send(line.pk, key=key)
    assert first.url == second.url
    found = LineOpinion.objects.get()
    assert (found.line, found.case.topic) == (line, county.topic)


def test_an_opinion_on_a_topic_goes_to_the_office_whose_plan_it_is(county: County) -> None:
    other = County()
    line = works.published(county).topics.get().line
    send(line.pk, division=str(other.village.pk), station=str(other.station.pk))
    case = LineOpinion.objects.get().case
    assert (case.congress, case.station) == (county.congress, None)


def test_after_its_days_a_topic_takes_no_opinions_and_says_so(county: County) -> None:
    today = timezone.localdate()
    plan = works.draft(county, today.year)
    topic = works.topic(county, plan, starts_on=date(today.year, 1, 1), ends_on=today)
    plans.submit(plan, actor=Actor.of(county.officer))
    works.approve(county, plan)
    assert topic.line_id
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        answer = send(topic.line_id)
        assert answer.url == reverse("public_topic", args=[topic.line_id])
        page = Client().get(answer.url).content.decode()
        assert reverse("write_to_topic", args=[topic.line_id]) not in page
    assert not LineOpinion.objects.exists()
    assert send(topic.line_id).status_code == 302
    assert LineOpinion.objects.count() == 1
