"""Who reads a draft: the deputy whose it is, and those whom that deputy asked to sign. Nobody else, no office.

From the day it is handed in a suggestion is a case, and ``casework.access`` alone says who sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from casework.keys import among
from deputies.models import Deputy, Post, posts_of
from suggestions.models import Invitation, Suggestion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.actors import Actor
    from accounts.models import User

_DRAFTS = ("drafting", "signing")


def drafts_visible_to(user: User | AnonymousUser) -> QuerySet[Suggestion]:
    """Drafts of the user's own as a deputy, and those they are asked to sign; a motion also while it is incomplete."""
    mine = posts_of(user).deputy
    asked = Invitation.objects.filter(deputy__in=mine, suggestion__stage="signing")
    more = Invitation.objects.filter(
        deputy__in=mine, suggestion__case__kind="motion", suggestion__case__status="incomplete"
    )
    seen = Q(deputy__in=mine, stage__in=_DRAFTS)
    seen |= among(asked.values("suggestion")) | among(more.values("suggestion"))
    return Suggestion.objects.filter(seen)


def roles_on_draft(suggestion: Suggestion, actor: Actor) -> frozenset[str]:
    """What ``actor`` is to a draft: the ``deputy`` who leads it, or a ``cosigner`` who is asked to sign."""
    if actor.user is None:
        return frozenset()
    mine = posts_of(actor.user).deputy
    held = {"deputy"} if suggestion.deputy_id in mine else set()
    if suggestion.invitations.filter(deputy__in=mine).exists():
        held.add("cosigner")
    return frozenset(held)


def deputy_of(user: User | AnonymousUser) -> Deputy | None:
    """The deputy as whom the user acts today; with several mandates the one of the congress of the first post."""
    keys = posts_of(user).deputy
    return Deputy.objects.filter(pk__in=keys).select_related("congress").order_by("pk").first()


def users_of(deputies: QuerySet[Deputy] | list[int]) -> QuerySet[Post]:
    """The posts by which deputies sign in today."""
    return Post.objects.reachable(timezone.localdate()).filter(role="deputy", deputy__in=deputies)
