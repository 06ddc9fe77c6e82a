"""Every action × status × role is decided: taken where the table says so, refused with a sentence everywhere else."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from casework.errors import NotAllowed, StepRefused
from casework.models import Case, Event
from casework.services import acting_as, advance, allowed_steps, check
from casework.workflows import OPINION
from tests.factories import County
from tests.loops import TO_STATUS

pytestmark = pytest.mark.django_db

ROLES = ("officer", "station", "deputy", "handler", "head", "committee", "operator", "citizen", "system")


def actors(county: County, case: Case) -> dict[str, Actor]:
    people = {role: Actor.of(user) for role, user in county.staff.items()}
    return people | {"citizen": Actor.citizen(case.pk), "system": Actor.system}


@pytest.fixture
def county() -> County:
    return County()


def test_every_status_of_the_table_can_be_reached_by_the_services() -> None:
    assert set(TO_STATUS) == set(OPINION.names)


@pytest.mark.parametrize("status", OPINION.names)
def test_each_action_is_decided_for_each_role(county: County, status: str) -> None:
    case = TO_STATUS[status](county)
    assert case.status == status
    known = actors(county, case)
    for role in ROLES:
        actor = known[role]
        roles = acting_as(actor, case)
        for step in OPINION.steps:
            if not roles & set(step.who):
                with pytest.raises(NotAllowed):
                    check(case, step, roles)
            elif status not in step.sources:
                with pytest.raises(StepRefused):
                    check(case, step, roles)
            else:
                check(case, step, roles)


@pytest.mark.parametrize("status", OPINION.names)
def test_nobody_has_a_part_in_the_case_of_another_county(county: County, status: str) -> None:
    case = TO_STATUS[status](county)
    stranger = County()
    for role, user in stranger.staff.items():
        assert acting_as(Actor.of(user), case) == frozenset(), role
    assert acting_as(Actor.citizen(case.pk + 1), case) == frozenset()


@pytest.mark.parametrize("status", OPINION.names)
def test_the_committee_and_the_operator_take_no_step(county: County, status: str) -> None:
    case = TO_STATUS[status](county)
    assert allowed_steps(case, Actor.of(county.committee)) == []
    assert allowed_steps(case, Actor.of(county.operator)) == []


@pytest.mark.parametrize("status", OPINION.names)
def test_an_open_case_has_a_next_date_and_history_that_ends_where_it_stands(
    county: County, status: str
) -> None:
    case = TO_STATUS[status](county)
    case.refresh_from_db()
    assert (case.due_on is not None) == case.is_open
    last = Event.objects.filter(case=case, assignment=None).last()
    assert last is not None
    assert last.to_status == case.status
    assert case.is_open == OPINION.by_status[status].is_open


def test_the_history_of_a_case_is_an_unbroken_chain_of_legal_steps(county: County) -> None:
    case = TO_STATUS["closed_unsatisfied"](county)
    standing = ""
    for event in Event.objects.filter(case=case, assignment=None):
        step = OPINION.step(event.action)
        assert event.from_status == standing
        assert standing in step.sources or not step.sources
        standing = event.to_status
    assert standing == "closed_unsatisfied"


def test_a_step_taken_twice_from_two_windows_happens_once(county: County) -> None:
    case = TO_STATUS["submitted"](county)
    window = Case.objects.get(pk=case.pk)
    advance(case, "register", actor=Actor.of(county.officer), owner=county.officer)
    with pytest.raises(StepRefused):
        # The second window still shows the old page, and sends it.
        window.refresh_from_db()
        advance(window, "register", actor=Actor.of(county.colleague), owner=county.colleague)
    assert Event.objects.filter(case=case, action="register").count() == 1
