"""How much waits in a deputy's inbox and on an organ's list, for the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from casework.access import assignments_visible_to, visible_to
from deputies.models import posts_of

if TYPE_CHECKING:
    from accounts.models import User

_MOST = 100  # nobody counts further than that


def in_the_inbox(user: User) -> int:
    """Opinions that the deputy has not answered, referred or taken up."""
    mine = visible_to(user).opinions().filter(status="with_deputy", deputy__in=posts_of(user).deputy)
    return mine.order_by()[:_MOST].count()


def on_the_organs_list(user: User) -> int:
    """What a handler has to sign for and a head to release."""
    posts = posts_of(user)
    turns = Q(status="assigned", organ__in=posts.handler) | Q(status="drafted", organ__in=posts.head)
    return assignments_visible_to(user).live().filter(turns).order_by()[:_MOST].count()
