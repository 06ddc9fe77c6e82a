"""Faults on purpose: a broker that is down, a worker killed in mid-task, a scheduler that stood still.

What is asked each time is the same: every opinion is there, and everything that follows from it happens once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.utils import timezone

from casework import outbox
from casework.models import Case, Effect, PeriodicRun
from casework.periodic import jobs, overdue
from casework.tasks import sweep
from casework.workflows import ASSIGNMENT, OPINION
from feedback.models import Notice, Proposal
from feedback.tasks import close_what_ran_out
from tests import loops
from tests.factories import County

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_every_effect_named_in_a_step_has_somebody_who_does_it() -> None:
    named = {name for workflow in (OPINION, ASSIGNMENT) for step in workflow.steps for name in step.effects}
    assert named | {outbox.ORGANS} <= outbox.registered()


def test_every_periodic_job_stands_in_the_schedule_of_beat() -> None:
    assert {entry["task"] for entry in current_app.conf.beat_schedule.values()} >= jobs().keys()


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the broker refuses every connection: publishing raises what kombu raises."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError("broker is down")

    monkeypatch.setattr(current_app.tasks["casework.drain"], "delay", refuse)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_costs_neither_the_opinion_nor_what_follows(dead_broker: None) -> None:
    case = loops.submitted(County())
    outbox.hints.wait()
    assert Case.objects.filter(pk=case.pk).exists()
    assert set(outbox.overdue_names()) == {"feedback.route", "feedback.index", "feedback.notify"}
    sweep.run()
    assert Proposal.objects.filter(case=case).count() == 1
    assert outbox.overdue_names() == []


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_routes_what_the_web_process_took_in(
    worker: object, wait_until: Callable[..., None]
) -> None:
    case = loops.submitted(County())
    wait_until(lambda: Proposal.objects.filter(case=case).exists(), seconds=60, what="the proposal")
    wait_until(lambda: not Effect.objects.filter(done_at=None).exists(), seconds=60, what="all effects done")


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_task_loses_and_doubles_nothing(
    start_worker: Callable[..., Any], wait_until: Callable[..., None]
) -> None:
    county = County()
    first = start_worker()
    cases = [loops.submitted(county) for _ in range(40)]
    wait_until(lambda: Effect.objects.filter(attempts__gt=0).exists(), seconds=60, what="the first effect")
    first.kill()
    # What the dead worker had claimed is free again when its lease ends.
    Effect.objects.filter(done_at=None).update(run_after=timezone.now())
    start_worker()
    outbox.hint(outbox.overdue_names())
    wait_until(lambda: not Effect.objects.filter(done_at=None).exists(), seconds=90, what="all effects done")
    assert Proposal.objects.count() == len(cases)
    told = Notice.objects.filter(to_user=None).values_list("event", "way")
    assert len(told) == len(set(told))


@pytest.mark.django_db
def test_two_workers_never_claim_the_same_effect() -> None:
    county = County()
    for _ in range(3):
        loops.submitted(county)
    first = outbox.claim("feedback.route", 2)
    second = outbox.claim("feedback.route", 50)
    assert len(first) == 2
    assert len(second) == 1
    assert not {one.pk for one in first} & {one.pk for one in second}


@pytest.mark.django_db
def test_a_claim_that_was_never_finished_is_taken_up_again_after_its_lease() -> None:
    loops.submitted(County())
    assert len(outbox.claim("feedback.route", 50)) == 1
    assert outbox.claim("feedback.route", 50) == []
    with time_machine.travel(timezone.now() + outbox.LEASE + timedelta(seconds=1)):
        assert len(outbox.claim("feedback.route", 50)) == 1


@pytest.mark.django_db
def test_one_bad_effect_backs_off_and_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    county = County()
    cases = [loops.submitted(county) for _ in range(5)]
    bad = cases[2].pk

    def handle(effects: Sequence[Effect]) -> None:
        if any(one.event.case_id == bad for one in effects):
            raise ValueError("a rule that raises")

    known = outbox.Registered(handle, batch=50, atomic=True)
    monkeypatch.setitem(outbox._handlers, "feedback.route", known)
    assert outbox.drain("feedback.route") == 4
    left = Effect.objects.get(name="feedback.route", done_at=None)
    assert left.event.case_id == bad
    assert left.run_after > timezone.now()
    assert "a rule that raises" in left.last_error


@pytest.mark.django_db
def test_a_scheduler_that_stood_still_for_an_hour_is_made_up_once() -> None:
    county = County()
    case = loops.fed_back(county)
    assert case.due_on is not None
    with time_machine.travel(timezone.now() + timedelta(days=60)) as clock:
        sweep.run()
        close_what_ran_out.run()
        clock.shift(HOUR)
        close_what_ran_out.run()
    assert list(case.events.filter(action="close_unrated").values_list("to_status", flat=True)) == ["closed"]


@pytest.mark.django_db
def test_two_schedulers_run_a_job_once_in_its_time() -> None:
    runs = []
    for _ in range(2):
        close_what_ran_out.run()
        runs.append(PeriodicRun.objects.get(name="feedback.close_due").started_at)
    assert runs[0] == runs[1]


@pytest.mark.django_db
def test_a_job_that_stopped_in_silence_is_reported() -> None:
    for name in jobs():
        PeriodicRun.objects.create(
            name=name, every_seconds=1, started_at=timezone.now(), finished_at=timezone.now()
        )
    assert overdue() == []
    with time_machine.travel(timezone.now() + HOUR):
        assert "casework.sweep" in overdue()


@pytest.mark.django_db
def test_the_broker_is_told_names_of_effects_and_nothing_of_the_citizen(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(current_app.tasks["casework.drain"], "delay", lambda *args: sent.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        loops.submitted(County())
    outbox.hints.wait()
    assert sent == [(["feedback.route", "feedback.index", "feedback.notify"],)]
