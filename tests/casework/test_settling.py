"""Where a case stands follows from where its organs stand: no combination leaves it with nobody."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework import clocks, services
from casework.errors import StepRefused
from casework.filters import in_group
from casework.models import AssignmentObjection, Case
from casework.rules import clock as rule_clock
from casework.services import Part
from feedback.notices import _waiting
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def apart(county: County) -> Case:
    """A case that two organs answer separately."""
    return loops.assigned(
        county, parts=[Part(county.organ, "separate"), Part(county.second_organ, "separate")]
    )


def object_as(case: Case, county: County, first: bool) -> AssignmentObjection:
    organ, handler = (county.organ, county.handler) if first else (county.second_organ, county.second_handler)
    return services.object_to(loops.share_of(case, organ), actor=Actor.of(handler), reason="不属于本单位。")


def decide(objection: AssignmentObjection, county: County, upheld: bool) -> None:
    objection.refresh_from_db()
    services.decide_objection(objection, actor=Actor.of(county.officer), upheld=upheld, note="经研究决定。")


def release_as_second(case: Case, county: County) -> None:
    share = loops.share_of(case, county.second_organ)
    services.sign(share, actor=Actor.of(county.second_handler))
    services.submit_reply(share, actor=Actor.of(county.second_handler), body=loops.REPLY, category="A")
    services.release_reply(share, actor=Actor.of(county.second_head))


def standing(case: Case) -> str:
    return Case.objects.get(pk=case.pk).status


def test_one_of_two_objects_and_the_other_goes_on(apart: Case, county: County) -> None:
    objection = object_as(apart, county, first=True)
    assert standing(apart) == "assigned"
    decide(objection, county, upheld=True)
    assert standing(apart) == "assigned"
    release_as_second(apart, county)
    assert standing(apart) == "replied"


def test_the_other_has_released_when_the_objection_is_accepted(apart: Case, county: County) -> None:
    objection = object_as(apart, county, first=True)
    release_as_second(apart, county)
    assert standing(apart) == "handling"
    decide(objection, county, upheld=True)
    assert standing(apart) == "replied"


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (True, True, "to_refer"),
        (True, False, "handling"),
        (False, True, "handling"),
        (False, False, "handling"),
    ],
)
def test_both_object_and_each_is_decided_by_itself(
    apart: Case, county: County, first: bool, second: bool, status: str
) -> None:
    one = object_as(apart, county, first=True)
    other = object_as(apart, county, first=False)
    assert standing(apart) == "objected"
    decide(one, county, upheld=first)
    decide(other, county, upheld=second)
    assert standing(apart) == status
    live = Case.objects.get(pk=apart.pk).assignments.live().count()
    assert live == [first, second].count(False)


def test_an_officer_takes_a_case_back_from_a_silent_organ(county: County) -> None:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
    services.recall(case, actor=Actor.of(county.officer), note="该单位已撤并。")
    assert standing(case) == "to_refer"
    assert not case.assignments.live().exists()
    services.assign(case, [Part(county.third_organ)], actor=Actor.of(county.officer))
    assert standing(case) == "assigned"


@pytest.mark.parametrize(("mode", "role"), [("lead", "assist"), ("separate", "separate")])
def test_an_organ_is_added_in_the_mode_the_case_is_handled_in(county: County, mode: str, role: str) -> None:
    case = loops.assigned(county, parts=[Part(county.organ, mode)])
    added = services.add_organ(case, county.second_organ, actor=Actor.of(county.officer))
    assert added.role == role
    assert case.answer_due_on is not None
    assert added.due_on <= case.answer_due_on


def test_what_organs_ask_is_a_group_of_the_queue_and_told_to_the_owner(county: County) -> None:
    case = loops.handling(county)
    loops.handling(county)
    services.ask_extension(
        loops.share_of(case, county.organ), actor=Actor.of(county.handler), reason="等设备。"
    )
    assert list(in_group(Case.objects.all(), "asks")) == [case]
    event = case.events.get(action="ask_extension")
    assert list(_waiting(event)) == [county.officer]


def test_more_time_is_asked_for_once_for_the_case_and_not_by_an_assisting_organ(county: County) -> None:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
    services.sign(loops.share_of(case, county.organ), actor=Actor.of(county.handler))
    assisting = loops.share_of(case, county.second_organ)
    with pytest.raises(StepRefused):
        services.ask_extension(assisting, actor=Actor.of(county.second_handler), reason="等设备。")


def test_more_time_that_is_granted_too_late_does_not_undo_the_lateness(county: County) -> None:
    case = loops.handling(county)
    request = services.ask_extension(
        loops.share_of(case, county.organ), actor=Actor.of(county.handler), reason="等设备。"
    )
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        services.decide_extension(request, actor=Actor.of(county.officer), granted=True, note="同意。")
    assert Case.objects.get(pk=case.pk).was_late


def test_after_more_time_and_a_returned_reply_the_date_still_explains_itself(county: County) -> None:
    case = loops.handling(county)
    share = loops.share_of(case, county.organ)
    request = services.ask_extension(share, actor=Actor.of(county.handler), reason="等设备。")
    services.decide_extension(request, actor=Actor.of(county.officer), granted=True, note="同意。")
    promised = Case.objects.get(pk=case.pk).due_on
    share.refresh_from_db()
    share.case.refresh_from_db()
    services.submit_reply(share, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    services.release_reply(share, actor=Actor.of(county.head))
    case.refresh_from_db()
    services.return_replies(case, actor=Actor.of(county.officer), note="请写明日期。")
    case.refresh_from_db()
    explained = clocks.explain(case)
    assert explained is not None
    assert case.due_on == promised == explained.due


def test_an_assisting_organ_has_a_date_of_its_own_that_explains_itself(county: County) -> None:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
    lead, assisting = (loops.share_of(case, organ) for organ in (county.organ, county.second_organ))
    inner = rule_clock(case.profile, "opinion.assist_opinion", timezone.localdate())
    assert (assisting.due_on, lead.due_on) == (inner.due, case.answer_due_on)
    assert assisting.due_on < lead.due_on
    assert clocks.explain(assisting) == inner
    assert clocks.explain(lead) == clocks.explain(case)
    page = signed_in(county.second_handler).get(reverse("case", args=[case.number])).content.decode()
    assert inner.sentence() in unescape(page)


def test_a_date_of_an_assisting_organ_that_no_clock_gave_claims_no_reason(county: County) -> None:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
    share = loops.share_of(case, county.second_organ)
    share.due_on -= timedelta(days=1)
    assert clocks.explain(share) is None
