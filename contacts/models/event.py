"""The history of whatever moves in this room: appended with the change itself, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnly, AppendOnlyQuerySet
from accounts.models import ActorKind
from contacts.models.campaign import Campaign
from contacts.models.guidance import GuidanceCopy, InspectionVisit
from contacts.models.inquiry import Inquiry
from contacts.models.obstruction import ObstructionReport
from contacts.models.occasion import Occasion
from contacts.models.plan import ContactPlan

if TYPE_CHECKING:
    from casework.engine import Step

Moving = Occasion | Inquiry | ContactPlan | Campaign | GuidanceCopy | InspectionVisit | ObstructionReport
#: What an event may be of: each column is named as the process of its thing is.
SLOTS = ("occasion", "inquiry", "plan", "campaign", "copy", "visit", "obstruction")


def _of_one_thing() -> models.Q:
    """Exactly one of the columns is filled."""
    found = models.Q()
    for slot in SLOTS:
        found |= models.Q(**{f"{other}__isnull": other != slot for other in SLOTS})
    return found


class ContactEvent(AppendOnly):
    """One step that was taken. ``note`` is what was said with it: to the public where the step tells."""

    occasion = models.ForeignKey(
        Occasion, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    plan = models.ForeignKey(
        ContactPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    copy = models.ForeignKey(
        GuidanceCopy, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    visit = models.ForeignKey(
        InspectionVisit, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    obstruction = models.ForeignKey(
        ObstructionReport, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    action = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acting_as = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a contact")
        verbose_name_plural = _("events of contacts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_event_is_of_one_thing",
                condition=_of_one_thing(),
            ),
            models.CheckConstraint(
                name="contact_event_of_a_user_names_the_user",
                condition=models.Q(actor_kind="user", actor__isnull=False)
                | (~models.Q(actor_kind="user") & models.Q(actor__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot} {getattr(self, f'{self.slot}_id')}: {self.action}"

    @property
    def slot(self) -> str:
        """The name of the column that is filled."""
        return next(name for name in SLOTS if getattr(self, f"{name}_id"))

    @property
    def moving(self) -> Moving:
        return getattr(self, self.slot)  # type: ignore[no-any-return]

    @property
    def step(self) -> Step:
        return self.moving.table.step(self.action)
