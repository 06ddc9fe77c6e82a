"""The feed of changes: everything that the organ's people may read, in order, without a gap, and nothing else's."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections, transaction
from django.urls import reverse

from accounts.actors import Actor
from casework import outbox
from casework import services as casework
from casework.models import Effect, Event
from casework.services import Part
from feedback import services
from feedback.models import OrganChange
from feedback.organ_api import feed
from tests import loops
from tests.factories import County
from tests.feedback.organ_api.systems import System
from tests.motions import ways as motions
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def system(county: County) -> System:
    return System(county, county.organ)


def told() -> None:
    outbox.drain(outbox.ORGANS)


def kinds(system: System, after: str = "") -> list[str]:
    told()
    return [row["kind"] for row in system.get("changes/", after=after).json()["results"]]


def test_an_opinions_way_is_told_step_by_step(county: County, system: System) -> None:
    case = loops.handling(county)
    officer, share = Actor.of(county.officer), loops.share_of(case, county.organ)
    casework.ask_extension(share, actor=Actor.of(county.handler), reason="需现场勘测。")
    casework.decide_extension(share.extensions.get(), actor=officer, granted=True, note="同意。")
    case.refresh_from_db()
    loops.submit_reply(
        loops.share_of(case, county.organ), actor=Actor.of(county.handler), body=loops.REPLY, category="A"
    )
    loops.release_reply(loops.share_of(case, county.organ), actor=Actor.of(county.head))
    case.refresh_from_db()
    casework.return_replies(case, actor=officer, note="请逐条答复。")
    found = kinds(system)
    assert found[0] == "assigned" and found.count("extension_granted") == 1
    assert found[-1] == found[-2] == "reply_returned"  # of the case, and of the share
    assert [row.seq for row in OrganChange.objects.order_by("seq")] == list(range(1, len(found) + 1))


def test_a_rating_rework_and_reassignment_are_told(county: County, system: System) -> None:
    second = System(county, county.second_organ)
    case = loops.rework(county)
    casework.assign(case, [Part(county.second_organ)], actor=Actor.of(county.officer))
    casework.recall(case, actor=Actor.of(county.officer), note="改交。")
    mine = kinds(system)
    assert {"reply_approved", "answered", "rated", "rework"} <= set(mine)
    assert kinds(second) == ["assigned", "taken_away"]


def test_a_suggestion_and_a_motion_stand_in_the_same_feed(county: County, system: System) -> None:
    suggestion = ways.appraised(county)
    motion = motions.with_organ(county)
    told()
    rows = system.get("changes/").json()["results"]
    said = {(row["number"], row["kind"]) for row in rows}
    assert {"assigned", "reply_approved", "rated", "rework"} <= {
        kind for number, kind in said if number == suggestion.number
    }
    assert (motion.number, "assigned") in said
    page = next(row["url"] for row in rows if row["number"] == motion.number)
    assert page.endswith(reverse("organ-api-motion", args=[motion.number]))


def test_notes_of_the_office_and_shares_of_others_are_not_told(county: County, system: System) -> None:
    case = loops.assigned(county, [Part(county.organ, "separate"), Part(county.second_organ, "separate")])
    before = len(kinds(system))
    casework.advance(case, "note", actor=Actor.of(county.officer), note="内部情况。")
    casework.sign(loops.share_of(case, county.second_organ), actor=Actor.of(county.second_handler))
    later = kinds(system)
    assert later[before:] == ["done_here"]  # that the case is being handled; not whose signature it was


def test_reading_on_from_a_cursor_repeats_and_misses_nothing(county: County, system: System) -> None:
    for _ in range(4):
        loops.handling(county)
    told()
    whole = [row["id"] for row in system.get("changes/").json()["results"]]
    read, cursor, more = [], "", True
    while more:
        page = system.get("changes/", after=cursor, limit=5).json()
        read += [row["id"] for row in page["results"]]
        cursor, more = page["cursor"], page["more"]
    assert read == whole and len(whole) > 8
    assert system.get("changes/", after=cursor).json() == {"results": [], "cursor": cursor, "more": False}
    loops.assigned(county)
    assert kinds(system, cursor) == ["assigned"]
    assert system.get("changes/", after="latest").json()["results"] == []


@pytest.mark.parametrize("cursor", ["nonsense", "MS4x", "==", "字"])
def test_a_cursor_that_is_none_is_refused(county: County, system: System, cursor: str) -> None:
    refused = system.get("changes/", after=cursor)
    assert refused.status_code == 400 and refused.json()["errors"][0]["field"] == "after"


def test_a_cursor_of_another_organ_is_refused(county: County, system: System) -> None:
    other = System(county, county.second_organ).get("changes/").json()["cursor"]
    assert system.get("changes/", after=other).status_code == 400


def test_the_feed_survives_effects_that_run_twice_and_out_of_order(county: County, system: System) -> None:
    case = loops.handling(county)
    owed = list(Effect.objects.filter(name=outbox.ORGANS).order_by("pk"))
    events = [Event.objects.select_related("case").get(pk=one.event_id) for one in owed]
    feed.number(events[-1:])
    feed.number(events)
    feed.number(events)
    told_of = list(OrganChange.objects.order_by("seq").values_list("event", flat=True))
    assert (
        told_of == sorted(told_of)
        and len(set(told_of))
        == len(told_of)
        == case.events.filter(pk__in=[event.pk for event in events]).count()
    )


def test_what_was_undone_is_never_told(county: County, system: System, settings: Any) -> None:
    case = loops.handling(county)
    before = kinds(system)
    settings.UNDO_SECONDS = 10
    share, client = loops.share_of(case, county.organ), signed_in(county.handler)
    given = {"version": share.version, "reason": "属于住建部门职责。"}
    client.post(reverse("share_step", args=[share.pk, "object"]), given)
    assert kinds(system) == before  # it may still be undone
    first = case.events.get(action="object", assignment=share)
    client.post(reverse("undo", args=[case.number, first.pk]))
    assert kinds(system) == before


def test_an_organ_without_a_system_has_no_feed(county: County) -> None:
    loops.handling(county)
    told()
    assert not OrganChange.objects.exists()


def test_a_citizens_words_after_the_assignment_are_told(county: County, system: System) -> None:
    case = loops.handling(county)
    services.add_remark(case, words="昨晚又施工到一点。")
    told()
    assert kinds(system)[-1] == "added"
    assert "昨晚" in str(system.get(f"assignments/{case.number}/").json()["added"])


@pytest.mark.django_db(transaction=True)
def test_a_number_is_given_only_when_the_one_below_can_be_seen() -> None:
    """Two workers at once: whoever has read up to a number never misses a lower one that was committed later."""
    county = County()
    System(county, county.organ)
    first, second = loops.handling(county), loops.handling(county)
    events = {case.pk: list(case.events.filter(effects__name=outbox.ORGANS)) for case in (first, second)}
    numbered, may_commit, failures = threading.Event(), threading.Event(), []

    def number(case: int, *, slowly: bool) -> None:
        try:
            with transaction.atomic():
                feed.number(events[case])
                if slowly:
                    numbered.set()
                    may_commit.wait(10)
        except Exception as error:  # noqa: BLE001 - told by the main thread
            failures.append(error)
        finally:
            connections.close_all()

    slow = threading.Thread(target=number, args=(first.pk,), kwargs={"slowly": True})
    slow.start()
    assert numbered.wait(10)
    quick = threading.Thread(target=number, args=(second.pk,), kwargs={"slowly": False})
    quick.start()
    quick.join(0.4)
    assert quick.is_alive() and feed.after(county.organ, 0, 100) == []
    may_commit.set()
    slow.join()
    quick.join()
    rows = feed.after(county.organ, 0, 100)
    assert failures == [] and [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert [row.event.case_id for row in rows] == [first.pk] * len(events[first.pk]) + [second.pk] * len(
        events[second.pk]
    )
