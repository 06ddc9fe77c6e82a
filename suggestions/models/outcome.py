"""What became of a suggestion: its ratings, the meeting after a second dissatisfaction, its key supervision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suggestions.models.suggestion import Suggestion


class Grading(models.Model):
    """How the lead deputy rated one answer: attitude and result apart. Silence leaves no row."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="gradings")
    round = models.PositiveSmallIntegerField(_("round"), default=0)
    attitude = models.PositiveSmallIntegerField(_("attitude"), null=True, blank=True)
    result = models.PositiveSmallIntegerField(_("result"))
    reason = models.TextField(_("reason"), blank=True)
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("rating by the deputy")
        verbose_name_plural = _("ratings by deputies")
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "round"], name="deputy_rates_each_answer_once"),
            models.CheckConstraint(
                name="grading_is_one_of_three",
                condition=models.Q(result__in=(1, 2, 3))
                & (models.Q(attitude__isnull=True) | models.Q(attitude__in=(1, 2, 3))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} ({self.round}): {self.result}"


class MediationKind(models.TextChoices):
    MEETING = "meeting", _("meeting of organ and deputy")
    EXPERT = "expert", _("expert opinion")


class Mediation(models.Model):
    """What followed a second dissatisfaction: a meeting, or an expert opinion."""

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="mediation")
    kind = models.CharField(_("kind"), max_length=8, choices=MediationKind.choices)
    held_on = models.DateField(_("held on"))
    participants = models.TextField(_("who took part"))
    outcome = models.TextField(_("what came of it"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("meeting or expert opinion")
        verbose_name_plural = _("meetings and expert opinions")

    def __str__(self) -> str:
        return f"{self.suggestion_id}: {self.kind}"


class KeySupervision(models.Model):
    """Chosen by the council of chairpersons (Law on Deputies, article 52): who leads it, which committee supervises."""

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="key")
    leader = models.CharField(_("leader who supervises"), max_length=100)
    committee = models.CharField(_("special committee"), max_length=100)
    decided_on = models.DateField(_("decided on"))
    why = models.TextField(_("why it was chosen"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("key supervision")
        verbose_name_plural = _("key supervisions")

    def __str__(self) -> str:
        return f"{self.suggestion_id}: {self.leader}"
