"""Who sees hot issues: the office and the committee those of their congress, a deputy those that touch their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from casework.access import visible_to
from deputies.models import posts_of
from feedback.models import HotIssue, IssueDecision, IssueMember

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from casework.models.case import CaseQuerySet
    from feedback.models.issue import IssueQuerySet

    Reader = User | AnonymousUser


def issues_visible_to(user: Reader) -> IssueQuerySet:
    """Also those that were merged: their address leads on. A deputy sees an issue in which they may read an opinion,
    or that was handed to them; its figures are of all, its opinions those they may read."""
    posts = posts_of(user)
    seen = Q(congress__in=posts.officer | posts.committee)
    if posts.deputy:
        mine = IssueMember.objects.inside().filter(case__in=visible_to(user).opinions().values("pk"))
        handed = IssueDecision.objects.filter(action="suggestion", undone_at=None, deputy__in=posts.deputy)
        seen |= Q(pk__in=mine.values("issue")) | Q(pk__in=handed.values("issue"))
    return HotIssue.objects.filter(seen)


def may_decide(user: Reader, issue: HotIssue) -> bool:
    return issue.congress_id in posts_of(user).officer


def opinions_of(user: Reader, issue: HotIssue) -> CaseQuerySet:
    """The opinions of the issue that the reader may open."""
    return visible_to(user).filter(pk__in=issue.members.inside().values("case"))


def waiting(user: User) -> int:
    """Issues that were handed to the reader as a deputy and from which they have drafted nothing yet."""
    mine = posts_of(user).deputy
    if not mine:
        return 0
    handed = IssueDecision.objects.filter(action="suggestion", undone_at=None, deputy__in=mine)
    drafted = IssueDecision.objects.filter(action="draft", actor=user)
    return handed.exclude(issue__in=drafted.values("issue")).count()
