"""Splitting a case with several matters into parts, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, StepRefused
from casework.models import Case
from casework.numbers import new_number
from casework.services.advance import advance
from casework.services.cases import first_event
from casework.services.joining import too_late
from casework.workflows import WORKFLOWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.actors import Actor
    from casework.models import Event

MOST_PARTS = 5  # the first, which is the case itself, among them
#: What a part takes over. Never who has it: each part finds its own deputy and organ.
_INHERITED = (
    "kind", "congress", "channel", "topic", "division", "station", "confidential", "profile", "opened_at",
    "due_on", "due_clock", "due_from", "due_provisional", "was_late",
)  # fmt: skip


def why_not_split(case: Case) -> str:
    """Why the case cannot be split; empty when it can."""
    if case.parts_count:
        return _("It has been split already.")
    if case.split_from_id:
        return _("It is itself a part. Split the whole opinion instead.")
    return _("Other cases follow this one. Separate them first.") if case.joined_count else ""


@transaction.atomic
def split(
    case: Case, titles: Sequence[str], *, actor: Actor, expected_version: int | None = None
) -> list[Case]:
    """Open a part for each of ``titles`` beside the case, which stays the first part; returns the new ones.

    A part is received on the day of the whole and due on the date that runs there: a split never gives time.
    """
    why = why_not_split(case)
    if why:
        raise StepRefused(why)
    if not 1 <= len(titles) < MOST_PARTS:
        raise Incomplete("parts", _("A split makes two to %(most)s parts.") % {"most": MOST_PARTS})
    advance(
        case,
        "split",
        actor=actor,
        given={"parts"},
        expected_version=expected_version,
        parts_count=len(titles),
    )
    return [_part(case, title, actor) for title in titles]


def _part(case: Case, title: str, actor: Actor) -> Case:
    step = WORKFLOWS[case.kind].step("open_part")
    now = timezone.now()
    part = Case(
        number=new_number(),
        title=title,
        status=step.target,
        status_since=now,
        registered_at=now,
        owner=case.owner or actor.user,
        split_from=case,
        **{name: getattr(case, name) for name in _INHERITED},
    )
    first_event(part, step, actor=actor, acting="officer")
    return part


def _splitting(case: Case) -> Event | None:
    return case.events.filter(action__in=("split", "unsplit")).last()


def why_not_unsplit(case: Case) -> str:
    """Why the split cannot be taken back; empty when it can."""
    event = _splitting(case) if case.parts_count else None
    if event is None:
        return _("It has not been split.")
    keys = [case.pk, *case.parts.values_list("pk", flat=True)]
    return too_late(event, keys, besides=("open_part",))


@transaction.atomic
def unsplit(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """Take the split back within the hour: the parts end, the whole goes on with the date it had."""
    parts = list(case.parts.select_for_update().filter(closed_at=None).order_by("pk"))
    why = why_not_unsplit(case)
    if why:
        raise StepRefused(why)
    event = advance(case, "unsplit", actor=actor, expected_version=expected_version, parts_count=0)
    for part in parts:
        advance(part, "void_part", actor=actor)
    return event
