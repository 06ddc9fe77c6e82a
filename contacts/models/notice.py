"""What is owed to somebody after a step: a row, so that no broker and no mail server can lose it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.event import ContactEvent
from contacts.models.visitor import Visitor


class ContactNoticeState(models.TextChoices):
    OWED = "owed", _("to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class ContactNotice(models.Model):
    """One message about one step by one way, to a visitor or to a colleague; the address is read when it goes out."""

    event = models.ForeignKey(ContactEvent, on_delete=models.PROTECT, related_name="notices")
    visitor = models.ForeignKey(
        Visitor, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(_("way"), max_length=10)
    state = models.CharField(
        _("status"), max_length=8, choices=ContactNoticeState.choices, default=ContactNoticeState.OWED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice about a contact")
        verbose_name_plural = _("notices about contacts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_notice_is_to_one_person",
                condition=models.Q(visitor__isnull=False, user__isnull=True)
                | models.Q(visitor__isnull=True, user__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["event", "way", "visitor"],
                name="visitor_is_told_once_by_each_way",
                condition=models.Q(visitor__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["event", "way", "user"],
                name="colleague_is_told_once_by_each_way",
                condition=models.Q(user__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_after", "id"], name="contact_notice_owed", condition=models.Q(state="owed")
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.way}"
