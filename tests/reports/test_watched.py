"""What the committee watches now: supervised, urged and late cases, each list with who, how late and when urged."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from casework import services as casework
from casework.access import visible_to
from casework.models import Case
from casework.services import NOBODY_NAMED
from reports import watched
from reports.templatetags.reports import days_late
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def page(county: County) -> Client:
    return signed_in(county.committee)


def late(county: County) -> Case:
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        return loops.handling(county)


def supervise(case: Case, county: County, leader: str) -> None:
    casework.supervise(Case.objects.get(pk=case.pk), actor=Actor.of(county.officer), leader=leader)


def listed(page: Client, name: str, **query: str) -> list[int]:
    return [case.pk for case in page.get(f"/reports/watched/{name}/", query).context["page"].rows]


def test_each_list_holds_what_it_names_and_its_number_is_its_length(county: County, page: Client) -> None:
    loops.handling(county)
    behind, led = late(county), loops.handling(county)
    urged = loops.handling(county)
    casework.urge(urged, actor=Actor.of(county.officer), note="请本周答复。")
    supervise(led, county, "王副主任")
    assert listed(page, "late") == [behind.pk]
    assert listed(page, "urged") == [urged.pk]
    assert listed(page, "supervised") == [led.pk]
    base = watched.open_in(visible_to(county.committee), county.congress.pk)
    for name, count in watched.counts(base, timezone.localdate()).items():
        assert count == len(listed(page, name)), name


def test_a_row_says_leader_organ_days_late_and_the_last_urging(county: County, page: Client) -> None:
    case = late(county)
    casework.urge(Case.objects.get(pk=case.pk), actor=Actor.of(county.officer))
    supervise(case, county, "王副主任")
    body = page.get("/reports/watched/supervised/").content.decode()
    days = days_late(Case.objects.get(pk=case.pk), timezone.localdate())
    assert days > 20
    for words in ("王副主任", str(county.organ), f">{days}<", "领导督办"):
        assert words in body, words


def test_the_supervised_are_told_apart_by_leader_and_who_has_none_stands_first(
    county: County, page: Client
) -> None:
    cases = [loops.handling(county) for _ in range(3)]
    for case, leader in zip(cases, ("王副主任", "李副主任", NOBODY_NAMED), strict=True):
        supervise(case, county, leader)
    answer = page.get("/reports/watched/supervised/")
    assert answer.context["leaders"][0][0] == NOBODY_NAMED
    assert "尚未指定" in answer.content.decode()
    assert listed(page, "supervised", leader="李副主任") == [cases[1].pk]


def test_a_closed_case_an_undone_urging_and_a_citizens_own_time_are_not_watched(
    county: County, page: Client
) -> None:
    done = loops.closed(county)
    Case.objects.filter(pk=done.pk).update(urged=2, supervised_by="王副主任")
    with time_machine.travel(timezone.now() - timedelta(days=90)):
        loops.fed_back(county)
    assert not any(listed(page, name) for name in watched.LISTS)


def test_another_county_is_not_shown_and_an_unknown_list_is_not_found(county: County, page: Client) -> None:
    late(County())
    assert listed(page, "late") == []
    assert page.get("/reports/watched/whatever/").status_code == 404


def test_the_year_leads_to_each_list(county: County, page: Client) -> None:
    body = page.get("/summary/now/", follow=True).content.decode()
    for name in watched.LISTS:
        assert f"/reports/watched/{name}/" in body


@pytest.mark.parametrize("many", [2, 20])
def test_a_list_asks_the_same_few_questions_for_few_and_many_rows(
    county: County, page: Client, many: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(many):
        supervise(loops.handling(county), county, "王副主任")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page.get("/reports/watched/supervised/")
