"""From which opinions a suggestion grew: links, never copies, and what their citizens were told."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Event
from suggestions.models.suggestion import Suggestion


class ConversionLink(models.Model):
    """One opinion that a suggestion grew from; one opinion may stand behind several, one suggestion on many."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="links")
    opinion = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conversions")
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opinion behind a suggestion")
        verbose_name_plural = _("opinions behind suggestions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "opinion"], name="opinion_is_linked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} ← {self.opinion_id}"


class News(models.Model):
    """One step of the suggestion of which one citizen has been told: an effect that runs twice tells once."""

    link = models.ForeignKey(ConversionLink, on_delete=models.PROTECT, related_name="news")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("news of a suggestion")
        verbose_name_plural = _("news of suggestions")
        constraints = [
            models.UniqueConstraint(fields=["link", "event"], name="citizen_is_told_of_a_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.event_id}"
