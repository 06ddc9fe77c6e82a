"""How well routing did, against decisions that are counted by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import Case
from feedback.models import Proposal, RoutingThreshold
from reports.routing import routing_of
from tests import loops
from tests.factories import County, TopicFactory
from tests.office_rules import Set, office_rules
from tests.signing_in import signed_in

__all__ = ["office_rules"]

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
    assert page.count("<figure") == page.count("<table class") - 1 == 4
    assert str(county.schools.name_en or county.schools.name) in page


def test_nobody_else_reads_it(county: County) -> None:
    for user in (county.station_staff, county.handler):
        assert signed_in(user).get(reverse("routing_figures")).status_code == 403


def test_each_threshold_tells_what_it_would_have_done(county: County) -> None:
    roads, schools = county.roads, county.schools
    for sure, decided in ((0.95, roads), (0.8, roads), (0.65, schools), (0.4, roads)):
        decision(county, roads, decided, sure, shown=False)
    decision(county, None, roads, 0.0, shown=False)
    found = {one.percent: (one.named, one.right) for one in routing_of(county.congress, 365).outlooks}
    assert sorted(found) == [55, 60, 65, 70, 75, 80, 85, 90, 95]
    assert found[55] == found[65] == (pytest.approx(3 / 5), pytest.approx(2 / 3))
    assert found[80] == (pytest.approx(2 / 5), 1.0)
    assert found[95] == (pytest.approx(1 / 5), 1.0)
    RoutingThreshold.objects.create(congress=county.congress, propose_from=82)
    found = {one.percent: one.named for one in routing_of(county.congress, 365).outlooks}
    assert found[82] == pytest.approx(1 / 5)


def test_a_threshold_at_which_nothing_would_have_been_named_has_no_share_of_right_ones(
    county: County,
) -> None:
    decision(county, county.roads, county.roads, 0.6)
    assert routing_of(county.congress, 365).outlooks[-1].right is None
    page = signed_in(county.officer).get(reverse("routing_figures"))
    assert page.status_code == 200


def test_the_office_sets_from_how_sure_it_acts_and_the_page_says_who_did(county: County) -> None:
    officer, address = signed_in(county.officer), reverse("routing_figures")
    assert officer.post(address, {"propose_from": "75"}).status_code == 302
    page = officer.get(address, headers={"accept-language": "en"}).content.decode()
    assert "a topic is proposed from 75 percent" in page
    assert "topics from 75 percent" in page
    assert str(county.officer) in page[page.index("Who set it") :]


def test_what_the_rules_do_not_allow_is_refused_at_its_field(county: County) -> None:
    page = signed_in(county.officer).post(
        reverse("routing_figures"), {"propose_from": "20"}, headers={"accept-language": "en"}
    )
    assert page.status_code == 400
    assert 'href="#id_propose_from"' in page.content.decode()
    assert not RoutingThreshold.objects.exists()


def test_the_committee_reads_and_does_not_set(county: County) -> None:
    reader = signed_in(county.committee)
    assert "propose_from" not in reader.get(reverse("routing_figures")).content.decode()
    assert reader.post(reverse("routing_figures"), {"propose_from": "75"}).status_code == 403
    assert not RoutingThreshold.objects.exists()


def test_sending_is_asked_only_where_the_rules_let_small_matters_go_directly(
    county: County, office_rules: Set
) -> None:
    officer, address = signed_in(county.officer), reverse("routing_figures")
    assert "send_from" not in officer.get(address).content.decode()
    office_rules(switch={"direct_small_matter": True})
    assert "send_from" in officer.get(address).content.decode()
    assert officer.post(address, {"propose_from": "", "send_from": "90"}).status_code == 302
    office_rules(switch={"direct_small_matter": False})
    officer.post(address, {"propose_from": "60", "send_from": "10"})
    last = RoutingThreshold.objects.first()
    assert last is not None
    assert (last.propose_from, last.send_from) == (60, 90)
