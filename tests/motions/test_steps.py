"""Every action × status × role of a motion is decided: taken where the table says so, else refused."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from casework.errors import NotAllowed, StepRefused
from casework.models import Case, Event
from casework.services import acting_as, allowed_steps, check
from casework.workflows import MOTION
from tests.factories import County
from tests.motions import ways
from tests.suggestions.ways import another_deputy

pytestmark = pytest.mark.django_db

ROLES = (
    "officer", "station", "deputy", "cosigner", "handler", "head", "committee", "operator", "citizen", "system",
)  # fmt: skip


@pytest.fixture
def county() -> County:
    return County()


def actors(county: County, case: Case) -> dict[str, Actor]:
    people = {role: Actor.of(user) for role, user in county.staff.items()}
    deputy, user = another_deputy(county)
    case.signatories.create(deputy=deputy, signed_at=case.opened_at, signed_by=user)
    others = {"cosigner": Actor.of(user), "citizen": Actor.citizen(case.pk), "system": Actor.system}
    return people | others


def test_every_status_of_the_table_can_be_reached_by_the_services() -> None:
    assert set(ways.TO_STATUS) == set(MOTION.names)


@pytest.mark.parametrize("status", MOTION.names)
def test_each_action_is_decided_for_each_role(county: County, status: str) -> None:
    case = ways.TO_STATUS[status](county)
    assert case.status == status
    known = actors(county, case)
    for role in ROLES:
        roles = acting_as(known[role], case)
        assert roles <= {role}, "nobody is more than what they are here"
        for step in MOTION.steps:
            if not roles & set(step.who):
                with pytest.raises(NotAllowed):
                    check(case, step, roles)
            elif status not in step.sources:
                with pytest.raises(StepRefused):
                    check(case, step, roles)
            else:
                check(case, step, roles)


@pytest.mark.parametrize("status", MOTION.names)
def test_an_open_motion_has_a_next_date_and_history_that_ends_where_it_stands(
    county: County, status: str
) -> None:
    case = ways.TO_STATUS[status](county)
    case.refresh_from_db()
    assert (case.due_on is not None) == case.is_open == MOTION.by_status[status].is_open
    last = Event.objects.filter(case=case, assignment=None).last()
    assert last is not None and last.to_status == case.status


@pytest.mark.parametrize("status", MOTION.names)
def test_people_of_another_county_and_citizens_take_no_step(county: County, status: str) -> None:
    case = ways.TO_STATUS[status](county)
    for role, user in County().staff.items():
        assert acting_as(Actor.of(user), case) == frozenset(), role
    assert allowed_steps(case, Actor.citizen(case.pk)) == []
    assert allowed_steps(case, Actor.of(county.station_staff)) == []


def test_an_organ_has_only_the_motions_that_it_is_to_carry_out(county: County) -> None:
    assert acting_as(Actor.of(county.head), ways.before_standing(county)) == frozenset()
    assert acting_as(Actor.of(county.head), ways.with_organ(county)) == {"head"}
