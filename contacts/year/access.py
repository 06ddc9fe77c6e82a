"""Who sees plans, campaigns, guidance and reports of obstruction, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.roles import Role
from contacts.models import (
    Campaign,
    ContactPlan,
    Disclosure,
    Guidance,
    GuidanceCopy,
    InspectionVisit,
    ObstructionReport,
    PlanLine,
)
from deputies.models import Post, posts_of

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from contacts.models.campaign import CampaignQuerySet
    from contacts.models.guidance import GuidanceCopyQuerySet, VisitQuerySet
    from contacts.models.plan import ContactPlanQuerySet

    Reader = User | AnonymousUser
    Yearly = ContactPlan | Campaign | GuidanceCopy | InspectionVisit | ObstructionReport

ABOVE = "above"


def _office(user: Reader) -> frozenset[int]:
    """The congresses for which the reader is an officer or a member of the standing committee."""
    posts = posts_of(user)
    return posts.officer | posts.committee


def plans_visible_to(user: Reader) -> ContactPlanQuerySet:
    """At the desk: of one's congress. What is in force anybody reads (``ContactPlan.objects.public()``)."""
    return ContactPlan.objects.filter(congress__in=_office(user))


def lines_visible_to(user: Reader) -> QuerySet[PlanLine]:
    return PlanLine.objects.filter(congress__in=_office(user))


def campaigns_visible_to(user: Reader) -> CampaignQuerySet:
    return Campaign.objects.filter(congress__in=_office(user))


def guidance_visible_to(user: Reader) -> QuerySet[Guidance]:
    """What one's congress has sent; what it got is a copy."""
    return Guidance.objects.filter(congress__in=_office(user))


def copies_visible_to(user: Reader) -> GuidanceCopyQuerySet:
    """What one's congress got, and the copies of what it sent."""
    mine = _office(user)
    return GuidanceCopy.objects.filter(Q(congress__in=mine) | Q(guidance__congress__in=mine))


def visits_visible_to(user: Reader) -> VisitQuerySet:
    mine = _office(user)
    return InspectionVisit.objects.filter(Q(congress__in=mine) | Q(lower__in=mine))


def obstructions_visible_to(user: Reader) -> QuerySet[ObstructionReport]:
    """The standing committee's, and the deputy's own. No office, no station, no organ, no operator."""
    posts = posts_of(user)
    return ObstructionReport.objects.filter(Q(congress__in=posts.committee) | Q(deputy__in=posts.deputy))


def disclosures_visible_to(user: Reader) -> QuerySet[Disclosure]:
    """What the committee put to one's organ: its words alone."""
    posts = posts_of(user)
    return Disclosure.objects.filter(organ__in=posts.handler | posts.head)


def committee_of(congress: int, on: date) -> QuerySet[Post]:
    """The posts of members of the standing committee of a congress who can sign in on the day ``on``."""
    return Post.objects.reachable(on).filter(role=Role.COMMITTEE, congress=congress)


def roles_on(user: Reader, thing: Yearly) -> frozenset[str]:
    """What ``user`` is in relation to one of these."""
    posts = posts_of(user)
    if isinstance(thing, ObstructionReport):
        held = {
            # Members of the committee are deputies: nobody decides on their own report.
            Role.COMMITTEE.value: thing.congress_id in posts.committee
            and thing.deputy_id not in posts.deputy,
            Role.DEPUTY.value: thing.deputy_id in posts.deputy,
        }
    elif isinstance(thing, GuidanceCopy):
        held = _guided(user, thing.guidance.congress_id, thing.congress_id)
    elif isinstance(thing, InspectionVisit):
        held = _guided(user, thing.congress_id, thing.lower_id)
    else:
        held = {
            Role.OFFICER.value: thing.congress_id in posts.officer,
            Role.COMMITTEE.value: thing.congress_id in posts.committee,
        }
    return frozenset(role for role, holds in held.items() if holds)


def _guided(user: Reader, upper: int, lower: int) -> dict[str, bool]:
    """Above: officers and committee of the congress that guides; officer: of the one that is guided."""
    posts = posts_of(user)
    return {
        ABOVE: upper in posts.officer | posts.committee,
        Role.OFFICER.value: lower in posts.officer,
        Role.COMMITTEE.value: lower in posts.committee,
    }
