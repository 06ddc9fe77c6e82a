"""Whatever is tried by whomever in whatever order: a motion stays whole, and what is refused leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from casework.errors import Refused
from casework.models import Case, Event
from casework.workflows import MOTION, WORKFLOWS
from suggestions import services as drafts
from suggestions.models import Decision, Motion
from suggestions.services import motions as services
from tests.factories import County
from tests.motions import ways

pytestmark = pytest.mark.django_db
Take = Callable[["World", Case, Actor, int], Any]
NOTE = "按议事规则办理。"
SAID = tuple(
    "give_opinion put_on_agenda no_motion take_after_all make_suggestion adopt reject consult record_opinion "
    "report_motion redo agree_to_report".split()
)


class World:
    """One motion that ten deputies have signed, in a session whose cut-off may pass, and everybody who may try."""

    def __init__(self, county: County, draft: Any, others: list[Any]) -> None:
        self.county = county
        self.session = ways.meeting(county)
        self.case_id = services.hand_in_motion(draft, actor=ways.lead(county)).pk
        self.actors = {
            **{name: Actor.of(person) for name, person in county.staff.items()},
            "cosigner": Actor.of(others[0]),
            "second_cosigner": Actor.of(others[1]),
            "system": Actor.system,
        }

    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)


def said(action: str) -> Take:
    return lambda w, c, a, d: services.decide(c, action, actor=a, note=NOTE)


def passes(world: World, case: Case, actor: Actor, draw: int) -> None:
    """The cut-off passes, or is put off."""
    if not actor.is_system:
        raise Refused("time passes by itself")
    world.session.motion_cutoff = timezone.now() + timedelta(hours=1 if draw % 2 else -1)
    world.session.save()


DOORS: dict[str, Take] = {
    **{action: said(action) for action in SAID},
    "return_motion": lambda w, c, a, d: services.return_motion(c, actor=a, note=NOTE),
    "complete": lambda w, c, a, d: services.complete(c, actor=a),
    "reword": lambda w, c, a, d: services.reword(c, actor=a, title="案由", facts="案据", proposal=f"方案{d}"),
    "add_signature": lambda w, c, a, d: services.sign_motion(c, actor=a),
    "drop_signature": lambda w, c, a, d: services.drop_signature(c, actor=a, note=NOTE),
    "pass_check": lambda w, c, a, d: services.pass_check(c, actor=a, owner=w.county.officer),
    "pass_on": lambda w, c, a, d: services.pass_on(
        c, actor=a, committee="法制委员会", owner=w.county.officer
    ),
    "agree_to_withdraw": lambda w, c, a, d: services.agree_to_withdraw(c, actor=a),
    "withdraw_motion": lambda w, c, a, d: services.withdraw_motion(c, actor=a, note=NOTE),
    "consent": lambda w, c, a, d: services.consent(c, actor=a, note=NOTE),
    "end_deliberation": lambda w, c, a, d: services.end_deliberation(c, actor=a, note=NOTE),
    "refer_first": lambda w, c, a, d: services.refer_first(c, actor=a, committee="法制委员会"),
    "leave_off": lambda w, c, a, d: services.leave_off(c, actor=a, committee="法制委员会"),
    "place": lambda w, c, a, d: services.place(c, actor=a, outcome="plan", note=NOTE),
    "give_to_organ": lambda w, c, a, d: services.give_to_organ(c, actor=a, organ=w.county.organ),
    "report_handling": lambda w, c, a, d: services.report_handling(c, actor=a, note=NOTE),
    "second_request": lambda w, c, a, d: services.second_request(c, actor=a),
    "ask_again": lambda w, c, a, d: services.ask_again(c, actor=a, note=NOTE),
    "propose_publication": lambda w, c, a, d: drafts.propose(
        c, actor=a, decision=Decision.WHOLE, copy=drafts.first_copy(c)
    ),
    "confirm_publication": lambda w, c, a, d: drafts.confirm(c, actor=a),
    "refuse_publication": lambda w, c, a, d: drafts.refuse(c, actor=a, note=NOTE),
    "take_down": lambda w, c, a, d: drafts.take_down(c, actor=a, note=NOTE),
    "time": passes,
}
#: Shared with suggestions and driven there, or a part of another step.
_ELSEWHERE = frozenset("submit note urge supervise apply_rules set_owner ask_withdrawal".split())


def test_every_step_that_people_take_is_driven() -> None:
    for step in MOTION.steps:
        if step.action not in DOORS and set(step.who) != {"system"}:
            assert step.action in _ELSEWHERE, f"{step.action}: say here which service takes it"


def rows() -> list[tuple[Any, ...]]:
    models = [
        model for name in ("casework", "suggestions") for model in apps.get_app_config(name).get_models()
    ]
    return [tuple(model._default_manager.order_by("pk").values_list()) for model in models]


def always(world: World) -> None:
    case = world.case()
    table = WORKFLOWS[case.kind]
    assert case.is_open == table.by_status[case.status].is_open
    assert (case.due_on is not None) == case.is_open
    steps = list(Event.objects.filter(case=case).order_by("pk"))
    assert steps[-1].to_status == case.status
    for before, after in pairwise(steps):
        assert after.from_status == before.to_status
    motion = Motion.objects.get(case=case)
    assert motion.cause and motion.grounds and motion.plan
    assert not case.is_public or case.kind == "motion", "what became a suggestion is published as one"
    if case.status in ("adopted", "not_adopted", "placed", "settled"):
        assert case.answered_at is not None
    assert sum(step.action == "ask_again" for step in steps) <= 1
    assert sum(step.action == "redo" for step in steps) <= 1
    if any(step.action in ("pass_check", "pass_on") for step in steps) and case.kind == "motion":
        assert case.serial == 1 and case.owner_id


@pytest.fixture(scope="module")
def people(module_transaction: None) -> tuple[County, Any, list[Any]]:
    county = County()
    ways.meeting(county)
    return county, *ways.signed(county)


NAMES = (
    "officer",
    "station",
    "deputy",
    "cosigner",
    "second_cosigner",
    "handler",
    "head",
    "committee",
    "system",
)
TRIES = st.lists(
    st.tuples(st.sampled_from(sorted(DOORS)), st.sampled_from(NAMES), st.booleans(), st.integers(0, 17)),
    min_size=6,
    max_size=24,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(tries=TRIES)
def test_whatever_is_tried_by_whomever_a_motion_stays_whole(
    people: tuple[County, Any, list[Any]], tries: list[Any]
) -> None:
    """Half of the tries are made by somebody whom the table allows the step."""
    county, draft, others = people
    with transaction.atomic():
        draft.refresh_from_db()
        world = World(county, draft, others)
        for action, name, is_entitled, draw in tries:
            case = world.case()
            row = MOTION.by_action.get(action)
            who = row.who[draw % len(row.who)] if row and is_entitled else name
            actor = world.actors.get(who, world.actors[name])
            if case.kind != "motion":
                break
            before = rows()
            try:
                DOORS[action](world, case, actor, draw)
            except Refused:
                assert rows() == before, f"{action} was refused and has changed something"
            always(world)
        transaction.set_rollback(True)
