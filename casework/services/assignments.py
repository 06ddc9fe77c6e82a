"""Giving a case to organs, and what organs may say to that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import clocks
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Assignment, AssignmentObjection, Communication
from casework.models.assignment import HandlingRole
from casework.models.case import Kind
from casework.rules import clock as rule_clock
from casework.rules import profile_by_key
from casework.services.advance import advance, check_version
from casework.services.countersigning import ask_all
from casework.services.settling import hold, owing, settle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.actors import Actor
    from casework.models import Case, Event
    from deputies.models import Organ


@dataclass(frozen=True, slots=True)
class Part:
    """One organ's part in an assignment; ``role`` is lead, assist or separate."""

    organ: Organ
    role: str = HandlingRole.LEAD
    part: str = ""


def made_by(actor: Actor) -> int:
    """The key of the user who acts; only people of the organs take these steps."""
    if actor.user_id is None:
        raise NotAllowed(_("Only somebody of the organ can take this step."))
    return actor.user_id


def _check_parts(case: Case, parts: Sequence[Part]) -> None:
    roles = [part.role for part in parts]
    organs = {part.organ.pk for part in parts}
    if not parts:
        raise Incomplete("organs", _("Name at least one organ."))
    if len(organs) < len(parts):
        raise Incomplete("organs", _("An organ stands twice in the assignment."))
    if any(part.organ.congress_id != case.congress_id or not part.organ.is_active for part in parts):
        raise Incomplete("organs", _("An organ is not in use, or belongs to another congress."))
    if HandlingRole.SEPARATE in roles and len(set(roles)) > 1:
        raise Incomplete("organs", _("Separate handling cannot be mixed with lead and assisting organs."))
    if HandlingRole.ASSIST in roles and HandlingRole.LEAD not in roles:
        raise Incomplete("organs", _("Where organs assist, one organ must lead."))


@transaction.atomic
def assign(
    case: Case,
    parts: Sequence[Part],
    *,
    actor: Actor,
    note: str = "",
    is_wide: bool = False,
    expected_version: int | None = None,
) -> Event:
    """Assign ``case`` to the organs of ``parts``: lead and assisting ones, or several separate ones.

    The answer is due by the clock ``reply`` (``rework`` when it is handled again), counted from today. ``is_wide``: a
    suggestion on a wide or difficult matter has the longer time from the start (Law on Deputies, article 51).
    """
    _check_parts(case, parts)
    _check_decided(case, note)
    now = timezone.now()
    name = clock_of_answer(case, is_wide=is_wide)
    first = first_day_of_answer(case, name)
    running = clocks.start(case, name, first)
    due_on = running.due_on or timezone.localdate()
    event = advance(
        case,
        "assign",
        actor=actor,
        note=note,
        given={"organs"},
        clock=name,
        counted_from=first,
        expected_version=expected_version,
        organ=parts[0].organ,
        assigned_at=now,
        **running.as_answer(),
    )
    inner = assist_due(case) if any(part.role == HandlingRole.ASSIST for part in parts) else due_on
    Assignment.objects.bulk_create(
        Assignment(
            case=case,
            organ=part.organ,
            role=part.role,
            part=part.part,
            status="assigned",
            assigned_at=now,
            due_on=inner if part.role == HandlingRole.ASSIST else due_on,
        )
        for part in parts
    )
    return event


def council_assigns(case: Case) -> str:
    """The article by which the council of chairpersons assigns this suggestion; empty where the office does."""
    if case.kind != Kind.SUGGESTION or case.is_of_the_session:
        return ""
    rule = profile_by_key(case.profile).switches["council_assigns"]
    return rule.article if rule.value else ""


def _check_decided(case: Case, note: str) -> None:
    """Incomplete where the council of chairpersons assigns and its decision is not recorded (Beijing, article 16)."""
    article = council_assigns(case)
    if article and not note.strip():
        raise Incomplete(
            "note",
            _("The council of chairpersons assigns it: record its decision, with the day (%(article)s).")
            % {"article": article},
        )


def clock_of_answer(case: Case, *, is_wide: bool = False) -> str:
    """The clock by which the answer of organs is due if the case were assigned now."""
    if case.rework_count:
        return "rework"
    return clocks.LONGER if is_wide and case.kind == Kind.SUGGESTION else "reply"


def first_day_of_answer(case: Case, name: str) -> date | None:
    """The day from which the clock ``name`` counts if the case were assigned now; None: from today.

    Of a suggestion the rules may count it from the close of the session or from the deputy's dissatisfaction.
    """
    if case.kind != Kind.SUGGESTION:
        return None
    rules = profile_by_key(case.profile)
    if name == "rework":
        is_from_rating = rules.switch("rework_counts_from") == "dissatisfaction"
        running = case.due_from if case.due_clock == name else case.answer_from
        return running if is_from_rating and running and not _is_over(case, name, running) else None
    is_from_close = rules.switch("reply_counts_from") == "close_of_session"
    return case.session.ends_on if is_from_close and case.session and case.is_of_the_session else None


def _is_over(case: Case, name: str, counted_from: date) -> bool:
    """Whether the clock has ended already: whoever is assigned after that has its time from the assignment.

    A date that lies behind its first day could neither be met nor be urged for.
    """
    due_on = clocks.start(case, name, counted_from).due_on
    return due_on is not None and due_on < timezone.localdate()


def assist_due(case: Case, counted_from: date | None = None) -> date:
    """An assisting organ gives its opinion early enough for the lead to answer, and never after the lead's date."""
    first = counted_from or timezone.localdate()
    inner = clocks.assisting(case, first).due
    return min(inner, case.answer_due_on or inner)


@transaction.atomic
def sign(assignment: Assignment, *, actor: Actor) -> None:
    """Sign for receipt; the first signature moves the case itself to “being handled”."""
    advance(assignment, "sign", actor=actor, signed_at=timezone.now(), handler=actor.user)
    if assignment.case.status == "assigned":
        advance(assignment.case, "sign", actor=actor)


@transaction.atomic
def object_to(
    assignment: Assignment, *, actor: Actor, reason: str, proposed_organ: Organ | None = None
) -> AssignmentObjection:
    """Say that the case is not this organ's, within the profile's window; the office decides."""
    case = assignment.case
    hold(case)
    window = rule_clock(case.profile, f"{case.kind}.objection", timezone.localdate(assignment.assigned_at))
    if timezone.localdate() > window.due:
        raise StepRefused(
            _("The time to object ended on %(day)s (%(article)s). Speak with the liaison office.")
            % {"day": window.due, "article": window.article}
        )
    advance(assignment, "object", actor=actor, note=reason)
    objection = AssignmentObjection.objects.create(
        assignment=assignment, reason=reason, proposed_organ=proposed_organ, made_by_id=made_by(actor)
    )
    settle(case, actor=actor, note=reason)
    return objection


@transaction.atomic
def decide_objection(
    objection: AssignmentObjection,
    *,
    actor: Actor,
    upheld: bool,
    note: str = "",
    expected_version: int | None = None,
) -> None:
    """The office accepts the objection (the case goes back to be assigned) or refuses it (the old clock goes on).

    With several separate organs the others go on; the case comes back when nobody is left.
    """
    assignment = objection.assignment
    case = assignment.case
    check_version(case, expected_version)
    hold(case)
    action = "uphold_objection" if upheld else "refuse_objection"
    advance(assignment, action, actor=actor, note=note)
    objection.upheld = upheld
    objection.decided_by = actor.user
    objection.decided_at = timezone.now()
    objection.decision_note = note
    objection.save(update_fields=["upheld", "decided_by", "decided_at", "decision_note"])
    settle(case, actor=actor, note=note or objection.reason)
    ask_all(case)


@transaction.atomic
def recall(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Take a case back from every organ that still has it, to assign it anew."""
    check_version(case, expected_version)
    hold(case)
    for share in case.assignments.live():
        advance(share, "revoke", actor=actor, note=note)
    return advance(case, "recall", actor=actor, note=note, organ=None)


@transaction.atomic
def add_organ(
    case: Case, organ: Organ, *, actor: Actor, part: str = "", expected_version: int | None = None
) -> Assignment:
    """Add an organ to those that have the case: assisting where one leads, separate where each answers."""
    check_version(case, expected_version)
    hold(case)
    separate = any(share.role == HandlingRole.SEPARATE for share in owing(case))
    role = HandlingRole.SEPARATE if separate else HandlingRole.ASSIST
    if case.assignments.live().filter(organ=organ).exists():
        raise Incomplete("organ", _("This organ has the case already."))
    _check_parts(case, [Part(organ, HandlingRole.SEPARATE)])
    advance(case, "add_organ", actor=actor, given={"organs"})
    due_on = case.answer_due_on or assist_due(case)
    added = Assignment.objects.create(
        case=case,
        organ=organ,
        role=role,
        part=part,
        status="assigned",
        assigned_at=timezone.now(),
        due_on=due_on if separate else assist_due(case),
    )
    ask_all(case)
    return added


@transaction.atomic
def record_contact(
    assignment: Assignment, *, actor: Actor, manner: str, happened_on: date, summary: str
) -> Communication:
    """Record that the organ spoke with the citizen."""
    if happened_on > timezone.localdate():
        raise Incomplete("happened_on", _("A contact cannot be recorded before it has taken place."))
    advance(assignment, "record_contact", actor=actor)
    return Communication.objects.create(
        assignment=assignment,
        manner=manner,
        happened_on=happened_on,
        summary=summary,
        recorded_by_id=made_by(actor),
    )
