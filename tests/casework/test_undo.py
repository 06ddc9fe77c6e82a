"""Undo: for ten seconds a step of the staff can be taken back, exactly, and nobody outside has heard of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import models
from django.utils import timezone

from accounts.actors import Actor
from casework import outbox
from casework.engine import UNDO, Step, Workflow
from casework.errors import LostRace, NotAllowed, Refused, TooLate
from casework.models import Case, Effect, Event, Undo
from casework.services import undo
from casework.tasks import forget_what_can_no_longer_be_undone, sweep
from casework.told import as_told
from casework.workflows import ASSIGNMENT, OPINION
from feedback import services
from feedback.models import Notice
from tests import loops
from tests.factories import County, StationFactory
from tests.undoable import SESSION, UNDOABLE, Ready

pytestmark = pytest.mark.django_db
TEN = timedelta(seconds=10)
_GROWS = {"event", "effect", "undo"}  # the history and what waits; what they must hold is asked below


@pytest.fixture
def county(settings: Any) -> County:
    settings.UNDO_SECONDS = 10
    return County()


def rows_of(case: Case) -> dict[str, Any]:
    """Every row of every table that leads to the case, by any way, without the versions, which go on."""
    found: dict[str, Any] = {}
    for model in apps.get_models():
        name = model._meta.model_name or ""
        ways = [way for way in _ways(model) if name not in _GROWS]
        for way in ways:
            columns = [field.attname for field in model._meta.concrete_fields if field.name != "version"]
            rows = model._default_manager.filter(**{way: case.pk}).order_by("pk").values(*columns)
            found[f"{name}.{way}"] = list(rows)
    return found


def _ways(model: type[models.Model]) -> list[str]:
    if model is Case:
        return ["pk"]
    by_name = {"case": "case", "opinion": "opinion", "assignment": "assignment__case", "event": "event__case"}
    names = {field.name for field in model._meta.concrete_fields if field.is_relation}
    own = model._meta.app_label in ("casework", "feedback")
    return [way for name, way in by_name.items() if own and name in names]


def taken(ready: Ready) -> Undo:
    offer = ready.take()
    assert offer is not None
    return offer


def take_back(ready: Ready, offer: Undo, *, user: Any = None, session: str = SESSION) -> Undo:
    case = Case.objects.get(pk=offer.case_id)
    return undo(case, offer.first_id, actor=Actor.of(user or ready.user), session=session)


# --- The table ------------------------------------------------------------------------------------------
def test_every_row_that_can_be_undone_is_taken_back_by_a_test(county: County) -> None:
    brought = set()
    for recipe in UNDOABLE.values():
        ready = recipe(county)
        last = ready.case.events.latest("pk").pk
        ready.run()
        events = ready.case.events.filter(pk__gt=last)
        brought |= {(event.assignment_id is not None, event.action) for event in events}
    wanted = {(False, step.action) for step in OPINION.steps if step.undo}
    wanted |= {(True, step.action) for step in ASSIGNMENT.steps if step.undo}
    assert brought == wanted


#: These have an undo of their own, an hour long.
TOGETHER = {
    "gather", "join", "join_again", "let_go", "separate", "unjoin", "split", "open_part", "unsplit", "void_part",
}  # fmt: skip


def test_what_citizens_and_the_portal_do_is_never_undone_nor_a_signature_a_meeting_or_a_hand_over() -> None:
    never = {step.action for step in (*OPINION.steps, *ASSIGNMENT.steps) if not step.undo}
    staff = {"officer", "station", "deputy", "handler", "head"}
    alone = {step.action for step in (*OPINION.steps, *ASSIGNMENT.steps) if not staff & set(step.who)}
    assert never - alone - TOGETHER == {
        "submit",
        "supply_more",
        "sign",
        "urge",
        "record_meeting",
        "hand_over",
    }


def test_a_table_in_which_a_citizens_or_the_portals_own_step_could_be_undone_is_refused() -> None:
    for who in (("citizen",), ("system",), ("citizen", "system")):
        step = Step("rate", ("submitted",), "", who, "Rate", "Rated", undo=True)
        with pytest.raises(ValueError, match="undone"):
            Workflow("opinion", OPINION.statuses, (step,))


def test_who_gives_a_case_out_of_their_own_hands_is_not_offered_to_take_it_back(county: County) -> None:
    case = loops.submitted(county)
    other, actor = (
        StationFactory(congress=county.congress, division=county.village),
        Actor.of(county.station_staff),
    )
    run = Ready(
        case, "register", county.station_staff, lambda: services.register(case, actor=actor, station=other)
    )
    assert run.take() is None
    case.refresh_from_db()
    assert case.station == other


@pytest.mark.parametrize("name", UNDOABLE)
def test_undone_the_case_stands_field_by_field_where_it_stood(county: County, name: str) -> None:
    ready = UNDOABLE[name](county)
    case = ready.case
    case.refresh_from_db()
    before, version = rows_of(case), case.version
    events, effects = set(case.events.values_list("pk", flat=True)), set(_owed(case))

    offer = taken(ready)
    assert rows_of(case) != before or ready.action in ("note", "sign")
    steps = list(case.events.exclude(pk__in=events).order_by("pk"))
    take_back(ready, offer)

    assert rows_of(case) == before
    case.refresh_from_db()
    moved = [event for event in steps if event.assignment_id is None]
    assert case.version == version + 2 * len(moved)
    assert set(_owed(case)) - effects <= {OPINION.after_undo[0]}
    _ends_as_it_began(case, steps)


def _owed(case: Case) -> list[Any]:
    owed = Effect.objects.filter(event__case=case, done_at=None)
    return [one.name if one.event.action == UNDO else one.pk for one in owed.select_related("event")]


def _ends_as_it_began(case: Case, steps: list[Event]) -> None:
    """The history: every step is still there, and after it, the last first, what took it back."""
    undone = list(case.events.filter(action=UNDO).order_by("pk"))
    assert [event.takes_back for event in undone] == steps[::-1]
    for event in undone:
        back = event.takes_back
        assert back is not None
        assert (event.from_status, event.to_status) == (back.to_status, back.from_status)
        assert event.assignment_id == back.assignment_id
        assert not event.is_public
        assert event.actor == undone[0].actor
    last = [event for event in undone if event.assignment_id is None][-1:]
    assert all((event.clock, event.due_on) == (case.due_clock, case.due_on) for event in last)


@pytest.mark.parametrize("name", UNDOABLE)
def test_after_an_undo_the_same_step_can_be_taken_again(county: County, name: str) -> None:
    ready = UNDOABLE[name](county)
    take_back(ready, taken(ready))
    for moving in (ready.case, ready.moving):
        moving.refresh_from_db()
    again = UNDOABLE[name](County())  # the same step of a case to which nothing has happened
    again.run()
    if ready.action not in ("uphold_objection", "refuse_objection", "grant_extension", "refuse_extension"):
        ready.run()
        ready.case.refresh_from_db()
        assert ready.case.status == again.case.status


# --- Nothing has left the house -----------------------------------------------------------------------------
def drain() -> None:
    sweep.run()
    for name in outbox.registered():
        outbox.drain(name)


def test_nobody_is_told_in_the_ten_seconds_and_everybody_after_them(county: County) -> None:
    ready = UNDOABLE["give_to_deputy"](county)
    drain()
    ready.case.refresh_from_db()
    told = Notice.objects.count()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        offer = taken(ready)
        assert offer.until == timezone.now() + TEN
        clock.shift(timedelta(seconds=9.9))
        drain()
        assert Notice.objects.count() == told
        clock.shift(timedelta(seconds=0.2))
        drain()
    assert Notice.objects.filter(event=offer.first_id).exists()
    assert not Effect.objects.filter(done_at=None).exists()


@pytest.mark.parametrize("name", UNDOABLE)
def test_nobody_is_ever_told_of_what_was_undone(county: County, name: str) -> None:
    ready = UNDOABLE[name](county)
    drain()
    ready.case.refresh_from_db()
    told, sent = Notice.objects.count(), len(mail.outbox)
    take_back(ready, taken(ready))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        drain()
    assert Notice.objects.count() == told
    assert len(mail.outbox) == sent
    assert not Effect.objects.filter(done_at=None).exists()


def test_what_a_worker_has_taken_up_cannot_be_undone(county: County) -> None:
    """A clock of another machine that goes ahead: the effect was claimed although the time is not over here."""
    ready = UNDOABLE["assign"](county)
    offer = taken(ready)
    Effect.objects.filter(event=offer.first_id, name="feedback.notify").update(attempts=1)
    with pytest.raises(TooLate):
        take_back(ready, offer)
    ready.case.refresh_from_db()
    assert ready.case.status == "assigned"


def test_without_seconds_nothing_waits_and_nothing_is_offered(county: County, settings: Any) -> None:
    settings.UNDO_SECONDS = 0
    ready = UNDOABLE["assign"](county)
    assert ready.take() is None
    due = Effect.objects.filter(event__action="assign").values_list("run_after", flat=True)
    assert due and all(moment <= timezone.now() for moment in due)


# --- The citizen ----------------------------------------------------------------------------------------
def told(case: Case) -> tuple[str, Any, list[str]]:
    case = Case.objects.select_related("undo", "opinion", "congress").get(pk=case.pk)
    shown, events = as_told(case)
    return shown.status, shown.due_on, [event.action for event in events]


@pytest.mark.parametrize("name", UNDOABLE)
def test_a_citizen_never_reads_of_a_step_that_can_be_undone_or_was(county: County, name: str) -> None:
    ready = UNDOABLE[name](county)
    before = told(ready.case)
    offer = taken(ready)
    assert told(ready.case) == before
    with time_machine.travel(offer.until + timedelta(milliseconds=1)):
        after = told(ready.case)
    ready.case.refresh_from_db()
    assert after[0] == ready.case.status
    take_back(ready, offer)
    assert told(ready.case) == before


def test_once_the_citizen_has_acted_the_step_stands_and_is_shown(county: County) -> None:
    ready = UNDOABLE["register"](county)
    offer = taken(ready)
    services.add_remark(Case.objects.get(pk=ready.case.pk), words="补充一点:夜里更响。")
    assert told(ready.case)[2] == ["submit", "register", "add_remark"]
    with pytest.raises(LostRace):
        take_back(ready, offer)


def test_an_answer_is_published_when_it_cannot_be_undone_any_more(county: County) -> None:
    ready = UNDOABLE["feed_back"](county)
    offer = taken(ready)
    assert not Case.objects.published().exists()
    with time_machine.travel(offer.until + timedelta(seconds=1)):
        assert Case.objects.published().get() == ready.case


# --- Refused, and nothing is changed ------------------------------------------------------------------------
def refused(ready: Ready, offer: Undo, error: type[Refused], **who: Any) -> None:
    before = rows_of(ready.case)
    events = ready.case.events.count()
    with pytest.raises(error):
        take_back(ready, offer, **who)
    assert rows_of(ready.case) == before
    assert ready.case.events.count() == events
    assert Effect.objects.filter(event__gte=offer.first_id, done_at=None).exists()


def test_after_ten_seconds_it_is_too_late(county: County) -> None:
    ready = UNDOABLE["assign"](county)
    offer = taken(ready)
    with time_machine.travel(offer.until):
        refused(ready, offer, TooLate)


def test_nobody_else_undoes_it_and_not_the_same_person_in_another_session(county: County) -> None:
    ready = UNDOABLE["assign"](county)
    offer = taken(ready)
    refused(ready, offer, NotAllowed, user=county.colleague)
    refused(ready, offer, NotAllowed, user=county.committee)
    refused(ready, offer, NotAllowed, session="another")
    refused(ready, offer, NotAllowed, session="")
    county.officer.posts.update(ends_on=timezone.localdate() - timedelta(days=1))
    refused(ready, offer, NotAllowed, user=type(county.officer).objects.get(pk=county.officer.pk))


def test_it_is_undone_once(county: County) -> None:
    ready = UNDOABLE["assign"](county)
    offer = taken(ready)
    take_back(ready, offer)
    events = ready.case.events.count()
    with pytest.raises(TooLate):
        take_back(ready, offer)
    assert ready.case.events.count() == events


def test_the_offer_of_an_earlier_step_ends_with_the_next_one(county: County) -> None:
    first = UNDOABLE["register"](county)
    early = taken(first)
    case = first.case
    later = Ready(
        case, "note", county.officer,
        lambda: services.write_note(case, actor=Actor.of(county.officer), note="请查收。"),
    )  # fmt: skip
    offer = taken(later)
    with pytest.raises(TooLate):
        take_back(first, early)
    take_back(later, offer)
    case.refresh_from_db()
    assert case.status == "registered"


def test_an_offer_that_is_over_is_forgotten_and_its_copy_with_it(county: County) -> None:
    offer = taken(UNDOABLE["assign"](county))
    forget_what_can_no_longer_be_undone.run()
    assert Undo.objects.filter(pk=offer.pk).exists()
    with time_machine.travel(offer.until + timedelta(hours=2)):
        forget_what_can_no_longer_be_undone.run()
    assert not Undo.objects.exists()
