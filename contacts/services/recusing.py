"""A deputy keeps away from a day, or from one conversation, for a conflict of interest; another one takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, NotAllowed
from contacts.access import roles_on
from contacts.models import Duty, Recusal, Visitor
from contacts.services.advance import advance
from deputies.models import posts_of
from feedback.text import clean

if TYPE_CHECKING:
    from accounts.actors import Actor
    from contacts.models import Occasion
    from deputies.models import Deputy


@transaction.atomic
def recuse(
    occasion: Occasion,
    *,
    actor: Actor,
    deputy: Deputy,
    reason: str,
    taken_by: Deputy | None = None,
    visitor: Visitor | None = None,
    expected_version: int | None = None,
) -> Recusal:
    """Record that ``deputy`` keeps away. From the whole day: another one takes it, or one of the others on duty is
    enough; from one visitor: that conversation goes to ``taken_by``. The reason stays with the office.
    """
    if actor.user is None:
        raise NotAllowed(_("Only a person can record this."))
    duty = occasion.duties.filter(deputy=deputy, withdrew_at=None).first()
    _check(occasion, actor, deputy, duty, taken_by, visitor)
    advance(
        occasion,
        "recuse",
        actor=actor,
        note=_("%(deputy)s; taken over by %(other)s") % {"deputy": deputy, "other": taken_by}
        if taken_by
        else str(deputy),
        given={"deputy"} if reason.strip() else set(),
        expected_version=expected_version,
    )
    if visitor is None:
        Duty.objects.filter(occasion=occasion, deputy=deputy).update(withdrew_at=timezone.now())
        occasion.visitors.expected().filter(deputy=deputy).update(deputy=taken_by)
    else:
        Visitor.objects.filter(pk=visitor.pk).update(deputy=taken_by)
    if taken_by is not None:
        Duty.objects.get_or_create(occasion=occasion, deputy=taken_by)
    return Recusal.objects.create(
        occasion=occasion,
        visitor=visitor,
        deputy=deputy,
        taken_by=taken_by,
        reason=clean(reason),
        recorded_by=actor.user,
    )


def _check(
    occasion: Occasion,
    actor: Actor,
    deputy: Deputy,
    duty: Duty | None,
    taken_by: Deputy | None,
    visitor: Visitor | None,
) -> None:
    assert actor.user is not None
    if (
        not roles_on(actor.user, occasion) & {"officer", "station"}
        and deputy.pk not in posts_of(actor.user).deputy
    ):
        raise NotAllowed(_("A deputy withdraws for themselves; for others the office does it."))
    if duty is None:
        raise Incomplete("deputy", _("This deputy is not on duty that day."))
    withdrawn = occasion.duties.exclude(withdrew_at=None).values_list("deputy", flat=True)
    if taken_by is not None and (taken_by == deputy or taken_by.pk in withdrawn):
        raise Incomplete("taken_by", _("Choose another deputy, who has not withdrawn."))
    others = occasion.duties.filter(withdrew_at=None).exclude(deputy=deputy)
    if taken_by is None and (visitor is not None or not others.exists()):
        raise Incomplete("taken_by", _("Nobody else is on duty: say who takes it over."))
