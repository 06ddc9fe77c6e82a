"""The change of term: one day on which the mandates of the old term end and those of the new one begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from deputies.models import Mandate, PeoplesCongress, Post, Term
from deputies.models.deputy import HELD, EndReason, MandateStatus

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


class TermNotReady(ValueError):
    """The term cannot begin; says why and what to do first."""


@dataclass(frozen=True, slots=True)
class Changed:
    """How many mandates ended and began, and how many accounts of deputies lost their post."""

    ended: int
    begun: int
    posts: int


@transaction.atomic
def begin(term: Term) -> Changed:
    """End every mandate that is held in another term of the congress, and let those of ``term`` begin.

    A second call changes nothing. Raises TermNotReady before its first day, where nobody is elected yet, and for a
    term that another one has followed.
    """
    PeoplesCongress.objects.select_for_update().get(pk=term.congress_id)
    _check(term)
    others = Mandate.objects.filter(term__congress=term.congress_id).exclude(term=term)
    ended = _end(others.filter(status__in=HELD), term.starts_on)
    elected = Mandate.objects.filter(term=term, status=MandateStatus.ELECTED)
    begun = elected.update(status=MandateStatus.IN_FORCE)
    earlier = Term.objects.filter(congress=term.congress_id, ends_on=None, starts_on__lt=term.starts_on)
    earlier.update(ends_on=term.starts_on)
    return Changed(ended, begun, _end_posts(term))


def _end(held: QuerySet[Mandate], on: date) -> int:
    """A mandate that was entered as beginning later than that day ends on its own first one."""
    last = Greatest("starts_on", Value(on, DateField()))
    return held.update(status=MandateStatus.ENDED, ends_on=last, ended_because=EndReason.TERM)


def _check(term: Term) -> None:
    if term.starts_on > timezone.localdate():
        raise TermNotReady(
            _("The term begins on %(day)s. Until then its deputies are elected, not in office.")
            % {"day": term.starts_on}
        )
    if Term.objects.filter(
        congress=term.congress_id, starts_on__gt=term.starts_on, mandates__status__in=HELD
    ).exists():
        raise TermNotReady(_("A later term has begun already."))
    if not Mandate.objects.filter(term=term).exclude(status=MandateStatus.ENDED).exists():
        raise TermNotReady(_("Nobody is elected for this term yet: load its list of deputies first."))


def _end_posts(term: Term) -> int:
    """Whoever is not in office any more does not sign in as a deputy; the account itself stays."""
    day = timezone.localdate()
    held = Mandate.objects.filter(status__in=HELD, deputy__congress=term.congress_id)
    posts = Post.objects.filter(role=Role.DEPUTY, congress=term.congress_id).in_force(day)
    gone = posts.exclude(deputy__in=held.values("deputy"))
    last = Greatest("starts_on", Value(day - timedelta(days=1), DateField()))
    return gone.update(ends_on=last)
