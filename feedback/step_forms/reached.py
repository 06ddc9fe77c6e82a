"""Whether anybody is there to take a case up: said before it is passed on, and stopping nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from deputies.models import Post
from deputies.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable

_SECONDS = 10  # a bulk step asks for each of its cases


def organs_reached(congress_id: int) -> frozenset[int]:
    """The organs of a congress in which somebody can sign in."""
    posts = Post.objects.reachable(timezone.localdate()).filter(role__in=(Role.HANDLER, Role.HEAD))
    own = posts.filter(organ__congress=congress_id).values_list("organ", flat=True).distinct()
    return remembered(f"feedback.organs_reached.{congress_id}", _SECONDS, lambda: frozenset(own))


def deputies_reached(keys: Iterable[int]) -> frozenset[int]:
    """Those of these deputies who can sign in."""
    posts = Post.objects.reachable(timezone.localdate()).filter(role=Role.DEPUTY, deputy__in=list(keys))
    return frozenset(posts.values_list("deputy", flat=True))


def marked(words: str, is_reached: bool) -> str:
    """How somebody stands among the choices."""
    return words if is_reached else _("%(name)s (cannot sign in)") % {"name": words}


def nobody_at(organ: str) -> str:
    return _(
        "Nobody at %(name)s can sign in: the case will wait there until somebody is added. "
        "The operator adds people in the back office, under “%(users)s”."
    ) % {"name": organ, "users": _users()}


def no_account(deputy: str) -> str:
    return _(
        "%(name)s cannot sign in: the case will wait until there is an account. "
        "The operator adds people in the back office, under “%(users)s”."
    ) % {"name": deputy, "users": _users()}


def _users() -> str:
    """What the list of people is called there."""
    return str(User._meta.verbose_name_plural).capitalize()
