"""Who sees a case, and as what. The only place that says so: pages, API, exports, files and search ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.roles import Role
from casework.keys import among
from casework.models import Assignment, Attachment, Case, Commitment
from deputies.models import Posts, posts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models.assignment import AssignmentQuerySet
    from casework.models.case import CaseQuerySet
    from casework.models.commitment import CommitmentQuerySet


def _by_congress(posts: Posts) -> Q:
    return Q(congress__in=posts.officer | posts.committee)


def _by_station(posts: Posts) -> Q:
    return Q(station__in=posts.station)


def _by_deputy(posts: Posts) -> Q:
    """A deputy sees what the office has given to them, then and later; not what merely names them."""
    return Q(deputy__in=posts.deputy, with_deputy_at__isnull=False)


def _by_organ(posts: Posts) -> Q:
    """A subquery, never a join: several assignments must not double a row."""
    mine = Assignment.objects.standing().filter(organ__in=posts.handler | posts.head)
    return among(mine.values("case"))


_RULES = (
    (lambda posts: posts.officer or posts.committee, _by_congress),
    (lambda posts: posts.station, _by_station),
    (lambda posts: posts.deputy, _by_deputy),
    (lambda posts: posts.handler or posts.head, _by_organ),
)


def _rule(posts: Posts) -> Q:
    conditions = [condition(posts) for applies, condition in _RULES if applies(posts)]
    seen = Q(pk__in=[])
    for condition in conditions:
        seen = condition if seen == Q(pk__in=[]) else seen | condition
    return seen


def visible_to(user: User | AnonymousUser) -> CaseQuerySet:
    """The cases ``user`` may see. Somebody without a post sees none; an operator's post opens none."""
    return Case.objects.filter(_rule(posts_of(user)))


def assignments_visible_to(user: User | AnonymousUser) -> AssignmentQuerySet:
    """The assignments ``user`` may see: their organ's own, or those of the cases their office keeps."""
    posts = posts_of(user)
    seen = Q(organ__in=posts.handler | posts.head)
    if posts.officer or posts.committee:
        seen |= Q(case__congress__in=posts.officer | posts.committee)
    if posts.station:
        seen |= Q(case__station__in=posts.station)
    if posts.deputy:
        seen |= Q(case__deputy__in=posts.deputy, case__with_deputy_at__isnull=False)
    return Assignment.objects.standing().filter(seen)


def commitments_visible_to(user: User | AnonymousUser) -> CommitmentQuerySet:
    """The promises ``user`` may see: those of the shares they may see; what was replaced stays out."""
    shares = assignments_visible_to(user)
    return Commitment.objects.standing().filter(assignment__in=shares.values("pk"))


def attachments_visible_to(user: User | AnonymousUser) -> QuerySet[Attachment]:
    """The files ``user`` may open: of the cases they see, and the citizens' own of those handled together."""
    seen = visible_to(user)
    together = Q(case__status="joined", case__leading__in=seen.values("pk"), from_citizen=True)
    return Attachment.objects.filter(Q(case__in=seen.values("pk")) | together)


def roles_on(
    user: User | AnonymousUser, case: Case, *, organs: Iterable[int] | None = None
) -> frozenset[str]:
    """What ``user`` is in relation to ``case``.

    ``organs`` are the keys of the organs the case is assigned to, where the caller has them already.
    """
    posts = posts_of(user)
    roles = {
        Role.OFFICER: case.congress_id in posts.officer,
        Role.COMMITTEE: case.congress_id in posts.committee,
        Role.STATION: case.station_id in posts.station,
        Role.DEPUTY: case.deputy_id in posts.deputy and case.with_deputy_at is not None,
    }
    held = {role.value for role, holds in roles.items() if holds}
    if posts.handler or posts.head:
        assigned = set(case.assignments.live().values_list("organ", flat=True) if organs is None else organs)
        held |= {Role.HANDLER.value} if assigned & posts.handler else set()
        held |= {Role.HEAD.value} if assigned & posts.head else set()
    return frozenset(held)
