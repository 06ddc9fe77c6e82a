"""Countersigning: what the assisting organs say to the draft of the one that leads."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.assignment import Assignment
from casework.models.reply import Reply


class Consent(models.TextChoices):
    ASKED = "asked", _("asked")
    AGREED = "agreed", _("agrees")
    DISAGREED = "disagreed", _("does not agree")
    SILENT = "silent", _("did not answer in time")
    DROPPED = "dropped", _("no longer asked")


class CountersignatureQuerySet(models.QuerySet["Countersignature"]):
    def asked(self) -> CountersignatureQuerySet:
        """Those that may still be answered."""
        return self.filter(state=Consent.ASKED, assignment__status="to_agree")

    def latest_of(self, lead: Assignment) -> list[Countersignature]:
        """The last word of each assisting organ to the drafts of ``lead``; who is no longer asked says nothing."""
        rows = self.filter(reply__assignment=lead).exclude(state=Consent.DROPPED)
        standing = rows.exclude(models.Q(assignment__status="void") & ~models.Q(state=Consent.SILENT))
        found = {
            row.assignment_id: row for row in standing.select_related("assignment__organ").order_by("pk")
        }
        return list(found.values())


class Countersignature(models.Model):
    """One assisting organ asked about one draft. ``words`` are those it was asked about, word for word.

    ``stood`` and ``stood_due_on`` are where its share stood before: there it goes back when nobody asks any more.
    """

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="countersignatures")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="countersignatures")
    words = models.TextField(_("what it was asked about"))
    state = models.CharField(_("state"), max_length=10, choices=Consent.choices, default=Consent.ASKED)
    reason = models.TextField(_("reason"), blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    due_on = models.DateField(_("answer by"))
    stood = models.CharField(max_length=10)
    stood_due_on = models.DateField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CountersignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("countersignature")
        verbose_name_plural = _("countersignatures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "assignment"],
                name="organ_is_asked_once_about_one_draft",
                condition=models.Q(state="asked"),
            ),
            models.CheckConstraint(
                name="disagreement_has_a_reason",
                condition=~models.Q(state="disagreed") | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.state}"

    @property
    def due_url(self) -> str:
        """Where the date is explained: that of the assisting organ's share."""
        return self.assignment.due_url
