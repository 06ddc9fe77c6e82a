"""The office examines what was handed in: accept it with a number, turn it down with the article's reason, merge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Case, Topic
from casework.models.case import Kind
from casework.rules import profile_by_key
from casework.services import advance, join
from deputies.models import PeoplesCongress
from suggestions.models import ConversionLink, KeySupervision, Suggestion

if TYPE_CHECKING:
    from datetime import date

    from accounts.actors import Actor
    from accounts.models import User
    from casework.models import Event


@transaction.atomic
def accept(
    case: Case,
    *,
    actor: Actor,
    owner: User | None = None,
    topic: Topic | None = None,
    expected_version: int | None = None,
) -> Event:
    """Accept it as a suggestion: it gets the next serial number of its session, and a responsible person.

    ``topic``: what it is about; left out, what most of the opinions behind it are about.
    """
    # One number at a time for a congress: two officers who accept at the same moment do not meet on one.
    PeoplesCongress.objects.select_for_update().get(pk=case.congress_id)
    return advance(
        case,
        "accept",
        actor=actor,
        expected_version=expected_version,
        owner=owner or actor.user,
        serial=_next_serial(case),
        topic=topic or topic_of(case),
        registered_at=timezone.now(),
    )


def topic_of(case: Case) -> Topic | None:
    """What most of the opinions behind it are about; nothing where it has none with a topic."""
    links = ConversionLink.objects.filter(suggestion__case=case, opinion__topic__isnull=False)
    most = links.values("opinion__topic").annotate(n=Count("pk")).order_by("-n", "opinion__topic").first()
    return Topic.objects.filter(pk=most["opinion__topic"]).first() if most else case.topic


def _next_serial(case: Case) -> int:
    of_session = Case.objects.filter(congress=case.congress_id, kind=Kind.SUGGESTION, session=case.session_id)
    return (of_session.aggregate(last=Max("serial"))["last"] or 0) + 1


@transaction.atomic
def turn_down(
    case: Case, *, actor: Actor, reason: str, note: str, expected_version: int | None = None
) -> Event:
    """Do not accept it, for one of the reasons of the profile's article; the deputy is told and reads why."""
    known = [one.code for one in profile_by_key(case.profile).inadmissible.items]
    if known and reason not in known:
        raise Incomplete("reason", _("Choose one of the reasons that the rules name."))
    return advance(
        case, "turn_down", actor=actor, reason=reason, note=note, expected_version=expected_version
    )


def merge(case: Case, leading: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """Handle it together with ``leading``; its own deputy is answered by themselves and rates by themselves."""
    return join(case, leading, actor=actor, expected_version=expected_version)


@transaction.atomic
def make_key(
    case: Case,
    *,
    actor: Actor,
    leader: str,
    committee: str,
    decided_on: date,
    why: str = "",
    expected_version: int | None = None,
) -> Event:
    """Record that the council of chairpersons chose it for key supervision (Law on Deputies, article 52)."""
    if decided_on > timezone.localdate():
        raise Incomplete("decided_on", _("A decision cannot be recorded before it was taken."))
    for name, said in (("leader", leader), ("committee", committee)):
        if not said.strip():
            raise Incomplete(name, _("Name the leader and the special committee that supervise it."))
    if actor.user is None:
        raise NotAllowed(_("Only somebody of the committee or the office can take this step."))
    suggestion = Suggestion.objects.get(case=case)
    if KeySupervision.objects.filter(suggestion=suggestion).exists():
        raise StepRefused(_("It is under key supervision already."))
    event = advance(
        case, "make_key", actor=actor, note=why, given={"special_committee"}, supervised_by=leader,
        expected_version=expected_version,
    )  # fmt: skip
    KeySupervision.objects.create(
        suggestion=suggestion, leader=leader, committee=committee, decided_on=decided_on, why=why,
        recorded_by=actor.user,
    )  # fmt: skip
    return event
