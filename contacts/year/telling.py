"""Who of the colleagues is told of a step of the yearly work, and in what words. Nothing of a report's content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from contacts.models import Campaign, ContactEvent, ContactPlan, GuidanceCopy, InspectionVisit
from deputies.models import Post

if TYPE_CHECKING:
    from contacts.models import ObstructionReport

_OFFICE = ("officer", "committee")


def users_of(event: ContactEvent) -> QuerySet[User]:
    """Everybody who hears of the step by mail, but for whoever took it."""
    thing = event.moving
    if isinstance(thing, ContactPlan):
        wanted = _of_plan(thing, event.action)
    elif isinstance(thing, Campaign):
        wanted = Q(role="officer", congress=thing.congress_id)
    elif isinstance(thing, GuidanceCopy):
        wanted = _guided(event.action in ("answer",), thing.guidance.congress_id, thing.congress_id)
    elif isinstance(thing, InspectionVisit):
        goes_up = event.action == "report" or (event.action == "remind" and thing.status == "reported")
        wanted = _guided(goes_up, thing.congress_id, thing.lower_id)
    else:
        wanted = _of_obstruction(thing, event)  # type: ignore[arg-type]
    posts = Post.objects.reachable(timezone.localdate()).filter(wanted)
    told = User.objects.filter(pk__in=posts.values("user")).exclude(email="")
    return told.exclude(pk=event.actor_id or 0)


def _of_plan(plan: ContactPlan, action: str) -> Q:
    """A plan in force is made known to all deputies of the congress (Law on Deputies, article 43)."""
    if action == "publish":
        return Q(role="deputy", congress=plan.congress_id) | Q(role="officer", congress=plan.congress_id)
    if action == "return":
        return Q(role="officer", congress=plan.congress_id, user=plan.drafted_by_id)
    return Q(role__in=_OFFICE, congress=plan.congress_id)


def _guided(goes_up: bool, upper: int, lower: int) -> Q:
    if goes_up:
        return Q(role__in=_OFFICE, congress=upper)
    return Q(role="officer", congress=lower)


def _of_obstruction(report: ObstructionReport, event: ContactEvent) -> Q:
    """The deputy hears of what the committee does, the committee of what the deputy does."""
    if event.acting_as == "committee":
        return Q(role="deputy", deputy=report.deputy_id)
    if report.owner_id is not None:
        return Q(role="committee", congress=report.congress_id, user=report.owner_id)
    return Q(role="committee", congress=report.congress_id)


def subject_of(event: ContactEvent) -> str:
    """What a notice is called: of a report of obstruction only that there is something."""
    if event.obstruction_id:
        return _("A report on the guarantees of deputies")
    return str(event.moving)


def address_of(event: ContactEvent) -> str:
    """Where in the portal it stands."""
    thing = event.moving
    if isinstance(thing, ContactPlan) and thing.is_public:
        return reverse("public_plan", args=[thing.pk])
    names = {"plan": "contact_plan", "campaign": "campaign", "copy": "guidance_copy", "visit": "visit"}
    return reverse(names.get(event.slot, "obstruction"), args=[thing.pk])
