"""A step for many cases at once is the same step as for one."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from casework.errors import LostRace, NotAllowed, StepRefused
from casework.models import Case, Event
from casework.services import advance
from casework.services.together import advance_together
from feedback import services
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db

_SAME = (
    "action", "from_status", "to_status", "actor_kind", "actor_id", "acting_as", "note", "reason", "is_public",
    "clock", "due_on", "was_due_on",
)  # fmt: skip


@pytest.fixture
def county() -> County:
    return County()


def test_it_leaves_the_same_case_and_the_same_history_as_one_by_one(county: County) -> None:
    one, other = (loops.submitted(county, topic=None) for _ in range(2))
    advance(one, "propose", actor=Actor.system, topic_id=county.topic.pk)
    advance_together([(other, {"topic_id": county.topic.pk})], "propose", actor=Actor.system)
    events = [case.events.get(action="propose") for case in (one, other)]
    assert [getattr(events[0], name) for name in _SAME] == [getattr(events[1], name) for name in _SAME]
    for case in (one, other):
        stored = Case.objects.get(pk=case.pk)
        assert (stored.topic, stored.status, stored.version) == (county.topic, "submitted", 2)
        assert case.version == 2


def test_each_case_keeps_its_own_changes(county: County) -> None:
    cases = [loops.submitted(county, topic=None, station=None) for _ in range(3)]
    moves = [
        (cases[0], {"topic_id": county.topic.pk}),
        (cases[1], {"station_id": county.station.pk}),
        (cases[2], {}),
    ]
    advance_together(moves, "propose", actor=Actor.system)
    stored = [Case.objects.get(pk=case.pk) for case in cases]
    assert [(case.topic, case.station) for case in stored] == [
        (county.topic, None),
        (None, county.station),
        (None, None),
    ]


def test_a_case_that_somebody_changed_meanwhile_stops_all_of_them(county: County) -> None:
    kept, raced = (loops.submitted(county) for _ in range(2))
    services.register(Case.objects.get(pk=raced.pk), actor=Actor.of(county.officer))
    with pytest.raises(LostRace):
        advance_together([(kept, {}), (raced, {})], "propose", actor=Actor.system)
    assert not Event.objects.filter(action="propose").exists()


def test_the_table_decides_here_too(county: County) -> None:
    case, registered = loops.submitted(county), loops.registered(county)
    with pytest.raises(NotAllowed):
        advance_together([(case, {})], "propose", actor=Actor.of(county.officer))
    with pytest.raises(StepRefused):
        advance_together([(registered, {})], "propose", actor=Actor.system)
    with pytest.raises(ValueError, match="moves something"):
        advance_together([(case, {})], "register", actor=Actor.of(county.officer))


def test_fifty_cases_cost_as_many_queries_as_one(county: County, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    cases = [loops.submitted(county, topic=None) for _ in range(20)]
    with django_assert_max_num_queries(6):
        advance_together(
            [(case, {"topic_id": county.topic.pk}) for case in cases], "propose", actor=Actor.system
        )
    assert Case.objects.filter(topic=county.topic, version=2).count() == 20
    advance_together([], "propose", actor=Actor.system)
