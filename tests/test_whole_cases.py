"""Whole cases through any steps of the tables, by anybody, allowed or not: what must always hold, holds.

The steps are read from the tables. Each is tried through the service that takes it, or through ``advance`` where there
is none of its own, by whoever the generator picks; so new rows of a table are driven from the day they are written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from casework import services as casework
from casework.errors import Refused
from casework.models import Assignment, Case, Commitment, Event
from casework.models.commitment import Outcome
from casework.services import Part
from casework.workflows import ASSIGNMENT, COMMITMENT, COMPLAINT, OPINION, WORKFLOWS
from feedback import services
from feedback.models.meeting import MeetingKind
from tests import complaints, loops
from tests.factories import County
from tests.test_nobody_is_left_behind import PASSAGE, nobody_is_left_behind

NOTE = "情况已核实。"
LATER = timedelta(days=400)


class People:
    """Who may try a step: one person for each role, two organs' people besides, a stranger, a citizen, the portal."""

    def __init__(self, county: County) -> None:
        other = County()
        self.county = county
        self.known = {
            **{role: Actor.of(user) for role, user in county.staff.items()},
            "colleague": Actor.of(county.colleague),
            "second_handler": Actor.of(county.second_handler),
            "second_head": Actor.of(county.second_head),
            "third_handler": Actor.of(county.third_handler),
            "stranger": Actor.of(other.officer),
            "system": Actor.system,
        }

    def named(self, name: str, case: Case) -> Actor:
        return Actor.citizen(case.pk) if name == "citizen" else self.known[name]


NAMES = ["officer", "station", "deputy", "handler", "head", "committee", "operator", "colleague", "second_handler",
         "second_head", "third_handler", "stranger", "system", "citizen"]  # fmt: skip


class World:
    """Some cases, each on its way, and every way to take a step of one."""

    def __init__(self, county: County, people: People) -> None:
        self.county, self.people = county, people
        loops.submitted(county)
        loops.with_deputy(county)
        parts = [Part(county.organ), Part(county.second_organ, "assist")]
        loops.assigned(county, parts)
        parts = [Part(county.organ, "separate"), Part(county.second_organ, "separate")]
        loops.assigned(county, parts)
        loops.rated(county)
        loops.promised(county)
        complaints.received(county)

    def parts(self, draw: int) -> list[Part]:
        county = self.county
        first, second, third = county.organ, county.second_organ, county.third_organ
        return (
            [Part(first)],
            [Part(first), Part(second, "assist")],
            [Part(first, "separate"), Part(second, "separate"), Part(third, "separate")],
            [Part(first), Part(second)],  # two that lead, each with an answer of its own
            [Part(second)],
            [Part(first), Part(second, "separate")],  # refused: neither the one nor the other
        )[draw % 6]

    def moving(self, kind: str, one: int, action: str) -> Any:
        """A case, a share or a promise: half the time one at which the table allows the step, if there is any."""
        table = TABLES[kind][0]
        model = {"share": Assignment, "promise": Commitment}.get(kind, Case)
        rows = list(model._default_manager.order_by("pk"))
        if model is Case:
            rows = [row for row in rows if WORKFLOWS[row.kind] is table]
        ready = [row for row in rows if row.status in table.step(action).sources]
        chosen = ready if ready and one % 2 else rows
        found = chosen[one // 2 % len(chosen)] if chosen else None
        if found is not None and model is not Case:
            found.case = Case.objects.get(pk=found.case_id)
        return found


Take = Callable[[World, Any, Actor, int], Any]


def _other(world: World, case: Case, draw: int) -> Case:
    cases = list(Case.objects.order_by("pk"))
    return cases[draw % len(cases)]


def _split(world: World, case: Case, actor: Actor, draw: int) -> Any:
    return services.split(case, [services.PartOf("部分", PASSAGE)], actor=actor)


def _objection(world: World, share: Assignment, actor: Actor, *, upheld: bool) -> None:
    objection = share.objections.filter(upheld=None).last()
    if objection is None:
        raise Refused("nobody objects")
    objection.assignment = share
    casework.decide_objection(objection, actor=actor, upheld=upheld, note=NOTE)


def _extension(world: World, case: Case, actor: Actor, *, granted: bool) -> None:
    share = case.assignments.filter(extensions__granted=None, extensions__isnull=False).first()
    if share is None:
        raise Refused("nobody asked")
    request = share.extensions.get(granted=None)
    request.assignment = share
    share.case = case
    casework.decide_extension(request, actor=actor, granted=granted, note=NOTE)


def _share(case: Case) -> Assignment:
    share = case.assignments.live().order_by("pk").first()
    if share is None:
        raise Refused("no organ has it")
    share.case = case
    return share


def _by_share(take: Take) -> Take:
    return lambda world, case, actor, draw: take(world, _share(case), actor, draw)


def _as_citizen(step: Callable[[Case], Any]) -> Take:
    """A receipt is the right to these; nobody else comes to them."""

    def take(world: World, case: Case, actor: Actor, draw: int) -> Any:
        if not actor.is_citizen:
            raise Refused("only the holder of the receipt")
        return step(case)

    return take


def _rate(case: Case, draw: int) -> Any:
    return services.rate(case, attitude=1 + draw % 3, result=1 + draw // 3 % 3, reason=NOTE)


def _by_system(step: Callable[[], Any]) -> Take:
    def take(world: World, case: Case, actor: Actor, draw: int) -> Any:
        if actor != Actor.system:
            raise Refused("the portal does it by itself")
        return step()

    return take


def _timeouts() -> Any:
    return services.close_due(timezone.localdate() + LATER)


def _ladder() -> Any:
    return casework.urge_due(timezone.localdate() + LATER)


def _promise(world: World, share: Assignment, actor: Actor, draw: int) -> Any:
    promise = {
        "category": "B",
        "promise": "建隔音墙",
        "promised_for": timezone.localdate() + timedelta(days=9),
    }
    more = promise if draw % 2 and share.role != "assist" else {"category": "A"}
    return casework.submit_reply(share, actor=actor, body=loops.REPLY, **more)


def _report(world: World, promise: Commitment, actor: Actor, draw: int) -> Any:
    outcome = (Outcome.KEPT, Outcome.NOT_KEPT, Outcome.CARRIED_ON)[draw % 3]
    later = promise.due_on + timedelta(days=30) if outcome == Outcome.CARRIED_ON else None
    return casework.report_promise(promise, actor=actor, outcome=outcome, body=loops.REPLY, new_due_on=later)


OF_CASES: dict[str, Take] = {
    "ask_more": lambda w, c, a, d: services.ask_more(c, actor=a, note=NOTE),
    "supply_more": lambda w, c, a, d: (
        services.supply_more(c, words=NOTE)
        if a.is_citizen
        else casework.advance(c, "supply_more", actor=a, note=NOTE)
    ),
    "lapse": _by_system(_timeouts),
    "close_unrated": _by_system(_timeouts),
    "close_unsatisfied": _by_system(_timeouts),
    "refuse": lambda w, c, a, d: services.refuse(c, actor=a, reason="petition", note=NOTE),
    "register": lambda w, c, a, d: services.register(c, actor=a),
    "give_to_deputy": lambda w, c, a, d: services.give_to_deputy(c, actor=a, deputy=w.county.deputy),
    "take_back": lambda w, c, a, d: services.take_back(c, actor=a, note=NOTE),
    "answer": lambda w, c, a, d: services.answer(c, actor=a, body=loops.REPLY),
    "return_answer": lambda w, c, a, d: services.return_answer(c, actor=a, note=NOTE),
    "take_up": lambda w, c, a, d: services.take_up(c, actor=a, note=NOTE),
    "refer": lambda w, c, a, d: services.refer(c, actor=a, note=NOTE),
    "assign": lambda w, c, a, d: casework.assign(c, w.parts(d), actor=a),
    "recall": lambda w, c, a, d: casework.recall(c, actor=a, note=NOTE),
    "add_organ": lambda w, c, a, d: casework.add_organ(c, w.county.third_organ, actor=a),
    "ask_extension": _by_share(lambda w, s, a, d: casework.ask_extension(s, actor=a, reason=NOTE)),
    "grant_extension": lambda w, c, a, d: _extension(w, c, a, granted=True),
    "refuse_extension": lambda w, c, a, d: _extension(w, c, a, granted=False),
    "suspend": lambda w, c, a, d: casework.suspend(c, actor=a, note=NOTE),
    "resume_clock": lambda w, c, a, d: (
        casework.resume_over(timezone.localdate() + LATER)
        if a == Actor.system
        else casework.resume_clock(c, actor=a)
    ),
    "return_reply": lambda w, c, a, d: casework.return_replies(c, actor=a, note=NOTE),
    "approve_reply": lambda w, c, a, d: casework.approve_replies(c, actor=a),
    "feed_back": lambda w, c, a, d: services.feed_back(c, actor=a, body=loops.REPLY, publish=bool(d % 2)),
    "rate": lambda w, c, a, d: _as_citizen(lambda case: _rate(case, d))(w, c, a, d),
    "ask_rework": _as_citizen(lambda case: services.ask_rework(case, words=NOTE)),
    "withdraw": _as_citizen(lambda case: services.withdraw(case)),
    "add_remark": _as_citizen(lambda case: services.add_remark(case, words=NOTE)),
    "record_meeting": lambda w, c, a, d: services.record_meeting(
        c, actor=a, kind=MeetingKind.values[0], held_on=timezone.localdate(), participants=NOTE, outcome=NOTE
    ),
    "join": lambda w, c, a, d: casework.join(c, _other(w, c, d), actor=a),
    "join_again": lambda w, c, a, d: services.add_to_earlier(c, _other(w, c, d), actor=a),
    "unjoin": lambda w, c, a, d: casework.unjoin(c, actor=a),
    "separate": lambda w, c, a, d: casework.separate(c, actor=a, note=NOTE),
    "split": _split,
    "unsplit": lambda w, c, a, d: casework.unsplit(c, actor=a),
    "note": lambda w, c, a, d: services.write_note(c, actor=a, note=NOTE),
    "remind": _by_system(_ladder),
    "urge": lambda w, c, a, d: _ladder() if a == Actor.system else casework.urge(c, actor=a),
    "urge_again": _by_system(_ladder),
    "supervise": lambda w, c, a, d: (
        _ladder() if a == Actor.system else casework.supervise(c, actor=a, leader="陈志远")
    ),
    "set_owner": lambda w, c, a, d: services.set_owner(c, actor=a, owner=w.county.colleague),
    "hand_over": lambda w, c, a, d: services.hand_over(c, actor=a, name=w.county.deputy.name),
}
OF_COMPLAINTS: dict[str, Take] = {
    "take_on": lambda w, c, a, d: services.take_on(c, actor=a, owner=w.county.committee),
    "inform": lambda w, c, a, d: services.inform(c, actor=a, note=NOTE),
    "take_more_time": lambda w, c, a, d: services.take_more_time(c, actor=a, note=NOTE),
    "give_answer": lambda w, c, a, d: services.give_answer(c, actor=a, note=NOTE),
    "settle": lambda w, c, a, d: services.settle(c, actor=a),
    "settle_by_time": _by_system(lambda: services.settle_due(timezone.localdate() + LATER)),
    "decline": lambda w, c, a, d: services.decline(c, actor=a, reason="supervision", note=NOTE),
    "transfer": lambda w, c, a, d: services.transfer(c, actor=a, organ_named="县监察委员会", note=NOTE),
    "name_deputy": lambda w, c, a, d: services.name_deputy(c, actor=a, about=w.county.deputy),
    "set_owner": lambda w, c, a, d: services.set_owner(c, actor=a, owner=w.county.committee),
    **{name: OF_CASES[name] for name in ("withdraw", "add_remark", "note", "urge", "supervise")},
}
OF_SHARES: dict[str, Take] = {
    "sign": lambda w, s, a, d: casework.sign(s, actor=a),
    "object": lambda w, s, a, d: casework.object_to(s, actor=a, reason=NOTE),
    "uphold_objection": lambda w, s, a, d: _objection(w, s, a, upheld=True),
    "refuse_objection": lambda w, s, a, d: _objection(w, s, a, upheld=False),
    "record_contact": lambda w, s, a, d: casework.record_contact(
        s, actor=a, manner="phone", happened_on=timezone.localdate(), summary=NOTE
    ),
    "submit_reply": _promise,
    "send_back": lambda w, s, a, d: casework.send_back(s, actor=a, note=NOTE),
    "take_back_draft": lambda w, s, a, d: casework.take_back_draft(s, actor=a),
    "agree": lambda w, s, a, d: casework.countersign(s, actor=a, agreed=True),
    "disagree": lambda w, s, a, d: casework.countersign(s, actor=a, agreed=False, reason=NOTE),
    "release_reply": lambda w, s, a, d: casework.release_reply(s, actor=a),
}
OF_PROMISES: dict[str, Take] = {
    "report_promise": _report,
    "send_report_back": lambda w, p, a, d: casework.send_report_back(p, actor=a, note=NOTE),
    "release_report": lambda w, p, a, d: casework.release_report(p, actor=a),
    "return_report": lambda w, p, a, d: casework.return_report(p, actor=a, note=NOTE),
    **{
        outcome: lambda w, p, a, d, outcome=outcome: casework.pass_on(p, outcome, actor=a)  # type: ignore[misc]
        for outcome in Outcome.values
    },
    "report_status": lambda w, p, a, d: casework.report_status(p, actor=a, note=loops.REPLY),
    "ask_status": _by_system(lambda: casework.remind_of_promises(timezone.localdate() + LATER)),
    "remind_promise": _by_system(lambda: casework.remind_of_promises(timezone.localdate() + LATER)),
    "promise_due": _by_system(lambda: casework.remind_of_promises(timezone.localdate() + LATER)),
}
#: What the tables allow to the portal alone follows from other steps and is no door of its own.
ALONE = {"system"}
TABLES = {
    "case": (OPINION, OF_CASES),
    "complaint": (COMPLAINT, OF_COMPLAINTS),
    "share": (ASSIGNMENT, OF_SHARES),
    "promise": (COMMITMENT, OF_PROMISES),
}
DOORS = [(kind, action) for kind, (_table, doors) in TABLES.items() for action in sorted(doors)]


#: No doors either: a step that comes with another one, of the case or of a share, or that begins a history.
_PART_OF_ANOTHER = frozenset(
    "submit open_part void_part gather let_go apply_rules uphold_objection refuse_objection sign object"
    " release_reply return_reply approve_reply revoke urge circulate ask_countersign stop_countersign".split()
)


def test_every_step_that_people_take_is_driven() -> None:
    for table, doors in TABLES.values():
        for step in table.steps:
            if step.action not in doors and set(step.who) != ALONE:
                assert step.action in _PART_OF_ANOTHER, (
                    f"{table.kind}.{step.action}: say here which service takes it, so that it is tried on every case"
                )


def rows() -> list[tuple[Any, ...]]:
    """Everything that is stored of cases: a step that is refused leaves all of it as it was."""
    models_of_cases = [
        model for name in ("casework", "feedback") for model in apps.get_app_config(name).get_models()
    ]
    return [
        tuple(model._default_manager.order_by("pk").values_list())
        for model in models_of_cases
        if _is_of_cases(model)
    ]


def _is_of_cases(model: type[models.Model]) -> bool:
    return any(field.related_model in (Case, Event) for field in model._meta.get_fields()) or model is Case


def always() -> None:
    """Besides what holds of joined and split cases: one answer at a time, and every row has its history."""
    nobody_is_left_behind()
    for case in Case.objects.filter(closed_at=None):
        _one_answer_at_a_time(case)
    for model, field in ((Assignment, "assignment"), (Commitment, "commitment")):
        for row in model._default_manager.all():
            assert (row.closed_at is None) == (row.status in _open(model)), row.status
            own = Event.objects.filter(**{field: row.pk})
            steps = list((own if field == "commitment" else own.filter(commitment=None)).order_by("pk"))
            assert not steps or steps[-1].to_status == row.status
            for before, after in pairwise(steps):
                assert after.from_status == before.to_status


def _open(model: type[models.Model]) -> list[str]:
    return (ASSIGNMENT if model is Assignment else COMMITMENT).open_names


def _one_answer_at_a_time(case: Case) -> None:
    """Never two that lead beside assisting ones, never an organ at work where the office or a deputy is."""
    live = list(case.assignments.live())
    assert len({share.organ_id for share in live}) == len(live)
    leads = [share for share in live if share.role == "lead"]
    if any(share.role == "assist" for share in live):
        assert len(leads) >= 1 or case.status in ("objected",), [share.role for share in live]
    if live:
        assert case.status in ("assigned", "handling", "objected", "replied"), case.status
    if case.status in ("assigned", "handling", "objected", "replied"):
        assert any(share.role != "assist" for share in live), f"nobody answers at {case.status}"
    if case.status == "replied":
        assert all(share.status == "released" for share in live if share.role != "assist")


@pytest.fixture(scope="module")
def people(module_transaction: None) -> People:
    county = County()
    # A meeting follows a second dissatisfaction, and the time for an answer may stand still.
    loops.may_stand_still(county, parent="shanghai")
    return People(county)


TRIES = st.lists(
    st.tuples(
        st.sampled_from(DOORS), st.sampled_from(NAMES), st.booleans(), st.integers(0, 63), st.integers(0, 17)
    ),
    min_size=5,
    max_size=22,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(tries=TRIES)
def test_whatever_is_tried_by_whomever_a_case_stays_whole(people: People, tries: list[Any]) -> None:
    """Half of the tries are made by somebody whom the table allows the step, if there is one."""
    with transaction.atomic():
        world = World(people.county, people)
        for (kind, action), name, is_entitled, one, draw in tries:
            _try(world, kind, action, name, is_entitled, one, draw)
            always()
        transaction.set_rollback(True)


def _try(world: World, kind: str, action: str, name: str, is_entitled: bool, one: int, draw: int) -> None:
    moving = world.moving(kind, one, action)
    if moving is None:
        return
    table, doors = TABLES[kind]
    actor = world.people.named(
        _entitled(world, moving, table.step(action).who) if is_entitled else name, moving.case
    )
    before = rows()
    try:
        doors[action](world, moving, actor, draw)  # no transaction of ours: what is refused must undo itself
    except Refused:
        assert rows() == before, f"{kind}.{action} was refused and has changed something"


def _entitled(world: World, moving: Any, who: tuple[str, ...]) -> str:
    """Somebody who stands to this very case as the table asks; the first in the table's order."""
    names = [name for role in who for name in (role, f"second_{role}") if name in NAMES]
    for name in names:
        if casework.acting_as(world.people.named(name, moving.case), moving) & set(who):
            return name
    return names[0]
