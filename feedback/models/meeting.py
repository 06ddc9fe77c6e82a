"""What the office does when a citizen is dissatisfied for the second time, where the rules ask for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models.opinion import Opinion


class MeetingKind(models.TextChoices):
    """``switch.second_dissatisfied`` of the profile names the one it asks for."""

    MEETING = "meeting", _("meeting face to face")
    EXPERT = "expert", _("expert opinion")


class Meeting(models.Model):
    """A meeting with the citizen, or an expert opinion: when, with whom, and what came of it."""

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="meeting")
    kind = models.CharField(_("kind"), max_length=8, choices=MeetingKind.choices)
    held_on = models.DateField(_("held on"))
    participants = models.TextField(_("participants"))
    outcome = models.TextField(_("outcome"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                name="meeting_says_who_and_what",
                condition=~models.Q(participants="") & ~models.Q(outcome=""),
            ),
            models.CheckConstraint(
                name="meeting_is_of_a_known_kind", condition=models.Q(kind__in=MeetingKind.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id}: {self.kind} {self.held_on}"
