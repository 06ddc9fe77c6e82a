"""Who sees a case, and as what. The only place that says so: pages, API, exports, files and search ask here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from casework.keys import among
from casework.models import Assignment, Attachment, Case, Commitment, Complaint, Reply, Signatory
from casework.models.assignment import HandlingRole
from casework.models.case import OF_DEPUTIES, Kind
from deputies.models import Post, Posts, posts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from casework.models.assignment import AssignmentQuerySet
    from casework.models.case import CaseQuerySet
    from casework.models.commitment import CommitmentQuerySet
    from casework.models.complaint import ComplaintQuerySet

COSIGNER = "cosigner"  # no post of its own: a deputy, in relation to a suggestion that another one leads


def _by_congress(posts: Posts) -> Q:
    return Q(congress__in=posts.officer | posts.committee)


def _by_station(posts: Posts) -> Q:
    return Q(station__in=posts.station)


def _by_deputy(posts: Posts) -> Q:
    """A deputy sees what the office has given to them, then and later, and what they have signed; not what merely
    names them.
    """
    return Q(deputy__in=posts.deputy, with_deputy_at__isnull=False) | among(_signed(posts).values("case"))


def _signed(posts: Posts) -> QuerySet[Signatory]:
    return Signatory.objects.filter(deputy__in=posts.deputy)


def _by_organ(posts: Posts) -> Q:
    """A subquery, never a join: several assignments must not double a row. A motion has one organ and no shares."""
    mine = Assignment.objects.standing().filter(organ__in=posts.handler | posts.head)
    carries_out = Q(kind=Kind.MOTION, organ__in=posts.handler | posts.head)
    return among(mine.values("case")) | carries_out


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


def _unless_complaint(posts: Posts, user: int) -> Q:
    """A complaint about a deputy is the standing committee's alone, and never of the one it is about.

    Members of the committee are deputies: a post there opens no complaint about oneself (Regulations on
    Petitions, article 30).
    """
    no_complaint = ~Q(kind=Kind.COMPLAINT)
    if not posts.committee:
        return no_complaint
    return no_complaint | Q(congress__in=posts.committee) & ~among(_about(user).values("case"))


def _about(user: int) -> ComplaintQuerySet:
    """The complaints about a user (by key) as a deputy, be it of an earlier term: posts that have ended count too."""
    return Complaint.objects.about(Post.objects.filter(user_id=user, role=Role.DEPUTY).values("deputy"))


def visible_to(user: User | AnonymousUser) -> CaseQuerySet:
    """The cases ``user`` may see. Somebody without a post sees none; an operator's post opens none."""
    return visible_with(posts_of(user), user.pk or 0)


def visible_with(posts: Posts, user: int) -> CaseQuerySet:
    """The same rule for a ``Kept`` query, whose posts and user are blanks: their keys must not be looked into."""
    return Case.objects.filter(_rule(posts) & _unless_complaint(posts, user))


def assignments_visible_to(user: User | AnonymousUser) -> AssignmentQuerySet:
    """The assignments ``user`` may see: their organ's own, or those of the cases their office keeps."""
    return assignments_visible_with(posts_of(user))


def assignments_visible_with(posts: Posts) -> AssignmentQuerySet:
    """The same rule for a ``Kept`` query."""
    seen = Q(organ__in=posts.handler | posts.head)
    if posts.officer or posts.committee:
        seen |= Q(case__congress__in=posts.officer | posts.committee)
    if posts.station:
        seen |= Q(case__station__in=posts.station)
    if posts.deputy:
        seen |= Q(case__deputy__in=posts.deputy, case__with_deputy_at__isnull=False)
        seen |= Q(case__in=_signed(posts).values("case"))
    return Assignment.objects.standing().filter(seen).exclude(case__kind=Kind.COMPLAINT)


def commitments_visible_to(user: User | AnonymousUser) -> CommitmentQuerySet:
    """The promises ``user`` may see: those of the shares they may see; what was replaced stays out."""
    shares = assignments_visible_to(user)
    return Commitment.objects.standing().filter(assignment__in=shares.values("pk"))


def attachments_visible_to(user: User | AnonymousUser) -> QuerySet[Attachment]:
    """The files ``user`` may open: of the cases they see, and the citizens' own of those handled together.

    A file of a reply goes where the reply goes.
    """
    seen = visible_to(user)
    together = Q(case__status="joined", case__leading__in=seen.values("pk"), from_citizen=True)
    return Attachment.objects.filter(Q(case__in=seen.values("pk")) | together).filter(
        Q(reply=None) | Q(reply__in=replies_visible_to(user).values("pk"))
    )


def replies_visible_to(user: User | AnonymousUser) -> QuerySet[Reply]:
    """The replies ``user`` may read: their own organ's, on its way too; what others have sent to whom it concerns.

    An organ that leads also reads what the assisting ones say: its answer rests on that.
    """
    posts = posts_of(user)
    organs = posts.handler | posts.head
    sent = Reply.objects.sent()
    leads = Assignment.objects.standing().filter(organ__in=organs, role=HandlingRole.LEAD)
    readable = Q(assignment__organ__in=organs)
    readable |= Q(pk__in=sent.filter(assignment=None).values("pk"))
    readable |= Q(
        pk__in=sent.filter(assignment__role=HandlingRole.ASSIST, case__in=leads.values("case")).values("pk")
    )
    if posts.has("officer", "committee", "station", "deputy"):
        others = assignments_visible_with(replace(posts, handler=frozenset(), head=frozenset()))
        readable |= Q(pk__in=sent.filter(assignment__in=others.values("pk")).values("pk"))
    return Reply.objects.filter(readable, case__in=visible_to(user).values("pk"))


def roles_on(
    user: User | AnonymousUser, case: Case, *, organs: Iterable[int] | None = None
) -> frozenset[str]:
    """What ``user`` is in relation to ``case``.

    ``organs`` are the keys of the organs the case is assigned to, where the caller has them already.
    """
    posts = posts_of(user)
    if case.kind == Kind.COMPLAINT:
        return _roles_on_complaint(user, case)
    roles = {
        Role.OFFICER: case.congress_id in posts.officer,
        Role.COMMITTEE: case.congress_id in posts.committee,
        Role.STATION: case.station_id in posts.station,
        Role.DEPUTY: case.deputy_id in posts.deputy and case.with_deputy_at is not None,
    }
    held = {role.value for role, holds in roles.items() if holds}
    if case.kind in OF_DEPUTIES and posts.deputy:
        held |= _as_signatory(case, posts)
    if posts.handler or posts.head:
        assigned = set(case.assignments.live().values_list("organ", flat=True) if organs is None else organs)
        if case.kind == Kind.MOTION and case.organ_id:
            assigned.add(case.organ_id)
        held |= {Role.HANDLER.value} if assigned & posts.handler else set()
        held |= {Role.HEAD.value} if assigned & posts.head else set()
    return frozenset(held)


def _as_signatory(case: Case, posts: Posts) -> set[str]:
    """Who leads a suggestion is its deputy; who signed with them a co-signer, with fewer rights."""
    signed = case.signatories.filter(deputy__in=posts.deputy).values_list("leads", flat=True)
    return {Role.DEPUTY.value if leads else COSIGNER for leads in signed}


def _roles_on_complaint(user: User | AnonymousUser, case: Case) -> frozenset[str]:
    """The committee's, or none: whoever else is somebody in this congress is nobody here."""
    is_reader = (
        case.congress_id in posts_of(user).committee
        and not _about(user.pk or 0).filter(case=case.pk).exists()
    )
    return frozenset({Role.COMMITTEE.value} if is_reader else ())


def readers_of_complaint(case: Case) -> QuerySet[User]:
    """Everybody who may read this complaint: the same rule, asked from the other end."""
    complaint = Complaint.objects.get(pk=case.pk)
    accused = Post.objects.filter(
        Q(deputy=complaint.about_id) | Q(deputy__name=complaint.about_name), role=Role.DEPUTY
    )
    members = Post.objects.in_force(timezone.localdate()).filter(
        congress=case.congress_id, role=Role.COMMITTEE
    )
    people = User.objects.filter(is_active=True, pk__in=members.values("user"))
    return people.exclude(pk__in=accused.values("user")).order_by("display_name", "pk")
