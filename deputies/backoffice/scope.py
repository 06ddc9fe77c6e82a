"""What an operator keeps: their congresses, and what all congresses share where nobody stands above them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from deputies.models import PeoplesCongress, Post, posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Scope:
    """``everything`` for a superuser; else ``congresses``, the keys of those the user is an operator of."""

    everything: bool = False
    congresses: frozenset[int] = frozenset()

    @property
    def enters(self) -> bool:
        return self.everything or bool(self.congresses)

    @cached_property
    def keeps_shared(self) -> bool:
        """Whether the user keeps what all congresses share: topics, channels, divisions, calendar, rules.

        That is for the operators of the highest congresses that have an operator; where two of them stand
        side by side, only for somebody who is operator of both.
        """
        if self.everything:
            return True
        kept = set(
            Post.objects.filter(role=Role.OPERATOR)
            .in_force(timezone.localdate())
            .values_list("congress", flat=True)
        )
        parents = dict(PeoplesCongress.objects.values_list("pk", "parent"))
        return (
            bool(self.congresses)
            and {one for one in kept if not _has_above(one, kept, parents)} <= self.congresses
        )


def _has_above(congress: int, kept: set[int], parents: dict[int, int | None]) -> bool:
    seen = {congress}
    above = parents.get(congress)
    while above is not None and above not in seen:
        if above in kept:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


NOTHING = Scope()


def scope_of(request: HttpRequest) -> Scope:
    """The scope of the signed-in user, remembered for the rest of the request."""
    known = getattr(request, "_back_office_scope", None)
    if known is None:
        known = _scope(request.user) if isinstance(request.user, User) and request.user.is_active else NOTHING
        request._back_office_scope = known  # type: ignore[attr-defined]
    return known  # type: ignore[no-any-return]


def _scope(user: User) -> Scope:
    return Scope(everything=user.is_superuser, congresses=posts_of(user).operator)
