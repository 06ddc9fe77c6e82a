"""How the router is told what belongs where, and what it proposed."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Topic
from deputies.models import Deputy, Division, LiaisonStation, Organ, PeoplesCongress
from feedback.models.learning import TopicModel
from feedback.routing.rules import BadRule, parse


class TopicRule(models.Model):
    """Words that speak for a topic; an office edits them. One word per line, an optional weight after it."""

    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="rules")
    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), null=True, blank=True, on_delete=models.CASCADE
    )
    words = models.TextField(
        _("words"),
        help_text=_("One word per line, an optional weight after it; /…/ is a regular expression."),
    )
    excluded = models.TextField(_("words that speak against it"), blank=True)
    organ = models.ForeignKey(
        Organ,
        verbose_name=_("usual organ"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_active = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("topic rule")
        verbose_name_plural = _("topic rules")
        ordering = ["topic", "pk"]

    def __str__(self) -> str:
        return str(self.topic)

    def clean(self) -> None:
        """A line that cannot be read would hold every case of the congress: better told to who writes it."""
        for name in ("words", "excluded"):
            try:
                parse(getattr(self, name))
            except BadRule as bad:
                raise ValidationError({name: str(bad)}) from bad


class RoutingThreshold(models.Model):
    """From which confidence an office lets the router propose topics and send small matters; the latest row holds.

    Percent; empty: the usual value. Rows are never changed: they tell who set what, and when.
    """

    congress = models.ForeignKey(
        PeoplesCongress,
        verbose_name=_("congress"),
        on_delete=models.CASCADE,
        related_name="routing_thresholds",
    )
    propose_from = models.PositiveSmallIntegerField(_("topics are proposed from"), null=True, blank=True)
    send_from = models.PositiveSmallIntegerField(_("small matters are sent from"), null=True, blank=True)
    set_at = models.DateTimeField(_("set at"), default=timezone.now)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("set by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("confidence set by an office")
        verbose_name_plural = _("confidences set by offices")
        ordering = ["congress", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="routing_threshold_in_percent",
                condition=models.Q(propose_from__isnull=True) | models.Q(propose_from__lte=100),
            ),
            models.CheckConstraint(
                name="routing_sending_in_percent",
                condition=models.Q(send_from__isnull=True) | models.Q(send_from__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.congress} {self.propose_from or ''}/{self.send_from or ''}"


class Proposal(models.Model):
    """What the router proposed for a case, with reasons and confidence; a person decides."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="proposal")
    made_at = models.DateTimeField(default=timezone.now)
    division = models.ForeignKey(Division, null=True, on_delete=models.SET_NULL, related_name="+")
    station = models.ForeignKey(LiaisonStation, null=True, on_delete=models.SET_NULL, related_name="+")
    deputy = models.ForeignKey(Deputy, null=True, on_delete=models.SET_NULL, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    organ = models.ForeignKey(Organ, null=True, on_delete=models.SET_NULL, related_name="+")
    confidence = models.FloatField(default=0)
    abstained = models.BooleanField(default=False)
    # The likeliest topic, even where the router was too unsure to propose it, and the next ones.
    guess = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    guess_sure = models.FloatField(default=0)
    alternatives = models.JSONField(default=list)
    by_model = models.ForeignKey(TopicModel, null=True, on_delete=models.SET_NULL, related_name="+")
    # What a person then registered it as: every correction stays beside what was proposed.
    decided_topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reasons = models.JSONField(default=list)

    class Meta:
        verbose_name = _("proposed way")
        verbose_name_plural = _("proposed ways")
        indexes = [
            models.Index(
                fields=["decided_at"], condition=models.Q(decided_at__isnull=False), name="proposal_decided"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.confidence:.2f}"
