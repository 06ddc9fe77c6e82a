"""What was learned from an office's decisions, by version: in the database, so that every machine has the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deputies.models import PeoplesCongress


class ModelState(models.TextChoices):
    SERVING = "serving", _("in service")
    STANDBY = "standby", _("was in service")
    REFUSED = "refused", _("not put in service")
    WITHDRAWN = "withdrawn", _("taken out of service")


class TopicModelQuerySet(models.QuerySet["TopicModel"]):
    def light(self) -> TopicModelQuerySet:
        """Without the model itself, some megabytes a row."""
        return self.defer("data")

    def serving(self) -> TopicModelQuerySet:
        return self.filter(state=ModelState.SERVING)


class TopicModel(models.Model):
    """One version. ``scores`` are shares from 0 to 1, as measured on held-back cases; ``before`` those of what then
    served, on the same cases. ``data`` is read by ``feedback.learning.modelfile`` alone, which runs nothing of it."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.CASCADE, related_name="topic_models"
    )
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=ModelState.choices)
    made_at = models.DateTimeField(_("trained at"), default=timezone.now)
    cases = models.PositiveIntegerField(_("cases learned from"))
    held_back = models.PositiveIntegerField(_("cases held back"))
    accuracy = models.FloatField(_("accuracy"))
    macro_f1 = models.FloatField(_("macro F1"))
    before_accuracy = models.FloatField(_("accuracy before"), default=0)
    before_macro_f1 = models.FloatField(_("macro F1 before"), default=0)
    scores = models.JSONField(_("scores"), default=dict)
    served_at = models.DateTimeField(_("in service since"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    data = models.BinaryField()
    digest = models.CharField(max_length=64)

    objects = TopicModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("learned model of topics")
        verbose_name_plural = _("learned models of topics")
        ordering = ["congress", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "version"], name="topic_model_version_once"),
            models.UniqueConstraint(
                fields=["congress"], condition=models.Q(state="serving"), name="one_topic_model_in_service"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.congress} · {self.version}"
