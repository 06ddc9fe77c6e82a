"""Undo while others act at the same moment: several windows, a colleague, and a real worker."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from casework import outbox
from casework.errors import Refused
from casework.models import Assignment, Case, Effect, Event, Undo
from casework.services import recall, sign, undo
from feedback.models import Notice
from tests import loops
from tests.factories import County
from tests.undoable import SESSION, UNDOABLE, Ready

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county(settings: Any) -> County:
    settings.UNDO_SECONDS = 10
    return County()


def at_once(*acts: Callable[[], Any]) -> list[bool]:
    """Everything begins at the same moment, each on a connection of its own; whether each was carried out."""
    begin = threading.Barrier(len(acts))
    done = [False] * len(acts)
    failed: list[Exception] = []

    def run(place: int, act: Callable[[], Any]) -> None:
        begin.wait()
        try:
            act()
            done[place] = True
        except Refused:
            pass
        except Exception as error:  # noqa: BLE001 - a deadlock, say: raised below, where the test sees it
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    return done


def taking_back(ready: Ready, offer: Undo) -> Callable[[], Any]:
    case = Case.objects.select_related("congress").get(pk=offer.case_id)
    return lambda: undo(case, offer.first_id, actor=Actor.of(ready.user), session=SESSION)


def taken(ready: Ready) -> Undo:
    offer = ready.take()
    assert offer is not None
    return offer


def test_pressed_in_several_windows_at_once_it_is_undone_once(county: County) -> None:
    ready = UNDOABLE["recall"](county)
    offer = taken(ready)
    done = at_once(*(taking_back(ready, offer) for _ in range(5)))
    assert done.count(True) == 1
    steps = Event.objects.filter(pk__gte=offer.first_id, pk__lte=offer.last_id).count()
    assert Event.objects.filter(action="undo").count() == steps
    assert Case.objects.get(pk=offer.case_id).status == "assigned"


@pytest.mark.parametrize("turn", range(4))
def test_of_an_undo_and_a_colleagues_step_at_the_same_moment_one_is_carried_out(
    county: County, turn: int
) -> None:
    ready = UNDOABLE["assign"](county)
    offer = taken(ready)
    seen = Case.objects.select_related("congress").get(pk=offer.case_id)
    colleague = Actor.of(county.colleague)
    undone, recalled = at_once(
        taking_back(ready, offer),
        lambda: recall(seen, actor=colleague, note="交办有误。", expected_version=seen.version),
    )
    assert undone != recalled
    case = Case.objects.get(pk=offer.case_id)
    assert case.status == ("registered" if undone else "to_refer")
    assert case.assignments.exists() == recalled
    assert Effect.objects.filter(event=offer.first_id).exists() == recalled


@pytest.mark.parametrize("turn", range(6))
def test_an_organ_that_signs_while_the_office_takes_a_step_does_not_lock_it_out(
    county: County, turn: int
) -> None:
    """Both write the case and its share; who takes them in another order waits for the other for ever."""
    case = loops.assigned(county)
    share = Assignment.objects.select_related("case__congress").get(case=case)
    office, organ = Actor.of(county.officer), Actor.of(county.handler)
    recalling = Ready(case, "recall", county.officer, lambda: recall(case, actor=office, note="交办有误。"))
    recalled, signed = at_once(recalling.take, lambda: sign(share, actor=organ))
    case.refresh_from_db()
    assert recalled or signed
    assert case.status == ("to_refer" if recalled else "handling")


@pytest.mark.parametrize("turn", range(3))
def test_at_the_very_end_of_the_time_a_step_is_either_undone_or_told(
    county: County, settings: Any, turn: int
) -> None:
    settings.UNDO_SECONDS = 0.5
    ready = UNDOABLE["give_to_deputy"](county)
    outbox.drain("feedback.notify")
    offer = taken(ready)

    def wait(more: float) -> None:
        time.sleep(max(0, (offer.until - timezone.now()).total_seconds() + more))

    take_back = taking_back(ready, offer)

    def press() -> None:
        wait(-0.005)
        take_back()

    def work() -> None:
        for _ in range(20):
            outbox.drain("feedback.notify")
            time.sleep(0.005)

    def begin_work() -> None:
        wait(-0.05)
        work()

    undone, _worked = at_once(press, begin_work)
    wait(0.1)
    outbox.drain("feedback.notify")
    assert Notice.objects.filter(event=offer.first_id).exists() != undone


@pytest.mark.worker
def test_a_real_worker_tells_of_a_step_after_its_time_and_never_of_one_that_was_undone(
    settings: Any, worker: object, wait_until: Callable[..., None]
) -> None:
    """Nothing but the hint that comes later wakes the worker here: no sweep runs."""
    settings.UNDO_SECONDS = 3
    county = County()
    kept, gone = UNDOABLE["give_to_deputy"](county), UNDOABLE["give_to_deputy"](county)
    wait_until(lambda: not Effect.objects.filter(done_at=None).exists(), seconds=60, what="a worker at rest")
    undone = taken(gone)
    stands = taken(kept)
    taking_back(gone, undone)()
    wait_until(
        lambda: Notice.objects.filter(event=stands.first_id, to_user=None).exists(),
        seconds=60,
        what="the notice",
    )
    first = Notice.objects.filter(event=stands.first_id).earliest("created_at")
    assert first.created_at >= stands.until
    assert first.created_at < stands.until + timedelta(seconds=20)
    wait_until(lambda: not Effect.objects.filter(done_at=None).exists(), seconds=60, what="all effects done")
    assert not Notice.objects.filter(event=undone.first_id).exists()
