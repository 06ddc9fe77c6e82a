"""What stood before a case was joined, so that the joining can be taken back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.case import Case
from casework.models.event import Event


class Joining(models.Model):
    """One case put under another: ``before`` holds the columns that the step has changed."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="joining")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joinings")
    leading = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()

    class Meta:
        verbose_name = _("joining")
        verbose_name_plural = _("joinings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.leading_id}"
