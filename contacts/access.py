"""Who sees an occasion, an inquiry or a contact record, and as what. The only place of this room that says so.

Plans, campaigns, guidance and reports of obstruction: ``contacts.year.access``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.roles import Role
from contacts.models import ContactRecord, Duty, Inquiry, Occasion, ServiceRecord
from contacts.year import access as year
from deputies.models import LiaisonStation, posts_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from contacts.models.event import Moving
    from contacts.models.inquiry import InquiryQuerySet
    from contacts.models.occasion import OccasionQuerySet
    from contacts.models.record import ContactRecordQuerySet
    from deputies.models import Posts

    Reader = User | AnonymousUser


def _by_office(posts: Posts) -> Q:
    seen = Q(pk__in=[])
    if posts.officer or posts.committee:
        seen |= Q(congress__in=posts.officer | posts.committee)
    if posts.station:
        seen |= Q(station__in=posts.station)
    return seen


def occasions_visible_to(user: Reader) -> OccasionQuerySet:
    """Of one's congress or station; a deputy's own duties. A subquery, so that nothing appears twice."""
    posts = posts_of(user)
    seen = _by_office(posts)
    if posts.deputy:
        seen |= Q(pk__in=Duty.objects.filter(deputy__in=posts.deputy).values("occasion"))
    return Occasion.objects.filter(seen)


def inquiries_visible_to(user: Reader) -> InquiryQuerySet:
    """Of one's congress or station; a deputy's own."""
    posts = posts_of(user)
    seen = _by_office(posts)
    if posts.deputy:
        seen |= Q(deputy__in=posts.deputy)
    return Inquiry.objects.filter(seen)


def records_visible_to(user: Reader) -> ContactRecordQuerySet:
    """Of one's congress or station; a deputy's own."""
    posts = posts_of(user)
    seen = _by_office(posts)
    if posts.deputy:
        seen |= Q(deputy__in=posts.deputy)
    return ContactRecord.objects.filter(seen)


def services_visible_to(user: Reader) -> QuerySet[ServiceRecord]:
    """Help that deputies gave: a deputy's own; the office and the committee those of their congress."""
    posts = posts_of(user)
    of_congress = Q(deputy__congress__in=posts.officer | posts.committee)
    return ServiceRecord.objects.filter(of_congress | Q(deputy__in=posts.deputy)).select_related("deputy")


def roles_on(user: Reader, thing: Moving) -> frozenset[str]:
    """What ``user`` is in relation to whatever moves in this room."""
    if not isinstance(thing, Occasion | Inquiry):
        return year.roles_on(user, thing)
    posts = posts_of(user)
    held = {
        Role.OFFICER: thing.congress_id in posts.officer,
        Role.COMMITTEE: thing.congress_id in posts.committee,
        Role.STATION: thing.station_id in posts.station,
        Role.DEPUTY: bool(posts.deputy) and _is_of(thing, posts.deputy),
    }
    return frozenset(role.value for role, holds in held.items() if holds)


def _is_of(thing: Occasion | Inquiry, deputies: frozenset[int]) -> bool:
    if isinstance(thing, Inquiry):
        return thing.deputy_id in deputies
    return any(duty.deputy_id in deputies for duty in thing.duties.all())


def stations_of(user: Reader) -> list[LiaisonStation]:
    """The stations for which ``user`` plans: an officer's of the congress, the staff's own."""
    posts = posts_of(user)
    kept = Q(congress__in=posts.officer) | Q(pk__in=posts.station)
    return list(LiaisonStation.objects.filter(kept, is_open=True).select_related("congress").order_by("code"))
