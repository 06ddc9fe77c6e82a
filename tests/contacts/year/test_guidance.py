"""Guidance to lower bodies: receipt by whom and when, replies by their day, visits followed up until they are done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from contacts.models import ContactNotice, GuidanceCopy
from contacts.services import advance
from contacts.year import guiding
from contacts.year.desk import waiting
from contacts.year.following import follow
from tests.contacts.year import works
from tests.contacts.year.works import Levels
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def levels() -> Levels:
    found = Levels(County())
    found.town_officer.email = "town@example.org"
    found.town_officer.save()
    return found


def copy_of(levels: Levels, **changes: Any) -> GuidanceCopy:
    return works.sent(levels, **changes).copies.get()


def test_the_lower_office_sees_it_acknowledges_it_and_the_upper_one_sees_by_whom_and_when(
    levels: Levels,
) -> None:
    copy = copy_of(levels)
    town, county = signed_in(levels.town_officer), signed_in(levels.county.officer)
    assert reverse("guidance_copy", args=[copy.pk]) in town.get(reverse("guidance_desk")).content.decode()
    step = reverse("guidance_copy_step", args=[copy.pk, "note"])
    assert town.post(step, {"version": copy.version}).status_code == 302
    copy.refresh_from_db()
    assert (copy.status, copy.read_by) == ("noted", levels.town_officer)
    page = county.get(reverse("guidance", args=[copy.guidance_id])).content.decode()
    assert str(levels.town_officer) in page


def test_reading_the_page_alone_is_no_receipt(levels: Levels) -> None:
    copy = copy_of(levels)
    signed_in(levels.town_officer).get(reverse("guidance_copy", args=[copy.pk]))
    copy.refresh_from_db()
    assert (copy.status, copy.read_at) == ("sent", None)


def test_the_upper_office_acknowledges_nothing_for_the_lower_one(levels: Levels) -> None:
    with pytest.raises(NotAllowed):
        guiding.acknowledge(copy_of(levels), actor=Actor.of(levels.county.officer))


def test_a_reply_that_was_asked_for_keeps_it_open_and_a_late_one_counts_as_late(levels: Levels) -> None:
    today = timezone.localdate()
    copy = copy_of(levels, reply_by=today + timedelta(days=5))
    officer = Actor.of(levels.town_officer)
    with pytest.raises(StepRefused):
        guiding.answer(copy, actor=officer, reply="已改进")
    guiding.acknowledge(copy, actor=officer)
    assert copy.is_open
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        with pytest.raises(Incomplete):
            guiding.answer(copy, actor=officer, reply=" ")
        guiding.answer(copy, actor=officer, reply="已改进")
    assert (copy.status, copy.was_late, copy.is_open) == ("answered", True, False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": []}, "to"),
        ({"kind": "training"}, "day"),
        ({"reply_by": timezone.localdate() - timedelta(days=1)}, "reply_by"),
    ],
)
def test_a_paper_that_is_not_right_is_not_sent(levels: Levels, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        works.sent(levels, **changes)
    assert refused.value.field == field
    assert not GuidanceCopy.objects.exists()


def test_guidance_goes_down_only_and_only_from_those_above(levels: Levels) -> None:
    stranger = Levels(County())
    with pytest.raises(Incomplete):
        works.sent(levels, to=[stranger.town])
    with pytest.raises(NotAllowed):
        guiding.send(works.paper(levels), actor=Actor.of(levels.town_officer))
    copy = copy_of(levels)
    for person in (stranger.town_officer, stranger.county.officer, levels.county.station_staff):
        assert signed_in(person).get(reverse("guidance_copy", args=[copy.pk])).status_code == 404


def test_the_lower_office_is_reminded_before_on_and_after_the_day_once_each(levels: Levels) -> None:
    copy = copy_of(levels, reply_by=timezone.localdate() + timedelta(days=10))
    given = []
    for later in range(25):
        with time_machine.travel(timezone.now() + timedelta(days=later)):
            given += [later] * (follow() + follow())
    assert given == [7, 7 + 3, 7 + 3 + 7, 7 + 3 + 14]
    told = ContactNotice.objects.filter(event__copy=copy, event__action="remind")
    assert set(told.values_list("user", flat=True)) == {levels.town_officer.pk}


def test_a_paper_without_a_day_that_nobody_acknowledges_is_reminded_of_each_week(levels: Levels) -> None:
    copy = copy_of(levels)
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert (follow(), follow()) == (1, 0)
    copy.refresh_from_db()
    guiding.acknowledge(copy, actor=Actor.of(levels.town_officer))
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert follow() == 0


def test_findings_are_followed_up_until_the_visitors_accept_it_as_done(levels: Levels) -> None:
    above, below = Actor.of(levels.county.officer), Actor.of(levels.town_officer)
    visit = works.visit(levels)
    due = timezone.localdate() + timedelta(days=20)
    guiding.record_findings(visit, actor=above, findings="公示栏电话停用", due_on=due)
    with pytest.raises(NotAllowed):
        guiding.report(visit, actor=above, note="好了")
    guiding.report(visit, actor=below, note="已更换")
    with pytest.raises(NotAllowed):
        advance(visit, "accept", actor=below)
    guiding.ask_again(visit, actor=above, note="仍打不通", due_on=due + timedelta(days=5))
    assert (visit.status, visit.due_on) == ("following", due + timedelta(days=5))
    guiding.report(visit, actor=below, note="已接通")
    advance(visit, "accept", actor=above)
    assert (visit.status, visit.is_open) == ("done", False)


def test_a_visit_that_is_not_followed_up_is_reminded_of_to_whoever_has_to_act(levels: Levels) -> None:
    levels.county.officer.email = "county@example.org"
    levels.county.officer.save()
    visit = works.visit(levels)
    today = timezone.localdate()
    guiding.record_findings(visit, actor=Actor.of(levels.county.officer), findings="未开门", due_on=today)
    assert follow() == 1
    last = ContactNotice.objects.filter(event__visit=visit, event__action="remind")
    assert [notice.user for notice in last] == [levels.town_officer]
    visit.refresh_from_db()
    guiding.report(visit, actor=Actor.of(levels.town_officer), note="已张贴")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert follow() == 1
    assert last.order_by("pk").last().user == levels.county.officer  # type: ignore[union-attr]


def test_findings_are_not_recorded_before_the_day_and_need_words(levels: Levels) -> None:
    above = Actor.of(levels.county.officer)
    visit = works.visit(levels, day=timezone.localdate() + timedelta(days=2))
    with pytest.raises(StepRefused):
        guiding.record_findings(visit, actor=above, findings="未开门")
    guiding.move_visit(visit, actor=above, day=timezone.localdate(), note="提前")
    with pytest.raises(Incomplete):
        guiding.record_findings(visit, actor=above, findings="")
    guiding.record_findings(visit, actor=above, findings="都好")
    assert visit.status == "done"


def test_the_number_of_what_waits_stands_in_the_navigation(levels: Levels) -> None:
    copy = copy_of(levels)
    visit = works.visit(levels)
    guiding.record_findings(
        visit, actor=Actor.of(levels.county.officer), findings="未开门", due_on=timezone.localdate()
    )
    assert waiting(levels.town_officer) == 2
    assert waiting(levels.county.officer) == waiting(levels.county.committee) == 0
    page = signed_in(levels.town_officer).get(reverse("queue")).content.decode()
    assert '<span class="tally">2</span>' in page
    guiding.acknowledge(copy, actor=Actor.of(levels.town_officer))
    assert waiting(levels.town_officer) == 1
