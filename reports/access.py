"""Whose dossier somebody may read. What stands in it each room decides for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from deputies.models import Deputy, posts_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from deputies.models.deputy import DeputyQuerySet


def dossiers_visible_to(user: User | AnonymousUser) -> DeputyQuerySet:
    """One's own; the liaison office and the standing committee those of their congress (Law on Deputies, art. 58)."""
    posts = posts_of(user)
    return Deputy.objects.filter(Q(pk__in=posts.deputy) | Q(congress__in=posts.officer | posts.committee))
