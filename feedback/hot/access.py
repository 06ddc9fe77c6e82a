"""Who sees hot issues: the office and the committee those of their congress, a deputy and a station those that touch
their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from casework.access import visible_to
from deputies.models import posts_of
from feedback.models import HotIssue, IssueDecision, IssueMember

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models.case import CaseQuerySet
    from feedback.models.issue import IssueQuerySet

    Reader = User | AnonymousUser


def issues_visible_to(user: Reader) -> IssueQuerySet:
    """Also those that were merged: their address leads on. A deputy and the staff of a station see an issue in which
    they may read an opinion, a deputy also one that was handed to them; which figures, ``figures`` says.
    """
    posts = posts_of(user)
    seen = Q(congress__in=posts.officer | posts.committee)
    if posts.deputy or posts.station:
        mine = IssueMember.objects.inside().filter(case__in=visible_to(user).opinions().values("pk"))
        seen |= Q(pk__in=mine.values("issue"))
    if posts.deputy:
        seen |= Q(pk__in=_handed_to(posts.deputy).values("issue"))
    return HotIssue.objects.filter(seen)


def _handed_to(deputies: Collection[int]) -> QuerySet[IssueDecision]:
    return IssueDecision.objects.filter(action="suggestion", undone_at=None, deputy__in=deputies)


def reads_whole(user: Reader, issues: Iterable[HotIssue]) -> set[int]:
    """The keys of those of ``issues`` whose every figure and decision the reader may know."""
    posts = posts_of(user)
    own = posts.officer | posts.committee
    keys = {one.pk for one in issues if one.congress_id in own}
    if posts.deputy:
        rest = [one.pk for one in issues if one.pk not in keys]
        keys |= set(_handed_to(posts.deputy).filter(issue__in=rest).values_list("issue", flat=True))
    return keys


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
    handed = _handed_to(mine)
    drafted = IssueDecision.objects.filter(action="draft", actor=user)
    return handed.exclude(issue__in=drafted.values("issue")).count()
