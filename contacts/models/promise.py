"""What became of a next step that a deputy had written down."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.record import ContactRecord


class NextStepDone(models.Model):
    """The next step of a contact is settled: on which day, and in a sentence how."""

    contact = models.OneToOneField(ContactRecord, on_delete=models.PROTECT, related_name="next_step_done")
    done_on = models.DateField(_("settled on"))
    outcome = models.CharField(_("what became of it"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("settled next step")
        verbose_name_plural = _("settled next steps")
        ordering = ["-done_on", "-pk"]
        constraints = [models.CheckConstraint(name="settled_step_says_how", condition=~models.Q(outcome=""))]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.done_on}"
