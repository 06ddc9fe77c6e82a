"""The history of an occasion or an inquiry: appended with the change itself, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnly, AppendOnlyQuerySet
from accounts.models import ActorKind
from contacts.models.inquiry import Inquiry
from contacts.models.occasion import Occasion

if TYPE_CHECKING:
    from casework.engine import Step


class ContactEvent(AppendOnly):
    """One step that was taken. ``note`` is what was said with it: to the public where the step tells."""

    occasion = models.ForeignKey(
        Occasion, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
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
                condition=models.Q(occasion__isnull=False, inquiry__isnull=True)
                | models.Q(occasion__isnull=True, inquiry__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_event_of_a_user_names_the_user",
                condition=models.Q(actor_kind="user", actor__isnull=False)
                | (~models.Q(actor_kind="user") & models.Q(actor__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion_id or self.inquiry_id}: {self.action}"

    @property
    def moving(self) -> Occasion | Inquiry:
        return self.occasion or self.inquiry  # type: ignore[return-value]

    @property
    def step(self) -> Step:
        return self.moving.table.step(self.action)
