"""When each periodic job last ran: a scheduler that stops in silence must be seen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodicRun(models.Model):
    """The last start and the last good end of one periodic job."""

    name = models.CharField(_("job"), max_length=60, unique=True)
    every_seconds = models.PositiveIntegerField(_("due every (seconds)"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """A reminder that was given: one row, so that it is given once, however often the scheduler looks."""

    key = models.CharField(_("reminder"), max_length=60, unique=True)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return self.key
