"""Reports of obstruction: for the committee alone, never without somebody who answers, never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from contacts import services as contacts
from contacts.models import ContactNotice, ObstructionReport
from contacts.year import obstructions
from contacts.year.following import follow
from contacts.year.guarantees import GUARANTEES, of_kind
from deputies.models import Post
from tests.contacts.year import works
from tests.factories import County, PostFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SECRET = "单位不同意请假"


@pytest.fixture
def county() -> County:
    return County()


def taken(county: County) -> ObstructionReport:
    report = works.report(county)
    obstructions.take(report, actor=Actor.of(county.committee), owner=county.committee, note="已收到")
    return report


def test_nobody_but_the_committee_and_the_deputy_sees_it(county: County) -> None:
    report = taken(county)
    url = reverse("obstruction", args=[report.pk])
    for role, user in county.staff.items():
        expected = 200 if role in ("committee", "deputy") else 404
        assert signed_in(user).get(url).status_code == expected, role
    assert signed_in(County().committee).get(url).status_code == 404
    for role in ("officer", "station", "handler", "head", "operator"):
        client = signed_in(county.staff[role])
        for page in (reverse("start"), "/desk/", "/organ/", "/backoffice/"):
            assert SECRET not in client.get(page, follow=True).content.decode()


def test_an_organ_reads_the_words_that_the_committee_chose_and_nothing_else(county: County) -> None:
    report = taken(county)
    url = reverse("put_to_us")
    assert "请说明考勤" not in signed_in(county.head).get(url).content.decode()
    obstructions.disclose(
        report, actor=Actor.of(county.committee), organ=county.organ, words="请说明考勤如何登记。"
    )
    page = signed_in(county.head).get(url).content.decode()
    assert "请说明考勤如何登记。" in page
    assert SECRET not in page
    assert county.deputy.name not in page
    assert "请说明考勤" not in signed_in(county.second_head).get(url).content.decode()
    assert (
        "请说明考勤如何登记。"
        in signed_in(county.deputy_user).get(reverse("obstruction", args=[report.pk])).content.decode()
    )


def test_a_disclosure_names_somebody_and_says_something(county: County) -> None:
    report = taken(county)
    committee = Actor.of(county.committee)
    with pytest.raises(Incomplete):
        obstructions.disclose(report, actor=committee, words="请说明")
    with pytest.raises(Incomplete):
        obstructions.disclose(report, actor=committee, to_whom="某公司", words=" ")
    with pytest.raises(Incomplete):
        obstructions.disclose(report, actor=committee, organ=County().organ, words="请说明")
    with pytest.raises(NotAllowed):
        obstructions.disclose(report, actor=Actor.of(county.deputy_user), to_whom="某公司", words="请说明")
    obstructions.disclose(report, actor=committee, to_whom="某公司", words="请说明")
    assert report.disclosures.get().to_whom == "某公司"


def test_notices_say_that_there_is_something_and_never_what(county: County, settings: Any) -> None:
    settings.PORTAL_NOTICE_BACKENDS = {"email": "feedback.notice_backends.Email"}
    for user in county.staff.values():
        user.email = f"{user.username}@example.org"
        user.save()
    report = taken(county)
    obstructions.close(report, actor=Actor.of(county.committee), outcome="mended", note="单位已改正")
    contacts.send_owed()
    assert {address for letter in mail.outbox for address in letter.to} == {
        county.committee.email,
        county.deputy_user.email,
    }
    for letter in mail.outbox:
        for word in (SECRET, "城建", "单位已改正", county.deputy.name, "履职时间"):
            assert word not in letter.subject + str(letter.body)
    assert ContactNotice.objects.filter(event__obstruction=report).count() == len(mail.outbox)


def test_the_deputy_reads_each_step_and_the_outcome(county: County) -> None:
    report = taken(county)
    committee = Actor.of(county.committee)
    obstructions.act(report, actor=committee, note="已与单位联系")
    obstructions.close(report, actor=committee, outcome="partly", note="补发一半工资")
    page = signed_in(county.deputy_user).get(reverse("obstruction", args=[report.pk])).content.decode()
    for word in ("已收到", "已与单位联系", "补发一半工资", "部分恢复", str(county.committee)):
        assert word in page


def test_somebody_answers_for_it_from_the_first_moment(county: County) -> None:
    assert works.report(county).owner == county.committee


def test_the_deputy_who_reports_does_not_answer_for_it_as_a_member_of_the_committee(county: County) -> None:
    PostFactory(congress=county.congress, role="committee", user=county.deputy_user)
    report = works.report(county)
    assert report.owner == county.committee
    with pytest.raises(Incomplete):
        obstructions.take(report, actor=Actor.of(county.committee), owner=county.deputy_user)
    with pytest.raises(NotAllowed):
        obstructions.take(report, actor=Actor.of(county.deputy_user), owner=county.committee)


def test_where_nobody_can_sign_in_it_waits_and_is_given_to_the_first_who_can(county: County) -> None:
    Post.objects.filter(role="committee", congress=county.congress).delete()
    page = signed_in(county.deputy_user).get(reverse("my_report")).content.decode()
    assert "常委会没有人能登录" in page
    report = works.report(county)
    assert report.owner is None
    assert follow() == 0
    member = county.person("committee")
    assert follow() == 1
    report.refresh_from_db()
    assert report.owner == member


def test_whoever_leaves_the_committee_leaves_no_report_behind(county: County) -> None:
    report = taken(county)
    successor = county.person("committee")
    Post.objects.filter(user=county.committee).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert [one.pk for one in obstructions.without_owner()] == [report.pk]
    follow()
    report.refresh_from_db()
    assert (report.owner, obstructions.without_owner()) == (successor, [])


def test_the_database_keeps_one_in_hand_with_its_owner(county: County) -> None:
    report = taken(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        ObstructionReport.objects.filter(pk=report.pk).update(owner=None)


def test_the_committee_is_reminded_each_week_without_a_step_and_no_longer_once_it_is_closed(
    county: County,
) -> None:
    county.committee.email = "committee@example.org"
    county.committee.save()
    report = works.report(county)
    given = []
    for later in range(16):
        with time_machine.travel(timezone.now() + timedelta(days=later)):
            given += [later] * (follow() + follow())
    assert given == [7, 14]
    report.refresh_from_db()
    obstructions.take(report, actor=Actor.of(county.committee), owner=county.committee)
    obstructions.close(report, actor=Actor.of(county.committee), outcome="unfounded", note="经查不属实")
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        assert follow() == 0


def test_a_deputy_who_is_not_content_has_it_taken_up_again(county: County) -> None:
    report = taken(county)
    obstructions.close(report, actor=Actor.of(county.committee), outcome="mended", note="已改正")
    obstructions.reopen(report, actor=Actor.of(county.deputy_user), note="又扣了工资")
    assert (report.status, report.closed_at, report.outcome) == ("taken", None, "")
    obstructions.close(report, actor=Actor.of(county.committee), outcome="mended", note="补发")


def test_a_withdrawn_report_stays_with_its_history(county: County) -> None:
    report = works.report(county)
    obstructions.withdraw(report, actor=Actor.of(county.deputy_user), note="已协商")
    assert ObstructionReport.objects.filter(pk=report.pk, status="withdrawn").exists()
    with pytest.raises(StepRefused):
        obstructions.take(report, actor=Actor.of(county.committee), owner=county.committee)


def test_the_same_form_sent_twice_is_one_report(county: County) -> None:
    client = signed_in(county.deputy_user)
    given = {"key": "2" * 32, "kind": "pay", "who": "某厂", "what": "扣了误工费"}
    first, second = (client.post(reverse("my_report"), given) for _turn in range(2))
    assert first.url == second.url  # type: ignore[attr-defined]
    assert ObstructionReport.objects.count() == 1


def test_only_the_deputy_reports_and_only_about_themselves(county: County) -> None:
    other = County()
    with pytest.raises(NotAllowed):
        obstructions.submit(
            obstructions.Report(deputy=county.deputy, kind="time", who="某厂", what="不准假"),
            actor=Actor.of(other.deputy_user),
        )
    assert not ObstructionReport.objects.exists()


def test_every_kind_of_report_appeals_to_an_article_and_the_form_lists_them_all(county: County) -> None:
    page = signed_in(county.deputy_user).get(reverse("my_report")).content.decode()
    for one in GUARANTEES:
        assert str(one.article) in page
    kinds = [kind for kind, _label in ObstructionReport._meta.get_field("kind").choices]  # type: ignore[union-attr]
    assert all(of_kind(kind) for kind in kinds)
