"""Who sees articles that are not published, digests and the media log, and as what. Published things: ``public()``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.roles import Role
from deputies.models import posts_of
from reports.column.models import Article, DigestIssue, DigestReceipt, MediaMention

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from reports.column.models.event import Moving

    Reader = User | AnonymousUser

_NAMED_SEES = ("review", "published", "correcting", "recheck", "withdrawn")
SENT = ("released", "concluded")


def articles_visible_to(user: Reader) -> QuerySet[Article]:
    """At the desk: of one's congress; from the moment it is handed in also whom it names."""
    posts = posts_of(user)
    named = Q(deputy__in=posts.deputy) | Q(organ__in=posts.head | posts.handler)
    return Article.objects.filter(
        Q(congress__in=posts.officer | posts.committee) | named & Q(status__in=_NAMED_SEES)
    )


def digests_visible_to(user: Reader) -> QuerySet[DigestIssue]:
    """Of one's congress; an organ those that were sent to it."""
    posts = posts_of(user)
    got = DigestReceipt.objects.filter(organ__in=posts.head | posts.handler).values("issue")
    return DigestIssue.objects.filter(
        Q(congress__in=posts.officer | posts.committee) | Q(pk__in=got, status__in=SENT)
    )


def receipts_of(user: Reader, issue: DigestIssue) -> QuerySet[DigestReceipt]:
    """The lines of an issue that the reader signs: an office all, a committee its own, an organ its own."""
    posts = posts_of(user)
    if issue.congress_id in posts.officer:
        return issue.receipts.all()
    mine = Q(organ__in=posts.head | posts.handler)
    if issue.congress_id in posts.committee:
        mine |= Q(kind__in=("committee", "leader"))
    return issue.receipts.filter(mine)


def media_visible_to(user: Reader) -> QuerySet[MediaMention]:
    posts = posts_of(user)
    return MediaMention.objects.filter(congress__in=posts.officer | posts.committee)


def roles_on(user: Reader, thing: Moving) -> frozenset[str]:
    """What ``user`` is in relation to an article or a digest."""
    posts = posts_of(user)
    held = {
        Role.OFFICER.value: thing.congress_id in posts.officer,
        Role.COMMITTEE.value: thing.congress_id in posts.committee,
    }
    if isinstance(thing, Article):
        held[Role.DEPUTY.value] = thing.deputy_id in posts.deputy
        held[Role.HEAD.value] = thing.organ_id in posts.head
    elif posts.head or posts.handler:
        organs = set(thing.receipts.exclude(organ=None).values_list("organ", flat=True))
        held[Role.HEAD.value] = bool(organs & posts.head)
        held[Role.HANDLER.value] = bool(organs & posts.handler)
    return frozenset(role for role, holds in held.items() if holds)
