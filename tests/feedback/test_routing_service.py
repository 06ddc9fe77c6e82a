"""From a submitted opinion to its proposal."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.actors import Actor
from casework.models import Case, Event, TopicOrgan
from deputies.models import Deputy, LiaisonStation
from feedback import services
from feedback.models import Proposal, TopicRule
from feedback.routing import service, store
from tests import loops
from tests.factories import County, TopicFactory
from tests.office_rules import Set, office_rules

__all__ = ["office_rules"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_world() -> None:
    store.forget()


@pytest.fixture
def county() -> County:
    county = County()
    TopicRule.objects.create(topic=county.topic, words="搅拌站 2\n噪声 2")
    return county


def routed(case: Case) -> Proposal:
    service.propose_for(list(case.events.filter(action="submit")))
    case.refresh_from_db()
    return Proposal.objects.get(case=case)


def bare(county: County, **changes: object) -> Case:
    return loops.submitted(county, **{"division": None, "station": None, "topic": None, **changes})


def test_an_opinion_gets_a_proposal_with_reasons_and_the_case_takes_over_what_is_sure(county: County) -> None:
    case = bare(county)
    proposal = routed(case)
    assert proposal.division == county.village
    assert proposal.station == county.station
    assert proposal.deputy == county.deputy
    assert proposal.topic == county.topic
    assert proposal.organ == county.organ
    assert not proposal.abstained
    assert proposal.confidence > 0.55
    assert {row["about"] for row in proposal.reasons} == {"division", "station", "deputy", "topic", "organ"}
    assert (case.division, case.station, case.topic) == (county.village, county.station, county.topic)


def test_no_deputy_and_no_organ_is_put_on_the_case_and_nothing_is_assigned(county: County) -> None:
    case = bare(county)
    routed(case)
    assert (case.deputy, case.organ, case.status) == (None, None, "submitted")
    assert not case.assignments.exists()


def test_the_proposal_is_in_the_history_and_not_public(county: County) -> None:
    case = bare(county)
    routed(case)
    event = case.events.get(action="propose")
    assert (event.actor_kind, event.is_public) == ("system", False)


def test_routing_twice_proposes_once(county: County) -> None:
    case = bare(county)
    routed(case)
    routed(case)
    assert case.events.filter(action="propose").count() == 1


def test_what_the_citizen_chose_is_not_overwritten(county: County) -> None:
    other = LiaisonStation.objects.create(
        congress=county.congress, code="other", name="另一联络站", division=county.township
    )
    case = bare(county, station=other, division=county.township)
    assert routed(case).station == other
    assert (case.station, case.division) == (other, county.township)


def test_a_case_that_a_colleague_has_taken_in_hand_is_left_alone(county: County) -> None:
    case = bare(county)
    services.register(case, actor=Actor.of(county.officer))
    service.propose_for(list(case.events.filter(action="submit")))
    assert not Proposal.objects.filter(case=case).exists()


def test_it_abstains_where_nothing_is_said_of_place_or_matter(county: County) -> None:
    case = bare(county, body="有件事想反映,请联系我。")
    proposal = routed(case)
    assert proposal.abstained
    assert (case.station, case.topic) == (None, None)


def test_a_broken_rule_holds_the_case_with_the_reason_and_fills_in_nothing(county: County) -> None:
    TopicRule.objects.create(topic=county.topic, words="/(/")
    case = bare(county)
    proposal = routed(case)
    assert proposal.abstained
    assert proposal.reasons[0]["code"] == "rule_failed"
    assert (case.station, case.topic) == (None, None)


def test_a_rule_switched_off_or_of_another_congress_says_nothing(county: County) -> None:
    TopicRule.objects.update(is_active=False)
    TopicRule.objects.create(topic=TopicFactory(), congress=County().congress, words="搅拌站 5")
    assert routed(bare(county)).topic is None


def test_another_congress_s_places_and_deputies_are_not_proposed(county: County) -> None:
    other = County()
    proposal = routed(bare(county))
    assert proposal.station.congress == county.congress
    assert proposal.deputy.congress == county.congress
    assert other.station.name not in str(proposal.reasons)


def test_a_closed_station_and_a_deputy_out_of_office_are_not_proposed(county: County) -> None:
    LiaisonStation.objects.update(is_open=False)
    county.deputy.mandates.update(status="suspended")
    proposal = routed(bare(county))
    assert (proposal.station, proposal.deputy) == (None, None)
    assert Deputy.objects.in_office().count() == 0


def test_the_picture_is_drawn_once_for_many_opinions(county: County, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    events = [bare(county, body=loops.BODY + str(n)).events.get() for n in range(10)]
    service.propose_for(events[:1])
    with django_assert_max_num_queries(8):
        service.propose_for(events)
    assert Proposal.objects.count() == 10


# --- Sending on -----------------------------------------------------------------------------------------
def registered(county: County) -> Case:
    case = bare(county)
    routed(case)
    services.register(case, actor=Actor.of(county.officer))
    return case


def test_nothing_goes_to_an_organ_unless_the_office_has_switched_it_on(county: County) -> None:
    case = registered(county)
    assert service.send_on(case) is None
    assert case.status == "registered"


def test_a_topic_that_is_switched_on_goes_to_its_usual_organ(county: County, office_rules: Set) -> None:
    office_rules(switch={"direct_small_matter": True})
    TopicOrgan.objects.update(sends_without_office=True)
    case = registered(county)
    event = service.send_on(case)
    assert isinstance(event, Event)
    assert (case.status, case.organ, event.actor_kind) == ("assigned", county.organ, "system")
    assert case.assignments.get().due_on > timezone.localdate()


def test_an_unsure_proposal_or_one_the_officer_changed_is_not_sent_on(
    county: County, office_rules: Set
) -> None:
    office_rules(switch={"direct_small_matter": True})
    TopicOrgan.objects.update(sends_without_office=True)
    case = registered(county)
    Proposal.objects.update(confidence=0.7)
    assert service.send_on(case) is None
    Proposal.objects.update(confidence=0.9, organ=county.second_organ)
    assert service.send_on(case) is None
