"""Guidance, training and checks for the lower bodies, and visits to them with findings until they are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from casework.errors import Incomplete, NotAllowed, StepRefused
from contacts.models import Guidance, GuidanceCopy, GuidanceKind, InspectionVisit
from contacts.services.advance import advance, begin
from deputies.models import PeoplesCongress, posts_of
from feedback.text import clean, clean_line

if TYPE_CHECKING:
    from accounts.actors import Actor
    from contacts.models import ContactEvent
    from deputies.models.congress import PeoplesCongress as Congress


@dataclass(frozen=True)
class Paper:
    """What is sent, to which lower congresses; ``reply_by`` where a reply is asked for."""

    congress: Congress
    kind: str
    title: str
    body: str
    to: Sequence[Congress]
    decided_by: str = ""
    day: date | None = None
    place: str = ""
    reply_by: date | None = None
    key: UUID = field(default_factory=uuid4)


def below(congress: Congress) -> list[Congress]:
    """The congresses directly below; guidance goes one level down, from where it is passed on."""
    return list(PeoplesCongress.objects.filter(parent=congress).order_by("code"))


@transaction.atomic
def send(paper: Paper, *, actor: Actor) -> Guidance:
    """Send it with a copy for each; the same form sent twice is one."""
    known = Guidance.objects.filter(key=paper.key).first()
    if known is not None:
        return known
    _check(paper)
    if actor.user is None or paper.congress.pk not in _office(actor):
        raise NotAllowed(_("Only the office or the standing committee of the congress above gives guidance."))
    guidance = Guidance.objects.create(
        congress=paper.congress,
        kind=paper.kind,
        title=clean_line(paper.title),
        body=clean(paper.body),
        decided_by=clean_line(paper.decided_by),
        day=paper.day,
        place=clean_line(paper.place),
        reply_by=paper.reply_by,
        sent_by=actor.user,
        key=paper.key,
    )
    for lower in paper.to:
        copy = GuidanceCopy(guidance=guidance, congress=lower, due_on=paper.reply_by, **{"status": "sent"})
        begin(copy, "send", actor=actor)
    return guidance


def _office(actor: Actor) -> frozenset[int]:
    if actor.user is None:
        return frozenset()
    posts = posts_of(actor.user)
    return posts.officer | posts.committee


def _check(paper: Paper) -> None:
    if not paper.to:
        raise Incomplete("to", _("Choose at least one lower congress."))
    if any(one.parent_id != paper.congress.pk for one in paper.to):
        raise Incomplete("to", _("Guidance goes to the congresses directly below."))
    if paper.kind == GuidanceKind.TRAINING and paper.day is None:
        raise Incomplete("day", _("Say on which day the training is."))
    if paper.reply_by and paper.reply_by < timezone.localdate():
        raise Incomplete("reply_by", _("This day has passed. Choose another one."))


def acknowledge(copy: GuidanceCopy, *, actor: Actor, expected_version: int | None = None) -> ContactEvent:
    """The lower office has read it: by whom and when is kept. A reply stays owed where one was asked for."""
    return advance(
        copy,
        "take" if copy.guidance.asks_reply else "note",
        actor=actor,
        expected_version=expected_version,
        read_by=actor.user,
        read_at=timezone.now(),
    )


def answer(
    copy: GuidanceCopy, *, actor: Actor, reply: str, expected_version: int | None = None
) -> ContactEvent:
    """Reply to what was sent; a late one is taken too, and counts as late."""
    return advance(
        copy,
        "answer",
        actor=actor,
        expected_version=expected_version,
        reply=clean(reply),
        replied_at=timezone.now(),
    )


# --- Visits -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class VisitPlan:
    congress: Congress
    lower: Congress
    about: str
    day: date
    visitors: str = ""
    guidance: Guidance | None = None
    key: UUID = field(default_factory=uuid4)


@transaction.atomic
def plan_visit(planned: VisitPlan, *, actor: Actor) -> InspectionVisit:
    """Plan a visit to a congress directly below; it is told."""
    known = InspectionVisit.objects.filter(key=planned.key).first()
    if known is not None:
        return known
    if planned.lower.parent_id != planned.congress.pk:
        raise Incomplete("lower", _("Visits go to the congresses directly below."))
    if planned.day < timezone.localdate():
        raise Incomplete("day", _("This day has passed. Choose another one."))
    visit = InspectionVisit(
        congress=planned.congress,
        lower=planned.lower,
        about=clean_line(planned.about),
        day=planned.day,
        visitors=clean_line(planned.visitors),
        guidance=planned.guidance,
        key=planned.key,
        **{"status": "planned"},
    )
    begin(visit, "plan", actor=actor)
    return visit


def move_visit(
    visit: InspectionVisit, *, actor: Actor, day: date, note: str, expected_version: int | None = None
) -> ContactEvent:
    if day < timezone.localdate():
        raise Incomplete("day", _("This day has passed. Choose another one."))
    return advance(visit, "move", actor=actor, note=clean(note), day=day, expected_version=expected_version)


def record_findings(
    visit: InspectionVisit,
    *,
    actor: Actor,
    findings: str,
    due_on: date | None = None,
    expected_version: int | None = None,
) -> ContactEvent:
    """What was found; with ``due_on`` it is followed up by that day, without one nothing is left to do."""
    why_not = why_not_recorded(visit)
    if why_not:
        raise StepRefused(why_not)
    if due_on is None:
        return advance(
            visit, "clear", actor=actor, findings=clean(findings), expected_version=expected_version
        )
    _check_due(due_on)
    return advance(
        visit, "find", actor=actor, findings=clean(findings), due_on=due_on, expected_version=expected_version
    )


def why_not_recorded(visit: InspectionVisit) -> str:
    if visit.day > timezone.localdate():
        return _("The visit is on %(day)s. Findings are recorded from that day on.") % {
            "day": formats.day(visit.day)
        }
    return ""


def _check_due(day: date) -> None:
    if day < timezone.localdate():
        raise Incomplete("due_on", _("This day has passed. Choose another one."))


def report(
    visit: InspectionVisit, *, actor: Actor, note: str, expected_version: int | None = None
) -> ContactEvent:
    """The lower office says what it has done about the findings."""
    return advance(visit, "report", actor=actor, note=clean(note), expected_version=expected_version)


def ask_again(
    visit: InspectionVisit, *, actor: Actor, note: str, due_on: date, expected_version: int | None = None
) -> ContactEvent:
    _check_due(due_on)
    return advance(
        visit, "again", actor=actor, note=clean(note), due_on=due_on, expected_version=expected_version
    )
