"""Among the portal's own opinions: found at night, joined in the day, and what people decide of them stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from casework import outbox
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Case
from feedback import expiry, services
from feedback.hot import deciding, joining, nightly, opinions
from feedback.hot.access import issues_visible_to, opinions_of
from feedback.hot.counting import names_of_places
from feedback.models import HeatRule, HotIssue, IssueMember, IssueState
from tests.factories import County, DivisionFactory, StationFactory
from tests.feedback.hot.bursts import BUS, NOISE, OTHERS, burst, cases_of, everything, found, written

pytestmark = pytest.mark.django_db
LIKE_NOISE = ("柳湾小区石料厂夜里噪声太大", "柳湾小区边上的石料厂半夜还在碎石头,噪声大得睡不着。")


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def officer(county) -> Actor:
    return Actor.of(county.officer)


def renew(county: County) -> None:
    nightly.renew(county.congress)


# --- At night ---------------------------------------------------------------------------------------------
def test_a_night_finds_two_issues_with_their_opinions_and_people(county):
    noise, bus = everything(county)
    first, second = found(county)
    assert cases_of(first) == {one.pk for one in noise} and cases_of(second) == {one.pk for one in bus}
    assert (first.people, first.messages) == (6, 6) and "石料厂" in first.name
    assert first.topic == county.topic and first.division == county.township


def test_a_second_night_changes_nothing(county):
    everything(county)
    before = [(one.pk, one.name, cases_of(one)) for one in found(county)]
    assert [(one.pk, one.name, cases_of(one)) for one in found(county)] == before


def test_an_issue_keeps_key_and_name_as_it_grows(county):
    burst(county, NOISE[:5])
    burst(county, OTHERS, first=200)
    (first,) = found(county)
    burst(county, (NOISE[5], LIKE_NOISE), first=50)
    (again,) = found(county)
    assert (again.pk, again.name) == (first.pk, first.name) and again.people == 7


def test_names_are_given_anew_where_that_is_asked_for_and_nobody_has_decided(county, officer):
    everything(county)
    first, second = found(county)
    names = (first.name, second.name)
    deciding.rename(second, "末班车", actor=officer)
    HotIssue.objects.filter(pk=first.pk).update(name="湾小区石料")
    assert {one.name for one in found(county)} == {"湾小区石料", "末班车"}
    nightly.renew(county.congress, rename=True)
    assert set(HotIssue.objects.values_list("name", flat=True)) == {names[0], "末班车"}


def test_a_name_holds_places_of_the_congress_whole(county):
    DivisionFactory(code=f"{county.township.code}777", name="柳湾小区东村", level=5, parent=county.township)
    assert "柳湾小区东村" in names_of_places(county.congress)


def test_one_persons_fifty_copies_are_no_issue(county):
    burst(county, OTHERS, first=200)
    for place in range(12):
        written(county, NOISE[0][0], f"{NOISE[0][1]}第{place}次", phone="13900000001")
    assert found(county) == []


def test_complaints_withdrawn_and_other_congresses_are_not_counted(county):
    other = County()
    burst(county, NOISE[:5])
    gone = written(county, *NOISE[5], phone="13800000009")
    services.withdraw(gone)
    written(other, *LIKE_NOISE, phone="13800000010")
    (issue,) = found(county)
    assert issue.people == 5 and not found(other)


def test_what_was_withdrawn_leaves_at_night(county):
    cases = burst(county)
    (issue,) = found(county)
    services.withdraw(cases[0])
    renew(county)
    issue.refresh_from_db()
    assert issue.people == 5


def test_an_issue_that_nobody_decided_of_goes_when_it_is_too_small(county):
    cases = burst(county, NOISE[:5])
    (issue,) = found(county)
    services.withdraw(cases[0])
    renew(county)
    assert not HotIssue.objects.filter(pk=issue.pk).exists()


def test_the_offices_weights_hold(county):
    HeatRule.objects.create(
        congress=county.congress, people=10, recent=0, growth=0, support=0, least_people=6
    )
    everything(county)
    (only,) = found(county)
    assert only.heat == 60


def test_where_a_year_is_too_much_a_season_is_compared(county, monkeypatch):
    monkeypatch.setattr(opinions, "MOST", 3)
    burst(county)
    assert opinions.window(county.congress) == opinions.FEWER_DAYS


def test_nothing_that_is_kept_tells_who_wrote(county):
    burst(county)
    written(
        county,
        f"{NOISE[0][0]}联系张秋生13912345678",
        f"{NOISE[0][1]}我叫张秋生,电话13912345678",
        phone="13912345678",
    )
    (issue,) = found(county)
    kept = f"{issue.name}{issue.words}{issue.weeks}{issue.places}"
    assert "张秋生" not in kept and "1391234" not in kept


def test_words_of_confidential_opinions_stand_in_no_name(county):
    for place, (title, body) in enumerate(NOISE):
        written(county, title, body, phone=f"139{place:08d}", confidential=True)
    (issue,) = found(county)
    assert "石料厂" not in issue.name and issue.words == []


# --- In the day -------------------------------------------------------------------------------------------
def test_a_new_opinion_joins_by_the_outbox_without_a_night(county):
    everything(county)
    issue = found(county)[0]
    case = written(county, *LIKE_NOISE, phone="13700000001", days_ago=0)
    outbox.drain("feedback.index")
    issue.refresh_from_db()
    assert case.pk in cases_of(issue) and issue.people == 7


def test_joining_twice_is_joining_once(county):
    everything(county)
    issue = found(county)[0]
    case = written(county, *LIKE_NOISE, phone="13700000001")
    assert joining.join([case.pk]) == 1 and joining.join([case.pk]) == 0
    assert IssueMember.objects.filter(case=case).count() == 1 and case.pk in cases_of(issue)


def test_what_is_about_something_else_joins_nothing(county):
    everything(county)
    renew(county)
    case = written(
        county,
        "小学的操场积水",
        "小学的操场一下雨就积水,孩子们上不了体育课,请修一修排水。",
        phone="13700000002",
    )
    assert joining.join([case.pk]) == 0


def test_before_the_first_night_nothing_joins(county):
    assert joining.join([written(county, *LIKE_NOISE).pk]) == 0


def test_joining_asks_the_database_little(county, django_assert_max_num_queries):
    everything(county)
    renew(county)
    case = written(county, *LIKE_NOISE, phone="13700000001")
    joining.join([])
    with django_assert_max_num_queries(22):
        joining.join([case.pk])


# --- What people decide stays -----------------------------------------------------------------------------
def test_a_merge_is_never_undone_by_the_machine(county, officer):
    everything(county)
    noise, bus = found(county)
    deciding.merge(bus, noise, actor=officer)
    assert found(county) == [noise]
    noise.refresh_from_db()
    assert noise.people == 11
    bus.refresh_from_db()
    assert bus.state == IssueState.MERGED and bus.merged_into == noise


def test_a_split_is_never_undone_by_the_machine_and_both_grow(county, officer):
    cases = burst(county)
    (issue,) = found(county)
    new = deciding.split(issue, cases[:2], "石料厂夜间装车", actor=officer)
    parts = (cases_of(issue), cases_of(new))
    late = written(county, *LIKE_NOISE, phone="13700000005")
    renew(county)
    assert cases_of(issue) - {late.pk} == parts[0] and cases_of(new) - {late.pk} == parts[1]
    assert (late.pk in cases_of(issue)) != (late.pk in cases_of(new))


def test_a_name_given_by_a_person_stays(county, officer):
    burst(county)
    (issue,) = found(county)
    deciding.rename(issue, "柳湾石料厂夜间施工,联系电话13912345678", actor=officer)
    renew(county)
    issue.refresh_from_db()
    assert issue.name.startswith("柳湾石料厂夜间施工") and "13912345678" not in issue.name


def test_what_was_taken_out_does_not_come_back(county, officer):
    cases = burst(county)
    (issue,) = found(county)
    deciding.take_out(issue, cases[0], actor=officer)
    renew(county)
    joining.join([cases[0].pk])
    assert cases[0].pk not in cases_of(issue)


def test_what_was_put_in_stays_in(county, officer):
    everything(county)
    noise, bus = found(county)
    strange = written(county, *OTHERS[0], phone="13700000007")
    deciding.put_in(noise, strange, actor=officer)
    moved = Case.objects.get(pk=min(cases_of(bus)))
    deciding.put_in(noise, moved, actor=officer)
    renew(county)
    assert {strange.pk, moved.pk} <= cases_of(noise) and moved.pk not in cases_of(bus)


def test_a_dismissed_issue_stays_dismissed_and_gathers_what_is_about_it(county, officer):
    burst(county)
    (issue,) = found(county)
    deciding.dismiss(issue, "已由住建部门专项整治", actor=officer)
    burst(county, (LIKE_NOISE, NOISE[0]), first=60)
    assert found(county) == []
    issue.refresh_from_db()
    assert issue.state == IssueState.DISMISSED and issue.people == 8


def test_two_issues_of_one_matter_become_one_where_nobody_decided(county):
    burst(county, NOISE[:5])
    (first,) = found(county)
    second = HotIssue.objects.create(congress=county.congress, name="另一")
    moved = burst(county, (NOISE[5], LIKE_NOISE), first=70)
    IssueMember.objects.bulk_create(IssueMember(issue=second, case=one) for one in moved)
    assert found(county) == [first]
    second.refresh_from_db()
    assert second.merged_into == first


@pytest.mark.parametrize(
    "action", ["merge", "split", "rename", "take_out", "put_in", "dismiss", "make_key", "hand_over"]
)
def test_every_decision_is_recorded_and_taken_back(county, officer, action):
    everything(county)
    noise, bus = found(county)
    before = {one.pk: (one.name, one.state, cases_of(one)) for one in (noise, bus)}
    done = {
        "merge": lambda: deciding.merge(bus, noise, actor=officer),
        "split": lambda: deciding.split(
            noise, Case.objects.filter(pk=min(cases_of(noise))), "另一件", actor=officer
        ),
        "rename": lambda: deciding.rename(noise, "新名字", actor=officer),
        "take_out": lambda: deciding.take_out(
            noise, Case.objects.get(pk=min(cases_of(noise))), actor=officer
        ),
        "put_in": lambda: deciding.put_in(noise, Case.objects.get(pk=min(cases_of(bus))), actor=officer),
        "dismiss": lambda: deciding.dismiss(noise, "已解决", actor=officer),
        "make_key": lambda: deciding.make_key(noise, "由王主任跟办", actor=officer),
        "hand_over": lambda: deciding.hand_over(noise, county.deputy, "", actor=officer),
    }
    done[action]()
    decision = noise.decisions.get()
    assert decision.actor == county.officer
    deciding.undo(decision, actor=officer)
    after = {one.pk: (one.name, one.state, cases_of(one)) for one in HotIssue.objects.filter(pk__in=before)}
    assert after == before
    decision.refresh_from_db()
    assert decision.undone_by == county.officer
    with pytest.raises(StepRefused):
        deciding.undo(decision, actor=officer)


def test_only_the_office_decides(county):
    burst(county)
    (issue,) = found(county)
    for person in (county.committee, county.deputy_user, county.operator, County().officer):
        with pytest.raises(NotAllowed):
            deciding.rename(issue, "别的", actor=Actor.of(person))


def test_dismissing_wants_a_reason(county, officer):
    burst(county)
    (issue,) = found(county)
    with pytest.raises(Incomplete):
        deciding.dismiss(issue, " ", actor=officer)


# --- Seeing and leaving -----------------------------------------------------------------------------------
def test_the_office_and_the_committee_see_all_a_deputy_and_a_station_what_is_theirs(county):
    everything(county)
    noise, bus = found(county)
    elsewhere = StationFactory(congress=county.congress)
    Case.objects.filter(pk__in=cases_of(bus)).update(station=elsewhere)
    Case.objects.filter(pk=min(cases_of(bus))).update(deputy=county.deputy, with_deputy_at=timezone.now())
    assert set(issues_visible_to(county.officer)) == set(issues_visible_to(county.committee)) == {noise, bus}
    assert list(issues_visible_to(county.deputy_user)) == [bus]
    assert opinions_of(county.deputy_user, bus).count() == 1
    assert list(issues_visible_to(county.station_staff)) == [noise]
    for person in (county.handler, county.operator, County().officer, County().station_staff):
        assert not issues_visible_to(person)


def test_a_deputy_sees_what_was_handed_to_them_until_it_is_taken_back(county, officer):
    burst(county)
    (issue,) = found(county)
    decision = deciding.hand_over(issue, county.deputy, "请调研", actor=officer)
    assert list(issues_visible_to(county.deputy_user)) == [issue]
    assert not opinions_of(county.deputy_user, issue)
    deciding.undo(decision, actor=officer)
    assert not issues_visible_to(county.deputy_user)


def test_an_anonymised_case_leaves_and_the_figures_follow(county):
    cases = burst(county)
    (issue,) = found(county)
    expiry.anonymise(cases[0].pk)
    issue.refresh_from_db()
    assert cases[0].pk not in cases_of(issue) and issue.people == 5
    for one in cases[1:]:
        expiry.anonymise(one.pk)
    assert not HotIssue.objects.exists()


def test_what_expired_does_not_come_in_again(county):
    burst(county)
    long_ago = timezone.now() - timedelta(days=1200)
    Case.objects.update(status="closed", closed_at=long_ago)
    assert found(county) == []


def test_buses_are_no_noise(county):
    """The two bursts have nothing in common but the county."""
    burst(county, BUS)
    (issue,) = found(county)
    assert "石料厂" not in issue.name
