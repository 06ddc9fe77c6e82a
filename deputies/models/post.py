"""What a person may act as, and for whom. Posts live with the bodies they are held in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.statements import Kept
from deputies.models.bodies import LiaisonStation, SpecialCommittee
from deputies.models.congress import PeoplesCongress
from deputies.models.deputy import Deputy
from deputies.models.organ import Organ

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

_BY_ORGAN = [Role.HANDLER, Role.HEAD]


class PostQuerySet(models.QuerySet["Post"]):
    def in_force(self, on: date) -> PostQuerySet:
        """Posts held on the day ``on``; the last day still counts."""
        return self.filter(starts_on__lte=on).filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on)
        )

    def reachable(self, on: date) -> PostQuerySet:
        """Posts held on that day by somebody who can sign in."""
        return self.in_force(on).filter(user__is_active=True, user__is_system=False)


class Post(models.Model):
    """A user acts in ``role`` for a congress, and where the role needs it for a station, an organ or as a deputy."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="posts"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="posts"
    )
    station = models.ForeignKey(
        LiaisonStation,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
    )
    organ = models.ForeignKey(
        Organ, verbose_name=_("organ"), null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    deputy = models.ForeignKey(
        Deputy,
        verbose_name=_("deputy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
    )
    special_committee = models.ForeignKey(
        SpecialCommittee,
        verbose_name=_("special committee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
        help_text=_("Of which special committee somebody of the standing committee is a member, if of one."),
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(
                name="station_staff_have_a_station",
                condition=~models.Q(role=Role.STATION) | models.Q(station__isnull=False),
            ),
            models.CheckConstraint(
                name="handlers_and_heads_have_an_organ",
                condition=~models.Q(role__in=_BY_ORGAN) | models.Q(organ__isnull=False),
            ),
            models.CheckConstraint(
                name="a_deputy_post_names_the_deputy",
                condition=~models.Q(role=Role.DEPUTY) | models.Q(deputy__isnull=False),
            ),
            models.CheckConstraint(
                name="of_a_special_committee_is_the_committee",
                condition=models.Q(role=Role.COMMITTEE) | models.Q(special_committee__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


@dataclass(frozen=True)
class Posts:
    """The posts a user holds today, as sets of keys: what every rule of seeing and doing asks."""

    officer: frozenset[int] = field(default_factory=frozenset)  # congress keys
    committee: frozenset[int] = field(default_factory=frozenset)  # congress keys
    operator: frozenset[int] = field(default_factory=frozenset)  # congress keys
    station: frozenset[int] = field(default_factory=frozenset)  # station keys
    handler: frozenset[int] = field(default_factory=frozenset)  # organ keys
    head: frozenset[int] = field(default_factory=frozenset)  # organ keys
    deputy: frozenset[int] = field(default_factory=frozenset)  # deputy keys
    congresses: frozenset[int] = field(default_factory=frozenset)  # of all posts

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role in Role.values if getattr(self, role))

    def has(self, *roles: str) -> bool:
        return any(getattr(self, role) for role in roles)


_SCOPE = {
    Role.OFFICER: "congress_id",
    Role.COMMITTEE: "congress_id",
    Role.OPERATOR: "congress_id",
    Role.STATION: "station_id",
    Role.HANDLER: "organ_id",
    Role.HEAD: "organ_id",
    Role.DEPUTY: "deputy_id",
}


def posts_of(user: User | AnonymousUser) -> Posts:
    """The user's posts today; one query, remembered on the user object for the rest of the request."""
    known = getattr(user, "_posts", None)
    if isinstance(known, Posts):
        return known
    posts = _read(user) if user.is_authenticated and user.is_active else Posts()
    user._posts = posts  # type: ignore[union-attr]
    return posts


# The usual order would join the users.
_held = Kept(lambda user, on: Post.objects.filter(user_id=user).in_force(on).order_by())


def _read(user: User | AnonymousUser) -> Posts:
    scopes: dict[str, set[int]] = {role: set() for role in Role.values}
    congresses = set()
    for post in _held(user=user.pk or 0, on=timezone.localdate()):
        scopes[post.role].add(getattr(post, _SCOPE[Role(post.role)]))
        congresses.add(post.congress_id)
    return Posts(congresses=frozenset(congresses), **{role: frozenset(keys) for role, keys in scopes.items()})
