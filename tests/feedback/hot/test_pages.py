"""The desks' pages of hot issues: what stands there, for whom, and every decision by its form."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.models import Case
from contacts.models import PlanTopic
from contacts.year import plans
from feedback.hot import deciding
from feedback.hot.access import waiting
from feedback.hot.heat import USUAL
from feedback.models import HeatRule, HotIssue, IssueSpace
from suggestions.models import Suggestion
from tests.factories import County, StationFactory
from tests.feedback.hot.bursts import OTHERS, burst, cases_of, everything, found, written
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def issues(county) -> list[HotIssue]:
    everything(county)
    return found(county)


@pytest.fixture
def officer(county):
    return signed_in(county.officer, headers={"accept-language": "en"})


def page(issue: HotIssue) -> str:
    return reverse("hot_issue", args=[issue.pk])


def step(issue: HotIssue, action: str) -> str:
    return reverse("hot_issue_step", args=[issue.pk, action])


# --- The list ---------------------------------------------------------------------------------------------
def test_the_list_has_the_hottest_first_with_people_and_line(officer, issues):
    text = officer.get(reverse("hot_issues")).content.decode()
    assert text.index(page(issues[0])) < text.index(page(issues[1]))
    assert "<polyline" in text and "Last compared on" in text


@pytest.mark.parametrize("query", ["days=28", "place={place}", "topic={topic}", "state=open"])
def test_the_list_is_narrowed(officer, issues, county, query):
    asked = query.format(place=county.township.pk, topic=county.topic.pk)
    assert issues[0].name in officer.get(f"{reverse('hot_issues')}?{asked}").content.decode()


def test_dismissed_ones_are_a_list_of_their_own(officer, issues, county):
    deciding.dismiss(issues[0], "已整治", actor=Actor.of(county.officer))
    assert issues[0].name not in officer.get(reverse("hot_issues")).content.decode()
    assert issues[0].name in officer.get(f"{reverse('hot_issues')}?state=dismissed").content.decode()


@pytest.mark.parametrize(
    "query", ["days=x", "place=²", "topic=9999999999999999999", "state=merged", "congress=1"]
)
def test_an_odd_address_is_told_or_left_aside(officer, issues, query):
    assert officer.get(f"{reverse('hot_issues')}?{query}").status_code in (200, 400)


def test_the_list_costs_the_same_for_many(officer, issues, django_assert_max_num_queries):
    officer.get(reverse("hot_issues"))
    with django_assert_max_num_queries(22):
        officer.get(reverse("hot_issues"))


def test_lukewarm_ones_are_shown_when_they_are_asked_for(officer, issues, county):
    HotIssue.objects.filter(pk=issues[1].pk).update(heat=USUAL.hot - 0.1)
    first = officer.get(reverse("hot_issues"))
    assert [row[0] for row in first.context["rows"]] == [issues[0]]
    assert "1 lukewarm issue is left out" in first.content.decode()
    everything = officer.get(reverse("hot_issues") + first.context["show_all"])
    assert [row[0] for row in everything.context["rows"]] == issues
    HeatRule.objects.create(congress=county.congress, hot=1)
    assert len(officer.get(reverse("hot_issues")).context["rows"]) == 2
    HeatRule.objects.update(hot=9_000)
    nothing = officer.get(reverse("hot_issues")).content.decode()
    assert "No issue is hot just now" in nothing and "show=all" in nothing


def test_what_somebody_has_decided_of_stays_in_the_list_when_it_cools_down(officer, issues, county):
    deciding.make_key(issues[1], "跟进", actor=Actor.of(county.officer))
    HotIssue.objects.update(heat=0.5)
    assert [row[0] for row in officer.get(reverse("hot_issues")).context["rows"]] == [issues[1]]


# --- One issue --------------------------------------------------------------------------------------------
def test_the_page_shows_the_parts_and_their_sum_the_weeks_and_the_opinions(officer, issues):
    text = officer.get(page(issues[0])).content.decode()
    assert "People who raised it" in text and f"{issues[0].heat:.1f}" in text
    assert 'data-chart="bar"' in text
    for title in Case.objects.filter(pk__in=cases_of(issues[0])).values_list("title", flat=True):
        assert title in text


def test_the_page_costs_little(officer, issues, django_assert_max_num_queries):
    officer.get(page(issues[0]))
    with django_assert_max_num_queries(32):
        officer.get(page(issues[0]))


def to_deputy(county: County, issue: HotIssue, number: int) -> list[Case]:
    """So many of the opinions are given to the deputy."""
    mine = list(Case.objects.filter(pk__in=cases_of(issue)).order_by("pk")[:number])
    Case.objects.filter(pk__in=[one.pk for one in mine]).update(
        deputy=county.deputy, with_deputy_at=timezone.now()
    )
    return mine


def test_a_deputy_reads_the_opinions_that_are_theirs_and_figures_of_these_alone(county, issues):
    mine = to_deputy(county, issues[0], 2)
    client = signed_in(county.deputy_user, headers={"accept-language": "en"})
    answer = client.get(page(issues[0]))
    text, figures = answer.content.decode(), answer.context["figures"]
    assert all(one.title in text for one in mine) and step(issues[0], "rename") not in text
    others = Case.objects.filter(pk__in=cases_of(issues[0])).exclude(pk__in=[one.pk for one in mine])
    assert not [one.title for one in others if one.title in text]
    assert (figures.counts.messages, figures.counts.people, figures.words) == (2, 2, [])
    assert sum(week[1] for week in figures.weeks) == 2
    assert sum(number for _place, number in figures.places) == 2
    assert figures.heat < issues[0].heat and f"{issues[0].heat:.1f}" not in text
    assert "You may open" not in text and "and no others" in text
    row = next(iter(client.get(reverse("hot_issues")).context["rows"]))
    assert row[0] == issues[0] and row[1] == figures


def test_a_draft_from_it_tells_of_no_more_people_than_the_deputy_may_read(county, issues):
    to_deputy(county, issues[0], 2)
    client = signed_in(county.deputy_user)
    assert client.get(f"{reverse('draft_new')}?issue={issues[0].pk}").context["people"] == 2


def test_what_was_decided_is_told_to_whoever_reads_a_part_without_its_words(county, issues):
    to_deputy(county, issues[0], 1)
    actor = Actor.of(county.officer)
    taken = Case.objects.filter(pk__in=cases_of(issues[0])).exclude(deputy=county.deputy).first()
    deciding.take_out(issues[0], taken, actor=actor)
    deciding.make_key(issues[0], "由李主任跟进", actor=actor)
    text = signed_in(county.deputy_user).get(page(issues[0])).content.decode()
    assert taken.number not in text and "李主任" not in text and str(county.officer) not in text
    assert "由李主任跟进" in signed_in(county.committee).get(page(issues[0])).content.decode()


def test_a_deputy_to_whom_it_was_handed_reads_all_figures(county, issues):
    deciding.hand_over(issues[0], county.deputy, "请调研", actor=Actor.of(county.officer))
    figures = signed_in(county.deputy_user).get(page(issues[0])).context["figures"]
    assert figures.is_whole and figures.heat == issues[0].heat


def test_a_station_reads_what_its_own_opinions_say_and_decides_nothing(county, issues):
    elsewhere = StationFactory(congress=county.congress)
    inside = Case.objects.filter(pk__in=cases_of(issues[0])).order_by("pk")
    Case.objects.filter(pk__in=[one.pk for one in inside[1:]]).update(station=elsewhere)
    Case.objects.filter(pk__in=cases_of(issues[1])).update(station=elsewhere)
    client = signed_in(county.station_staff)
    assert [row[0] for row in client.get(reverse("hot_issues")).context["rows"]] == [issues[0]]
    assert client.get(page(issues[0])).context["figures"].counts.messages == 1
    assert client.get(page(issues[1])).status_code == 404
    assert client.post(step(issues[0], "rename"), {"name": "x"}).status_code == 403
    assert reverse("hot_issues") in client.get(reverse("start"), follow=True).content.decode()


def test_no_address_tells_a_reader_of_a_part_where_or_when_others_wrote(county, issues):
    """Filters by the whole issue would tell, by leaving it out."""
    to_deputy(county, issues[0], 1)
    HotIssue.objects.filter(pk=issues[0].pk).update(last_day="2020-01-01")
    rows = (
        signed_in(county.deputy_user).get(reverse("hot_issues"), {"days": 28, "place": "1"}).context["rows"]
    )
    assert [row[0] for row in rows] == [issues[0]]


def test_the_committee_reads_and_decides_nothing(county, issues):
    client = signed_in(county.committee)
    assert step(issues[0], "rename") not in client.get(page(issues[0])).content.decode()
    assert client.post(step(issues[0], "rename"), {"name": "x"}).status_code == 403


# --- Deciding ---------------------------------------------------------------------------------------------
def test_each_decision_has_its_form(officer, issues):
    for action in ("key", "hand-over", "rename", "merge", "split", "put-in", "take-out", "dismiss", "reopen"):
        assert officer.get(step(issues[0], action)).status_code == 200
    assert officer.get(step(issues[0], "burn")).status_code == 404


def test_renaming_by_the_form_and_taking_it_back(officer, issues):
    before = issues[0].name
    officer.post(step(issues[0], "rename"), {"name": "柳湾石料厂夜间开工"})
    issues[0].refresh_from_db()
    assert issues[0].name == "柳湾石料厂夜间开工"
    decision = issues[0].decisions.get()
    officer.post(reverse("hot_issue_undo", args=[issues[0].pk, decision.pk]))
    issues[0].refresh_from_db()
    assert issues[0].name == before


def test_only_the_office_takes_back(county, issues):
    decision = deciding.rename(issues[0], "新", actor=Actor.of(county.officer))
    url = reverse("hot_issue_undo", args=[issues[0].pk, decision.pk])
    assert signed_in(county.committee).post(url).status_code == 403
    assert signed_in(County().officer).post(url).status_code == 404


def test_merging_by_the_form_leads_the_old_address_on(officer, issues):
    officer.post(step(issues[1], "merge"), {"into": issues[0].pk})
    assert officer.get(page(issues[1])).url == page(issues[0])
    issues[0].refresh_from_db()
    assert issues[0].people == 11


def test_splitting_and_moving_by_the_forms(officer, issues, county):
    inside = Case.objects.filter(pk__in=cases_of(issues[0])).order_by("pk")
    officer.post(step(issues[0], "split"), {"name": "夜间装车", "cases": [one.pk for one in inside[:2]]})
    new = HotIssue.objects.get(name="夜间装车")
    assert new.messages == 2
    officer.post(step(new, "take-out"), {"case": Case.objects.get(pk=min(cases_of(new))).number})
    strange = written(county, *OTHERS[0], phone="13700000009")
    officer.post(step(new, "put-in"), {"number": strange.number.lower()})
    new.refresh_from_db()
    assert strange.pk in cases_of(new) and new.messages == 2


def test_what_is_wrong_is_told_at_the_field(officer, issues):
    for action, given in (
        ("rename", {"name": " "}),
        ("dismiss", {}),
        ("put-in", {"number": "NONE"}),
        ("merge", {"into": issues[0].pk}),
        ("split", {"name": "x"}),
        ("key", {"note": ""}),
    ):
        answer = officer.post(step(issues[0], action), given)
        assert answer.status_code == 400 and b"errors-title" in answer.content


def test_dismissing_and_watching_again(officer, issues):
    officer.post(step(issues[0], "dismiss"), {"why": "已纳入专项整治"})
    assert "已纳入专项整治" in officer.get(page(issues[0])).content.decode()
    officer.post(step(issues[0], "reopen"))
    issues[0].refresh_from_db()
    assert issues[0].state == "open"


# --- What comes of it -------------------------------------------------------------------------------------
def test_it_is_taken_up_as_a_topic_of_the_year_and_left_out_again(officer, issues, county):
    issue = issues[0]
    url = reverse("plan_topic_from_issue", args=[issue.pk])
    assert officer.get(url).url == reverse("contact_plans")
    plan = plans.draft(county.congress, timezone.localdate().year, actor=Actor.of(county.officer))
    address = officer.get(url).url
    form = officer.get(address).context["form"]
    assert form.initial["title"] == issue.name and form.initial["source"] == "hot_issue"
    year = plan.year
    given = {
        "version": plan.version, "source": "hot_issue", "title": issue.name, "why": "反映集中",
        "topic": county.topic.pk,
        "responsible": county.officer.pk, "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31),
        "target": "查清并答复", "issue": form["issue"].value(),
    }  # fmt: skip
    assert officer.post(address, given).status_code == 302
    topic = PlanTopic.objects.get()
    assert (topic.counted, topic.counted_issue) == (6, issue)
    decision = issue.decisions.get()
    assert decision.action == "topic" and decision.path == reverse("plan_line", args=[topic.line_id])
    plan.refresh_from_db()
    plans.drop_topic(topic, actor=Actor.of(county.officer))
    decision.refresh_from_db()
    assert decision.undone_at


def test_the_plans_issues_are_those_that_were_found(officer, issues, county):
    plan = plans.draft(county.congress, timezone.localdate().year, actor=Actor.of(county.officer))
    text = officer.get(reverse("plan_issues", args=[plan.pk])).content.decode()
    assert issues[0].name in text and issues[1].name in text
    token = f"h{issues[0].pk}_2020-01-01_{timezone.localdate()}"
    assert officer.get(reverse("plan_issue_cases", args=[plan.pk, token])).status_code == 200


def test_where_nothing_was_compared_topics_of_townships_are_counted(officer, county):
    burst(county)
    plan = plans.draft(county.congress, timezone.localdate().year, actor=Actor.of(county.officer))
    text = officer.get(reverse("plan_issues", args=[plan.pk])).content.decode()
    assert not IssueSpace.objects.exists() and county.topic.name in text


def test_a_deputy_drafts_a_suggestion_from_what_was_handed_to_them(issues, county):
    deciding.hand_over(issues[0], county.deputy, "请调研", actor=Actor.of(county.officer))
    mine = Case.objects.get(pk=min(cases_of(issues[0])))
    Case.objects.filter(pk=mine.pk).update(deputy=county.deputy, with_deputy_at=timezone.now())
    client = signed_in(county.deputy_user)
    assert "请调研" in client.get(page(issues[0])).content.decode()
    url = f"{reverse('draft_new')}?issue={issues[0].pk}"
    assert client.get(url).context["form"].initial["opinions"] == [mine.pk]
    client.post(url, {"form": "suggestion", "opinions": [mine.pk]})
    assert [link.opinion for link in Suggestion.objects.get().links.all()] == [mine]
    assert issues[0].decisions.filter(action="draft", actor=county.deputy_user).exists()


def test_what_was_handed_over_is_counted_beside_the_place_until_a_draft_is_begun(issues, county):
    assert waiting(county.deputy_user) == 0
    deciding.hand_over(issues[0], county.deputy, "", actor=Actor.of(county.officer))
    assert (waiting(county.deputy_user), waiting(county.officer)) == (1, 0)
    signed_in(county.deputy_user).post(f"{reverse('draft_new')}?issue={issues[0].pk}", {"form": "suggestion"})
    assert waiting(county.deputy_user) == 0


def test_a_draft_begins_from_no_issue_that_the_deputy_does_not_see(issues, county):
    client = signed_in(county.deputy_user)
    for key in (issues[0].pk, "x", "9" * 30):
        assert client.get(f"{reverse('draft_new')}?issue={key}").context["issue"] is None
