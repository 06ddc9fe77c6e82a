"""Every way through a suggestion and through a motion, each by the services: no exit of the two tables is left out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from accounts.actors import Actor
from casework import services as casework
from casework.models import AssignmentObjection, Case, Event
from casework.services import Part
from casework.workflows import MOTION, SUGGESTION
from suggestions import services
from suggestions.services import motions
from tests import loops
from tests.factories import County
from tests.motions import ways as moved
from tests.suggestions import ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.engine import Workflow

pytestmark = pytest.mark.django_db
NOTE = "按规定办理。"


@pytest.fixture
def county() -> County:
    return County()


def path_of(case: Case) -> list[str]:
    """The steps of the case itself that led from one place to another, in order."""
    events = Event.objects.filter(case=case, assignment=None, commitment=None).order_by("pk")
    return [one.action for one in events if one.from_status != one.to_status]


# --- Suggestions ----------------------------------------------------------------------------------------------
def revised(county: County) -> Case:
    case = ways.sent_back(county)
    services.resubmit(case, actor=ways.lead(county), facts="补充了户数和范围。")
    return ways_on(county, case)


def ways_on(county: County, case: Case) -> Case:
    """Accepted, assigned, answered, rated: concluded."""
    services.accept(case, actor=ways.office(county))
    casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    ways.answered(county, case)
    services.rate(case, actor=ways.lead(county), attitude=3, result=3)
    return case


def reassigned(county: County, *, upheld: bool) -> Case:
    case = ways.objected(county)
    objection = AssignmentObjection.objects.get()
    objection.assignment.case = case
    casework.decide_objection(objection, actor=ways.office(county), upheld=upheld, note=NOTE)
    if upheld:
        casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    case.refresh_from_db()
    return ways.answered(county, case)


def recalled(county: County) -> Case:
    case = ways.to_reassign(county)
    casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    return case


def satisfied_the_second_time(county: County) -> Case:
    case = ways.appraised(county)
    casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    ways.answered(county, case)
    services.rate(case, actor=ways.lead(county), attitude=3, result=2)
    return case


def unrated(county: County) -> Case:
    case = ways.delivered(county)
    assert case.due_on is not None
    services.conclude_due(case.due_on + timedelta(days=1))
    case.refresh_from_db()
    return case


def merged(county: County, end: str) -> Case:
    leading = ways.accepted(county)
    case = ways.joined(county, leading)
    leading.refresh_from_db()
    if end == "separate":
        casework.separate(case, actor=ways.office(county), note=NOTE)
    elif end == "come_back":
        services.retract(leading, actor=ways.lead(county), note=NOTE)
    else:
        casework.assign(leading, [Part(county.organ)], actor=ways.office(county))
        ways.answered(county, leading)
    case.refresh_from_db()
    return case


def by_experts(county: County) -> Case:
    case = ways.to_mediate(county)
    services.record_mediation(
        case, actor=ways.office(county), kind="expert", held_on=timezone.localdate(), participants="三位专家",
        outcome="评估认为措施可行。",
    )  # fmt: skip
    return case


def became(county: County) -> Case:
    case = moved.not_motion(county)
    motions.decide(case, "make_suggestion", actor=ways.office(county), note=NOTE)
    return ways_on(county, case)


SUGGESTIONS: dict[str, tuple[Callable[[County], Case], str]] = {
    "satisfied": (ways.concluded, "submit accept assign sign release_reply conclude"),
    "revised first": (
        revised,
        "submit send_back resubmit accept assign sign release_reply conclude",
    ),
    "not accepted": (ways.turned_down, "submit turn_down"),
    "objection upheld": (
        lambda county: reassigned(county, upheld=True),
        "submit accept assign object uphold_objection assign sign release_reply",
    ),
    "objection refused": (
        lambda county: reassigned(county, upheld=False),
        "submit accept assign object refuse_objection release_reply",
    ),
    "taken back": (recalled, "submit accept assign recall assign"),
    "handled again": (
        satisfied_the_second_time,
        "submit accept assign sign release_reply have_redone assign sign release_reply conclude",
    ),
    "before a meeting": (
        ways.concluded_unhappy,
        "submit accept assign sign release_reply have_redone assign sign release_reply bring_before record_mediation",
    ),
    "before experts": (
        by_experts,
        "submit accept assign sign release_reply have_redone assign sign release_reply bring_before record_mediation",
    ),
    "silent deputy": (unrated, "submit accept assign sign release_reply conclude_unrated"),
    "merged": (lambda county: merged(county, ""), "submit accept join deliver_joined"),
    "separated": (lambda county: merged(county, "separate"), "submit accept join separate"),
    "left alone": (lambda county: merged(county, "come_back"), "submit accept join come_back"),
    "withdrawn": (ways.retracted, "submit accept retract"),
    "was a motion": (
        became,
        "submit pass_check no_motion make_suggestion accept assign sign release_reply conclude",
    ),
}


@pytest.mark.parametrize("name", SUGGESTIONS)
def test_each_way_of_a_suggestion_ends_where_it_should(county: County, name: str) -> None:
    drive, steps = SUGGESTIONS[name]
    assert path_of(drive(county)) == steps.split()


@pytest.mark.parametrize("status", SUGGESTION.step("retract").sources)
def test_a_suggestion_is_withdrawn_from_every_place_before_its_answer(county: County, status: str) -> None:
    case = ways.TO_STATUS[status](county)
    services.retract(case, actor=ways.lead(county), note=NOTE)
    assert case.status == "retracted" and not case.assignments.live().exists()


# --- Motions --------------------------------------------------------------------------------------------------
def completed(county: County) -> Case:
    case = moved.incomplete(county)
    motions.complete(case, actor=moved.lead(county))
    return case


def out_of_session(county: County) -> Case:
    motion, _others = moved.signed(county)
    case = motions.hand_in_motion(motion, actor=moved.lead(county))
    motions.pass_on(case, actor=moved.office(county), committee=moved.COMMITTEE)
    motions.decide(case, "give_opinion", actor=moved.office(county), note=NOTE)
    return case


def short(county: County) -> Case:
    case, others = moved.handed_in(county)
    motions.drop_signature(case, actor=Actor.of(others[0]), note=NOTE)
    return case


def on_agenda(county: County, end: str) -> Case:
    case, others = moved.handed_in(county)
    motions.pass_check(case, actor=moved.office(county))
    motions.decide(case, "put_on_agenda", actor=moved.office(county), note=NOTE)
    if end == "consent":
        for user in others:
            motions.agree_to_withdraw(case, actor=Actor.of(user))
        motions.withdraw_motion(case, actor=moved.lead(county), note=NOTE)
        motions.consent(case, actor=moved.office(county), note=NOTE)
    else:
        motions.drop_signature(case, actor=Actor.of(others[0]), note=NOTE)
        assert case.status == "on_agenda", "the presidium's to decide"
        motions.end_deliberation(case, actor=moved.office(county), note=NOTE)
    return case


def after_all(county: County) -> Case:
    case = moved.reconsidering(county)
    motions.decide(case, "take_after_all", actor=moved.office(county), note=NOTE)
    return case


def a_suggestion_after_reconsideration(county: County) -> Case:
    case = moved.reconsidering(county)
    motions.decide(case, "make_suggestion", actor=moved.office(county), note=NOTE)
    return case


def carried_out_twice(county: County) -> Case:
    case = moved.redoing(county)
    motions.report_handling(case, actor=Actor.of(county.head), note="已补充。")
    motions.decide(case, "agree_to_report", actor=moved.office(county), note=NOTE)
    return case


_AFTERWARDS = "submit pass_check leave_off report_motion"
MOTIONS: dict[str, tuple[Callable[[County], Case], str]] = {
    "adopted": (moved.adopted, "submit pass_check put_on_agenda adopt"),
    "not adopted": (moved.not_adopted, "submit pass_check put_on_agenda reject"),
    "to a committee first": (moved.to_committee, "submit pass_check refer_first"),
    "completed": (completed, "submit return_motion complete"),
    "out of session": (out_of_session, "submit pass_on give_opinion"),
    "placed": (moved.placed, f"{_AFTERWARDS} place"),
    "carried out": (moved.settled, f"{_AFTERWARDS} give_to_organ report_handling agree_to_report"),
    "carried out again": (
        carried_out_twice,
        f"{_AFTERWARDS} give_to_organ report_handling redo report_handling agree_to_report",
    ),
    "a motion after all": (after_all, "submit pass_check no_motion ask_again take_after_all"),
    "a suggestion": (
        a_suggestion_after_reconsideration,
        "submit pass_check no_motion ask_again make_suggestion",
    ),
    "too few before the cut-off": (short, "submit fall_short"),
    "too few after it": (moved.lapsed, "submit pass_check lapse"),
    "withdrawn": (moved.motion_withdrawn, "submit withdraw_motion"),
    "withdrawn from the agenda": (
        lambda county: on_agenda(county, "consent"),
        "submit pass_check put_on_agenda consent",
    ),
    "too few on the agenda": (
        lambda county: on_agenda(county, ""),
        "submit pass_check put_on_agenda end_deliberation",
    ),
}


@pytest.mark.parametrize("name", MOTIONS)
def test_each_way_of_a_motion_ends_where_it_should(county: County, name: str) -> None:
    drive, steps = MOTIONS[name]
    assert path_of(drive(county)) == steps.split()


@pytest.mark.parametrize("outcome", ["next_session", "standing", "plan", "reference"])
def test_the_standing_committee_places_a_motion_in_four_ways(county: County, outcome: str) -> None:
    case = moved.before_standing(county)
    motions.place(case, actor=moved.office(county), outcome=outcome, note=NOTE)
    assert (case.status, case.motion.outcome, case.answered_at is not None) == ("placed", outcome, True)


# --- The tables -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("table", "driven"), [(SUGGESTION, SUGGESTIONS), (MOTION, MOTIONS)])
def test_no_exit_of_the_table_is_left_out(
    table: Workflow, driven: dict[str, tuple[Callable[[County], Case], str]]
) -> None:
    taken = {action for _drive, steps in driven.values() for action in steps.split()}
    assert {step.action for step in table.steps if step.targets} - taken == set()
    reached = {target for step in table.steps for target in step.targets if step.action in taken}
    assert set(table.names) - reached == set()


def test_a_promise_is_followed_to_its_second_answer(county: County) -> None:
    """Class B: what is promised stands in the ledger until it is kept, after the suggestion is concluded."""
    day = timezone.localdate() + timedelta(days=60)
    case = ways.answered(county, ways.assigned(county), category="B", promise="建成屏障", promised_for=day)
    services.rate(case, actor=ways.lead(county), attitude=3, result=3)
    promise = case.commitments.get()
    assert (case.status, promise.status) == ("concluded", "open")
    with time_machine.travel(timezone.now() + timedelta(days=50), tick=False):
        loops.reported(county, promise, "confirm_kept")
        casework.pass_on(promise, "confirm_kept", actor=ways.office(county))
    assert promise.status == "kept"
