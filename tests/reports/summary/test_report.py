"""The report on a frozen summary: drafted, written, passed by three meetings, published; and its pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from reports.models import AgendaItem, Freezing, Snapshot, SummaryReport
from reports.summary import drafting, freezing, periods, rollups, running, services
from reports.summary.workflow import SUMMARY
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
WORDS = [{"title": "一、总体情况", "body": "本期工作平稳。"}]


@pytest.fixture(scope="module")
def county(module_transaction: None) -> County:
    county = County()
    for make in (loops.closed, loops.fed_back, loops.closed_unsatisfied, loops.promised, loops.submitted):
        make(county)
    return county


@pytest.fixture(scope="module")
def snapshot(county: County, module_transaction: None) -> Snapshot:
    return freezing.freeze(county.congress, this_year(), actor=Actor.of(county.officer))


@pytest.fixture
def report(county: County, snapshot: Snapshot) -> SummaryReport:
    return services.begin(snapshot, actor=Actor.of(county.officer))


def this_year() -> periods.Period:
    return periods.year(timezone.localdate().year)


def passed(report: SummaryReport, county: County, *, until: str = "adopted") -> SummaryReport:
    """Brought on its way by the services."""
    services.write(report, WORDS, actor=Actor.of(county.officer))
    services.submit(report, actor=Actor.of(county.officer))
    for action in services.MEETINGS:
        if report.status == until:
            break
        services.decide(
            report,
            action,
            actor=Actor.of(county.committee),
            meeting="第一次会议",
            held_on=timezone.localdate(),
            decision="请生态环境局报告整改情况。",
            due_on=timezone.localdate() + timedelta(days=30),
        )
    return report


# --- Words ------------------------------------------------------------------------------------------------
def test_the_draft_says_the_figures_in_the_order_of_a_report(
    report: SummaryReport, snapshot: Snapshot
) -> None:
    titles = [one["title"] for one in report.sections]
    assert titles[0] == "一、总体情况"
    assert titles[-1].endswith("下一步工作")
    total = snapshot.content["figures"]["opinions.received"]["total"]
    assert f"收到群众意见{total}件" in report.sections[0]["body"]
    assert "不计入满意率" in "".join(one["body"] for one in report.sections)


def test_a_draft_with_gaps_does_not_go_to_the_council(report: SummaryReport, county: County) -> None:
    assert drafting.TO_ADD.partition("{")[0] in report.sections[-1]["body"]
    with pytest.raises(StepRefused):
        services.submit(report, actor=Actor.of(county.officer))


def test_each_saved_text_is_a_version_and_an_earlier_one_comes_back(
    report: SummaryReport, county: County
) -> None:
    actor = Actor.of(county.officer)
    drafted = report.texts.get()
    services.write(report, WORDS, actor=actor)
    assert services.write(report, WORDS, actor=actor) is None  # nothing was changed
    services.bring_back(report, drafted, actor=actor)
    assert report.sections == drafted.sections
    assert report.texts.count() == 3


def test_autosave_keeps_the_words_without_a_version_and_tells_of_a_colleague(
    report: SummaryReport, county: County
) -> None:
    actor, stale = Actor.of(county.officer), report.version
    services.keep(report, WORDS, actor=actor, expected_version=stale)
    assert (report.sections, report.texts.count()) == (WORDS, 1)
    with pytest.raises(LostRace):
        services.keep(report, WORDS, actor=actor, expected_version=stale)


def test_a_section_that_is_too_long_is_refused(report: SummaryReport, county: County) -> None:
    with pytest.raises(Incomplete):
        services.write(
            report, [{"title": "", "body": "长" * (services.MOST_TEXT + 1)}], actor=Actor.of(county.officer)
        )


# --- Approval ---------------------------------------------------------------------------------------------
def test_it_passes_three_meetings_and_is_published(report: SummaryReport, county: County) -> None:
    passed(report, county)
    services.publish(report, actor=Actor.of(county.officer))
    assert report.status == "published"
    assert [one.body for one in AgendaItem.objects.filter(report=report).order_by("pk")] == [
        "council", "standing", "congress",
    ]  # fmt: skip
    assert list(SummaryReport.objects.public()) == [report]


@pytest.mark.parametrize("action", sorted(services.MEETINGS))
def test_the_office_does_not_decide_for_a_meeting(report: SummaryReport, county: County, action: str) -> None:
    status = SUMMARY.step(action).sources[0]
    passed(report, county, until=status)
    with pytest.raises(NotAllowed):
        services.decide(
            report, action, actor=Actor.of(county.officer), meeting="会议", held_on=timezone.localdate()
        )
    assert report.status == status


def test_a_meeting_of_tomorrow_has_decided_nothing(report: SummaryReport, county: County) -> None:
    passed(report, county, until="council")
    with pytest.raises(Incomplete):
        services.decide(
            report, "pass_council", actor=Actor.of(county.committee), meeting="会议",
            held_on=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip


def test_every_step_refuses_whoever_the_table_does_not_name(report: SummaryReport, county: County) -> None:
    others = [Actor.of(county.staff[role]) for role in ("deputy", "handler", "head", "operator", "station")]
    others.append(Actor.of(County().officer))
    for step in SUMMARY.steps:
        for actor in others:
            with pytest.raises(NotAllowed):
                services.check(report, step.action, actor)


def test_every_step_is_refused_where_the_table_does_not_start_it(
    report: SummaryReport, county: County
) -> None:
    for step in SUMMARY.steps:
        if report.status not in step.sources and "committee" in step.who:
            with pytest.raises(StepRefused):
                services.check(report, step.action, Actor.of(county.committee))


def test_a_correction_replaces_what_was_published_and_keeps_it(report: SummaryReport, county: County) -> None:
    services.publish(passed(report, county), actor=Actor.of(county.officer))
    again = freezing.freeze(county.congress, this_year(), actor=Actor.of(county.officer), reason="渠道更正。")
    second = services.begin(again, actor=Actor.of(county.officer))
    services.publish(passed(second, county), actor=Actor.of(county.officer))
    report.refresh_from_db()
    assert (report.status, second.edition) == ("replaced", 2)
    answer = Client().get(f"/annual/{report.pk}/")
    assert f"/annual/{second.pk}/" in answer.content.decode()


def test_newer_figures_are_taken_while_it_is_written(report: SummaryReport, county: County) -> None:
    again = freezing.freeze(county.congress, this_year(), actor=Actor.of(county.officer), reason="补录。")
    services.renew(report, actor=Actor.of(county.officer))
    assert report.snapshot == again
    with pytest.raises(StepRefused):
        services.renew(report, actor=Actor.of(county.officer))


def test_a_decision_is_followed_until_it_is_done(report: SummaryReport, county: County) -> None:
    passed(report, county, until="standing")
    item = AgendaItem.objects.get(report=report)
    assert item.is_followed
    with pytest.raises(Incomplete):
        services.follow_up(item, actor=Actor.of(county.officer), outcome=" ", done_on=None)
    services.follow_up(item, actor=Actor.of(county.officer), outcome="已整改。", done_on=timezone.localdate())
    assert not item.is_followed


# --- Pages ------------------------------------------------------------------------------------------------
def test_a_committee_member_goes_from_the_figures_to_the_published_report(county: County) -> None:
    """By forms alone: freeze, write, pass, publish."""
    client = signed_in(county.committee)
    base = f"/summary/{county.congress.code}/{this_year().key}/"
    started = client.post(f"{base}freeze/", {"reason": "再次冻结。"}, follow=False)
    asked = Freezing.objects.get(finished_at=None)
    assert started["Location"] == f"/summary/freezing/{asked.pk}/"
    assert client.get(started["Location"]).status_code == 200
    running.run(asked.pk)
    running.run(asked.pk)  # twice is once
    kept = Snapshot.objects.filter(congress=county.congress).order_by("-edition")[0]
    assert client.get(started["Location"])["Location"] == f"{base}?edition={kept.edition}"
    report = SummaryReport.objects.get(
        pk=client.post(f"/summary/frozen/{kept.pk}/report/")["Location"].split("/")[-2]
    )
    page = client.get(f"/summary/report/{report.pk}/")
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"body_0": "甲"}
    for n in range(1, form.number):
        sent |= {f"title_{n}": "", f"body_{n}": ""}
    kept = client.post(f"/summary/report/{report.pk}/save/", sent).content.decode()
    assert f'name="version" value="{report.version + 1}"' in kept
    report.refresh_from_db()
    assert client.post(f"/summary/report/{report.pk}/", sent | {"version": report.version}).status_code == 302
    for action in ("submit", *services.MEETINGS, "publish"):
        given = {"meeting": "会议", "held_on": str(timezone.localdate()), "decision": "", "due_on": ""}
        answer = client.post(f"/summary/report/{report.pk}/{action}/", given)
        assert answer.status_code == 302, action
    report.refresh_from_db()
    assert report.status == "published"
    public = Client().get(f"/annual/{report.pk}/")
    assert "甲" in public.content.decode()
    assert Client().get(f"/annual/{report.pk}.json").status_code == 200


def test_the_page_asks_the_database_a_fixed_number_of_times(
    county: County, django_assert_max_num_queries: object
) -> None:
    rollups.rebuild()
    client = signed_in(county.committee)
    address = f"/summary/{county.congress.code}/{this_year().key}/"
    client.get(address)
    loops.closed(county)
    rollups.refresh()
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        assert client.get(address).status_code == 200


def test_an_unpublished_report_is_nobodys_outside(report: SummaryReport) -> None:
    assert Client().get(f"/annual/{report.pk}/").status_code == 404
    assert Client().get(f"/annual/{report.pk}.json").status_code == 404
    assert Client().get("/annual/").context["reports"].count() == 0


def test_a_freezing_that_fails_says_so_and_frees_the_period(county: County, snapshot: Snapshot) -> None:
    asked = services.ask_to_freeze(
        county.congress, this_year(), actor=Actor.of(county.officer), reason="更正"
    )
    assert (
        services.ask_to_freeze(county.congress, this_year(), actor=Actor.of(county.officer), reason="x")
        == asked
    )
    Freezing.objects.filter(pk=asked.pk).update(reason="")
    running.run(asked.pk)
    asked.refresh_from_db()
    assert asked.error
    assert asked.finished_at is not None
