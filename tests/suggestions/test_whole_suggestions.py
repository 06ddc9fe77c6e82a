"""Whatever is tried by whomever in whatever order: a suggestion stays whole, and what is refused leaves no trace."""

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
from casework import services as casework
from casework.errors import Refused
from casework.models import Assignment, AssignmentObjection, Case, Event, ExtensionRequest
from casework.services import Part
from casework.workflows import OPINION, SUGGESTION
from suggestions import services
from suggestions.models import ConversionLink, Grading, News, Publication
from tests import loops
from tests.factories import County
from tests.suggestions import ways

pytestmark = pytest.mark.django_db
Take = Callable[["World", Case, Actor, int], Any]
NOTE = "按规定办理。"


class World:
    """A suggestion that grew from an opinion, another one beside it, and everybody who may try something."""

    def __init__(self, county: County, others: list[Any]) -> None:
        self.county = county
        self.opinion = loops.to_convert(county)
        suggestion = ways.draft(county, (self.opinion,))
        cosigner, user = others
        services.invite(suggestion, [cosigner], actor=ways.lead(county))
        services.sign(suggestion, actor=Actor.of(user), expected_version=suggestion.version)
        self.cases = [services.hand_in(suggestion, actor=ways.lead(county)), ways.accepted(county)]
        self.actors = {
            **{name: Actor.of(person) for name, person in county.staff.items()},
            "colleague": Actor.of(county.colleague),
            "cosigner": Actor.of(user),
            "second_handler": Actor.of(county.second_handler),
            "system": Actor.system,
        }

    def case(self, draw: int) -> Case:
        return Case.objects.get(pk=self.cases[draw % 2].pk)

    def other(self, case: Case) -> Case:
        return Case.objects.get(pk=next(one.pk for one in self.cases if one.pk != case.pk))


def share_of(case: Case) -> Assignment:
    share = case.assignments.live().order_by("pk").first()
    if share is None:
        raise Refused("no organ has it")
    share.case = case
    return share


def decided(case: Case, actor: Actor, *, upheld: bool) -> None:
    row = AssignmentObjection.objects.filter(assignment__case=case, upheld=None).last()
    if row is None:
        raise Refused("nobody objects")
    row.assignment.case = case
    casework.decide_objection(row, actor=actor, upheld=upheld, note=NOTE)


def extended(case: Case, actor: Actor, *, granted: bool) -> None:
    row = ExtensionRequest.objects.filter(assignment__case=case, granted=None).last()
    if row is None:
        raise Refused("nobody asked")
    row.assignment.case = case
    casework.decide_extension(row, actor=actor, granted=granted, note=NOTE)


def answers(case: Case, actor: Actor) -> None:
    share = share_of(case)
    casework.submit_reply(share, actor=actor, body=ways.ANSWER, category="A", letter=ways.letter(case))


def contacts(case: Case, actor: Actor) -> None:
    casework.record_contact(
        share_of(case), actor=actor, manner="phone", happened_on=timezone.localdate(), summary=NOTE
    )


def proposes(case: Case, actor: Actor, draw: int) -> None:
    if draw % 3:
        services.propose(case, actor=actor, decision="whole", copy=services.first_copy(case))
    else:
        services.propose(case, actor=actor, decision="none", exception="private", note=NOTE)


def alone(step: Callable[[], Any]) -> Take:
    """What runs out runs out by the scheduler."""

    def take(world: World, case: Case, actor: Actor, draw: int) -> Any:
        if not actor.is_system:
            raise Refused("the portal does it by itself")
        return step()

    return take


DOORS: dict[str, Take] = {
    "send_back": lambda w, c, a, d: services.send_back(c, actor=a, note=NOTE),
    "resubmit": lambda w, c, a, d: services.resubmit(c, actor=a, facts=f"补充核实情况第{d}次。"),
    "confirm_words": lambda w, c, a, d: services.confirm_words(c, actor=a),
    "turn_down": lambda w, c, a, d: services.turn_down(c, actor=a, reason="vague", note=NOTE),
    "accept": lambda w, c, a, d: services.accept(c, actor=a, owner=w.county.officer),
    "agree_to_retract": lambda w, c, a, d: services.agree_to_retract(c, actor=a),
    "retract": lambda w, c, a, d: services.retract(c, actor=a, note=NOTE),
    "assign": lambda w, c, a, d: casework.assign(
        c,
        [Part(w.county.organ), Part(w.county.second_organ, "assist")][: 1 + d % 2],
        actor=a,
        is_wide=not d % 3,
    ),
    "sign": lambda w, c, a, d: casework.sign(share_of(c), actor=a),
    "object": lambda w, c, a, d: casework.object_to(share_of(c), actor=a, reason=NOTE),
    "uphold_objection": lambda w, c, a, d: decided(c, a, upheld=True),
    "refuse_objection": lambda w, c, a, d: decided(c, a, upheld=False),
    "recall": lambda w, c, a, d: casework.recall(c, actor=a, note=NOTE),
    "add_organ": lambda w, c, a, d: casework.add_organ(c, w.county.third_organ, actor=a),
    "ask_extension": lambda w, c, a, d: casework.ask_extension(share_of(c), actor=a, reason=NOTE),
    "grant_extension": lambda w, c, a, d: extended(c, a, granted=True),
    "refuse_extension": lambda w, c, a, d: extended(c, a, granted=False),
    "record_contact": lambda w, c, a, d: contacts(c, a),
    "submit_reply": lambda w, c, a, d: answers(c, a),
    "release_reply": lambda w, c, a, d: casework.release_reply(share_of(c), actor=a),
    "rate_answer": lambda w, c, a, d: services.rate(
        c, actor=a, attitude=1 + d % 3, result=1 + d // 3 % 3, reason=NOTE
    ),
    "conclude_unrated": alone(lambda: services.conclude_due(timezone.localdate() + timedelta(days=300))),
    "record_mediation": lambda w, c, a, d: services.record_mediation(
        c, actor=a, kind="expert", held_on=timezone.localdate(), participants=NOTE, outcome=NOTE
    ),
    "join": lambda w, c, a, d: services.merge(c, w.other(c), actor=a),
    "separate": lambda w, c, a, d: casework.separate(c, actor=a, note=NOTE),
    "make_key": lambda w, c, a, d: services.make_key(
        c, actor=a, leader="沈国栋", committee="社会建设委员会", decided_on=timezone.localdate()
    ),
    "propose_publication": lambda w, c, a, d: proposes(c, a, d),
    "confirm_publication": lambda w, c, a, d: services.confirm(c, actor=a),
    "refuse_publication": lambda w, c, a, d: services.refuse(c, actor=a, note=NOTE),
    "take_down": lambda w, c, a, d: services.take_down(c, actor=a, note=NOTE),
    "urge": lambda w, c, a, d: casework.urge(c, actor=a),
    "supervise": lambda w, c, a, d: casework.supervise(c, actor=a, leader="陈志远"),
    "tell": alone(ways.news),
}
#: No doors of their own: they begin a history, come with another step, or are the portal's alone.
_PART_OF_ANOTHER = frozenset("submit gather let_go note set_owner apply_rules".split())


def test_every_step_that_people_take_is_driven() -> None:
    for step in SUGGESTION.steps:
        if step.action not in DOORS and set(step.who) != {"system"}:
            assert step.action in _PART_OF_ANOTHER, f"{step.action}: say here which service takes it"


def rows() -> list[tuple[Any, ...]]:
    models = [
        model for name in ("casework", "suggestions") for model in apps.get_app_config(name).get_models()
    ]
    return [tuple(model._default_manager.order_by("pk").values_list()) for model in models]


def always(world: World) -> None:
    for case in Case.objects.suggestions().select_related("suggestion"):
        assert case.is_open == SUGGESTION.by_status[case.status].is_open
        assert (case.due_on is not None) == case.is_open
        steps = list(Event.objects.filter(case=case, assignment=None).order_by("pk"))
        assert steps[-1].to_status == case.status and case.version == len(steps)
        for before, after in pairwise(steps):
            assert after.from_status == before.to_status
        _answered_as_the_law_asks(case)
        _with_whom_it_is(case)
    _its_citizen_is_not_forgotten(world)


def _answered_as_the_law_asks(case: Case) -> None:
    """No answer without a word with the deputy, a class and a whole letter; no two ratings of one answer."""
    sent = case.replies.filter(state__in=["released", "approved"]).exclude(assignment__role="assist")
    for reply in sent.select_related("letter", "assignment"):
        assert (
            reply.category and reply.letter.number and reply.letter.answers.strip("第号") == str(case.serial)
        )
        assert reply.assignment is not None and reply.assignment.communications.exists()
    assert case.rework_count <= 1
    assert Grading.objects.filter(suggestion__case=case).count() <= 1 + case.rework_count
    row = Publication.objects.filter(suggestion__case=case).first()
    assert case.is_public == bool(row and row.is_public)
    assert row is None or row.decided_by_id is None or row.decided_by_id != row.proposed_by_id


def _with_whom_it_is(case: Case) -> None:
    live = list(case.assignments.live().exclude(role="assist"))
    if case.status in ("assigned", "handling"):
        assert live, f"nobody answers at {case.status}"
    elif case.status != "objected":
        assert not live, f"{[share.status for share in live]} at {case.status}"
    assert (case.leading_id is not None) or case.status != "joined"


def _its_citizen_is_not_forgotten(world: World) -> None:
    """The opinion waits while the suggestion is on its way, and never longer."""
    opinion = Case.objects.get(pk=world.opinion.pk)
    assert opinion.status in OPINION.names and opinion.kind == "opinion"
    link = ConversionLink.objects.get(opinion=opinion)
    told = set(News.objects.filter(link=link).values_list("event", flat=True))
    owed = Event.objects.filter(case=link.suggestion.case_id, effects__name="suggestions.tell_citizens")
    if not owed.exclude(pk__in=told).exists() and opinion.status == "carried":
        assert link.suggestion.case.answered_at is None and link.suggestion.case.is_open  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def people(module_transaction: None) -> tuple[County, list[Any]]:
    county = County()
    ways.session_of(county)
    return county, list(ways.another_deputy(county))


NAMES = (
    "officer", "colleague", "station", "deputy", "cosigner", "handler", "head", "second_handler", "committee",
    "operator", "system",
)  # fmt: skip
TRIES = st.lists(
    st.tuples(st.sampled_from(sorted(DOORS)), st.sampled_from(NAMES), st.booleans(), st.integers(0, 17)),
    min_size=6,
    max_size=26,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(tries=TRIES)
def test_whatever_is_tried_by_whomever_a_suggestion_stays_whole(
    people: tuple[County, list[Any]], tries: list[Any]
) -> None:
    """Half of the tries are made by somebody whom the table allows the step."""
    with transaction.atomic():
        world = World(*people)
        for action, name, is_entitled, draw in tries:
            case = world.case(draw)
            row = SUGGESTION.by_action.get(action)
            who = row.who[draw % len(row.who)] if row and is_entitled else name
            actor = world.actors.get(who, world.actors[name])
            before = rows()
            try:
                DOORS[action](world, case, actor, draw)  # what is refused must undo itself
            except Refused:
                assert rows() == before, f"{action} was refused and has changed something"
            always(world)
        transaction.set_rollback(True)


def test_the_whole_way_is_walked_by_the_doors_above(people: tuple[County, list[Any]]) -> None:
    """So that the tries can reach every end: the same doors, in the order of a suggestion that goes well."""
    world = World(*people)
    way = (
        ("accept", "officer"), ("make_key", "committee"), ("assign", "officer"), ("sign", "handler"),
        ("record_contact", "handler"), ("submit_reply", "handler"), ("release_reply", "head"), ("tell", "system"),
        ("propose_publication", "officer"), ("confirm_publication", "colleague"), ("rate_answer", "deputy"),
        ("tell", "system"),
    )  # fmt: skip
    for action, name in way:
        DOORS[action](world, world.case(0), world.actors[name], 4)
        always(world)
    opinion = Case.objects.get(pk=world.opinion.pk)
    assert opinion.status == "reply_reviewed", "the office feeds the answer back to its citizen"
    assert world.case(0).status in ("concluded", "appraised")
