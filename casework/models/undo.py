"""For a few seconds: how a case stood before the last step, so that whoever took it can take it back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.case import Case
from casework.models.event import Event


class Undo(models.Model):
    """The offer to undo the last step of one case: one row for a case, replaced by the next step.

    ``before`` holds the columns that the step changed, as they were; ``after`` is a digest of all that it left,
    so that nothing is undone once anybody else has acted. ``version`` is the case's after the step.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="undo")
    first = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    last = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)
    version = models.PositiveIntegerField()
    before = models.JSONField(default=dict)
    after = models.CharField(max_length=64)
    page = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("offer to undo")
        verbose_name_plural = _("offers to undo")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.first_id}"

    @property
    def is_open(self) -> bool:
        return self.undone_at is None and timezone.now() < self.until
