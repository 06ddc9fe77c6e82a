"""When a deputy is no longer in office, what waits for them goes on, and the citizen is told."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actors import Actor
from casework.access import visible_to
from casework.models import Case, Effect, Event
from deputies.models import Mandate
from feedback import services
from feedback.services.rehoming import Moved, orphans, rehome
from tests import loops
from tests.factories import County, DeputyFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def successor(county: County, name: str = "接任者") -> Any:
    deputy = DeputyFactory(congress=county.congress, name=name)
    Mandate.objects.create(
        deputy=deputy, term=county.term, constituency=county.constituency, starts_on=county.term.starts_on
    )
    return deputy


def end(county: County, status: str = "ended") -> None:
    county.deputy.mandates.update(status=status)


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("status", ["with_deputy", "to_convert"])
def test_a_case_goes_to_the_successor_of_the_constituency(county, status):
    case = loops.TO_STATUS[status](county)
    after = successor(county)
    end(county)
    assert rehome() == Moved(to_successors=1)
    moved = again(case)
    assert (moved.status, moved.deputy) == ("with_deputy", after) and moved.due_on >= timezone.localdate()
    user = county.person("deputy", deputy=after)
    assert moved in visible_to(user) and moved not in visible_to(county.deputy_user)


def test_without_a_successor_it_goes_to_the_station_and_the_office_owns_it(county):
    case = loops.with_deputy(county, station=None)
    end(county)
    assert rehome() == Moved(to_stations=1)
    moved = again(case)
    assert (moved.status, moved.station, moved.deputy) == ("registered", county.station, None)
    assert moved.owner is not None and moved.due_on


@pytest.mark.parametrize("has_successor", [True, False])
def test_the_citizen_and_whoever_acts_next_are_told(county, has_successor):
    case = loops.with_deputy(county)
    if has_successor:
        successor(county)
    end(county)
    rehome()
    event = Event.objects.filter(case=case).latest("pk")
    assert event.actor_kind == "system" and event.is_public
    assert county.deputy.name in event.note
    owed = set(Effect.objects.filter(event=event).values_list("name", flat=True))
    assert owed == {"feedback.notify", "feedback.notify_staff"}


def test_the_past_stays_readable_for_the_office(county):
    case = loops.with_deputy(county)
    before = Event.objects.filter(case=case).count()
    successor(county)
    end(county)
    rehome()
    actions = list(Event.objects.filter(case=case).order_by("pk").values_list("action", flat=True))
    assert actions[before:] == ["pass_to_successor"] and "give_to_deputy" in actions


def test_two_successors_share_the_cases(county):
    cases = [loops.with_deputy(county) for _ in range(4)]
    after = {successor(county, name).pk for name in ("甲", "乙")}
    end(county)
    rehome()
    holders = [again(case).deputy_id for case in cases]
    assert {key: holders.count(key) for key in after} == dict.fromkeys(after, 2)


def test_a_suspended_deputy_keeps_no_case(county):
    loops.with_deputy(county)
    end(county, "suspended")
    assert rehome().total == 1


def test_what_the_deputy_has_answered_stays_with_the_office(county):
    case = loops.deputy_answered(county)
    end(county)
    assert rehome() == Moved()
    services.return_answer(again(case), actor=Actor.of(county.officer), note="请补充。")
    assert rehome().total == 1


def test_who_is_in_office_keeps_every_case(county):
    loops.with_deputy(county)
    assert rehome() == Moved() and not orphans().exists()


def test_a_second_run_moves_nothing(county):
    loops.with_deputy(county)
    end(county)
    assert rehome().total == 1 and rehome().total == 0


def test_one_congress_leaves_the_others_alone(county):
    other = County()
    loops.with_deputy(other)
    end(other)
    assert rehome(county.congress) == Moved()


# --- The command ------------------------------------------------------------------------------------------
def run(county: County, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("change_term", congress=county.congress.code, json=True, stdout=out, **options)
    return json.loads(out.getvalue())  # type: ignore[no-any-return]


@pytest.fixture
def elected(county: County) -> Any:
    """The next term with one deputy for the same constituency, who has not begun."""
    term = TermFactory(congress=county.congress, starts_on=timezone.localdate() - timedelta(days=1))
    deputy = DeputyFactory(congress=county.congress, name="新代表")
    Mandate.objects.create(
        deputy=deputy,
        term=term,
        constituency=county.constituency,
        starts_on=term.starts_on,
        status="elected",
    )
    return deputy


def test_a_change_of_term_moves_every_open_case_in_one_go(county, elected):
    case = loops.with_deputy(county)
    term = elected.mandates.get().term.number
    said = run(county, to=term)
    assert said == {
        "ended": 1, "begun": 1, "posts": 1, "to_successors": 1, "to_stations": 0, "dry_run": False,
    }  # fmt: skip
    assert again(case).deputy == elected


def test_a_trial_says_the_same_and_writes_nothing(county, elected):
    case = loops.with_deputy(county)
    said = run(county, to=elected.mandates.get().term.number, dry_run=True)
    assert said["to_successors"] == 1 and said["dry_run"]
    assert again(case).deputy == county.deputy and elected.mandates.get().status == "elected"


def test_a_term_that_is_not_there_is_refused_with_a_sentence(county):
    with pytest.raises(CommandError, match="99"):
        run(county, to=99)
