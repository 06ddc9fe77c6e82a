"""How well routing did, against decisions that are counted by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import Case
from feedback.models import Proposal
from reports.routing import routing_of
from tests import loops
from tests.factories import County, TopicFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    county = County()
    county.roads, county.schools = TopicFactory(name="道路"), TopicFactory(name="学校")
    return county


def decision(
    county: County, guess: object, decided: object, sure: float, *, shown: bool = True, days: int = 1
) -> Case:
    case = loops.registered(county)
    Proposal.objects.filter(case=case).delete()
    Proposal.objects.create(
        case=case,
        guess=guess,
        guess_sure=sure,
        topic=guess if shown else None,
        decided_topic=decided,
        decided_at=timezone.now() - timedelta(days=days),
    )
    return case


def test_the_figures_are_those_counted_by_hand(county: County) -> None:
    roads, schools = county.roads, county.schools
    decision(county, roads, roads, 0.95)
    decision(county, roads, roads, 0.91)
    decision(county, roads, schools, 0.65)
    decision(county, schools, schools, 0.40, shown=False)
    decision(county, None, schools, 0.0, shown=False)
    found = routing_of(county.congress, 365)
    assert len(found.decisions) == 5
    assert found.scores.accuracy == pytest.approx(3 / 5)
    assert found.coverage == pytest.approx(3 / 5)
    assert found.shown_right == pytest.approx(2 / 3)
    assert found.corrected == 1
    assert found.scores.coverage_at_97 == pytest.approx(2 / 5)
    assert found.scores.per_class["道路"]["precision"] == pytest.approx(2 / 3)
    assert found.scores.per_class["学校"]["recall"] == pytest.approx(1 / 3)
    assert {(one.decided, one.guess, one.count) for one in found.confused} == {
        ("学校", "道路", 1),
        ("学校", "", 1),
    }


def test_months_tell_how_it_changes(county: County) -> None:
    decision(county, county.roads, county.roads, 0.9, days=1)
    decision(county, county.roads, county.schools, 0.9, days=70)
    first, last = routing_of(county.congress, 180).months
    assert (first.decided, first.right, last.right) == (1, 0.0, 1.0)
    assert first.first < last.first


def test_only_this_congress_this_period_and_what_was_decided_count(county: County) -> None:
    decision(county, county.roads, county.roads, 0.9, days=200)
    Case.objects.filter(pk=decision(county, county.roads, county.roads, 0.9).pk).update(status="submitted")
    decision(county, county.roads, None, 0.9)
    other = County()
    decision(other, county.roads, county.roads, 0.9)
    assert routing_of(county.congress, 90).decisions == []
    assert len(routing_of(county.congress, 365).decisions) == 1


def test_the_page_says_that_nothing_was_trained_and_shows_each_chart_with_its_table(county: County) -> None:
    officer = signed_in(county.officer)
    address = reverse("routing_figures")
    page = officer.get(address, headers={"accept-language": "en"}).content.decode()
    assert "Not trained yet" in page
    assert "<figure" not in page
    for sure in (0.95, 0.7):
        decision(county, county.roads, county.roads, sure)
    decision(county, county.roads, county.schools, 0.6)
    page = officer.get(address, headers={"accept-language": "en"}).content.decode()
    assert page.count("<figure") == page.count("<table class") - 1 == 3
    assert str(county.schools.name_en or county.schools.name) in page


def test_nobody_else_reads_it(county: County) -> None:
    for user in (county.station_staff, county.handler):
        assert signed_in(user).get(reverse("routing_figures")).status_code == 403
