"""The one function in which a status changes: compare and swap, history, effects, clocks."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.append_only import AppendOnlyError
from casework.errors import Incomplete, LostRace
from casework.models import AssignmentObjection, Case, Effect, Event
from casework.services import decide_objection
from feedback import services
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def test_a_lost_race_changes_nothing_and_leaves_no_history(county: County) -> None:
    case = loops.submitted(county)
    stale = Case.objects.get(pk=case.pk)
    services.register(case, actor=Actor.of(county.officer))
    before = Event.objects.filter(case=case).count()
    with pytest.raises(LostRace):
        services.register(stale, actor=Actor.of(county.colleague))
    assert Event.objects.filter(case=case).count() == before
    assert Case.objects.get(pk=case.pk).owner == county.officer


def test_what_a_colleague_changed_is_not_overwritten(county: County) -> None:
    case = loops.registered(county)
    seen = case.version
    services.set_owner(case, actor=Actor.of(county.officer), owner=county.colleague)
    with pytest.raises(LostRace):
        services.refer(case, actor=Actor.of(county.officer), note="交办公室。", expected_version=seen)


def test_a_step_without_what_it_needs_is_refused_naming_the_field(county: County) -> None:
    case = loops.submitted(county)
    with pytest.raises(Incomplete) as refused:
        services.refuse(case, actor=Actor.of(county.officer), reason="petition", note="")
    assert refused.value.field == "note"
    case.refresh_from_db()
    assert case.status == "submitted"


def test_an_event_is_never_edited_or_removed(county: County) -> None:
    event = Event.objects.filter(case=loops.submitted(county)).get()
    event.note = "changed"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        Event.objects.filter(pk=event.pk).update(note="changed")
    with pytest.raises(AppendOnlyError):
        event.delete()


def test_what_follows_is_written_with_the_step_and_undone_with_it(county: County) -> None:
    case = loops.submitted(county)
    assert set(Effect.objects.filter(event__case=case).values_list("name", flat=True)) == {
        "feedback.route",
        "feedback.index",
        "feedback.notify",
    }
    owed = Effect.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        services.register(case, actor=Actor.of(county.officer))
        raise RuntimeError
    assert Effect.objects.count() == owed


def test_a_refused_objection_goes_on_with_the_date_of_the_answer(county: County) -> None:
    case = loops.objected(county)
    assert case.due_clock == "assign"
    promised = case.answer_due_on

    objection = AssignmentObjection.objects.get(assignment__case=case)
    decide_objection(objection, actor=Actor.of(county.officer), upheld=False, note="属于你单位职责。")
    case.refresh_from_db()
    assert (case.status, case.due_clock, case.due_on) == ("handling", "reply", promised)


def test_a_step_after_the_date_is_remembered_as_late(county: County) -> None:
    case = loops.submitted(county)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        services.register(case, actor=Actor.of(county.officer))
    case.refresh_from_db()
    assert case.was_late


def test_a_citizen_who_does_not_rate_makes_nobody_late(county: County) -> None:
    case = loops.fed_back(county)
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        assert services.close_due() == 1
    case.refresh_from_db()
    assert case.status == "closed"
    assert not case.was_late


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("status", {"status": "nowhere"}),
        ("open without a date", {"due_on": None}),
        ("closed while open", {"closed_at": timezone.now()}),
        ("published though confidential", {"is_public": True, "confidential": True}),
        ("handled again twice", {"rework_count": 2}),
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(
    county: County, name: str, changes: dict[str, object]
) -> None:
    case = loops.registered(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**changes)


def test_a_case_after_registration_never_loses_its_owner(county: County) -> None:
    case = loops.registered(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(owner=None)
