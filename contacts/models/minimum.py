"""What was said to deputies and offices about contacts that are missing in a year: once each, and never lost."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.notice import ContactNoticeState
from deputies.models import Deputy, PeoplesCongress


class ReminderStep(models.TextChoices):
    FIRST = "first", _("first reminder")
    SECOND = "second", _("second reminder")
    LAST = "last", _("last reminder of the year")


class MinimumRound(models.Model):
    """One reminder of one year in one congress: taken once, whatever the scheduler does. ``behind``: how many were."""

    congress = models.ForeignKey(
        PeoplesCongress,
        verbose_name=_("congress"),
        on_delete=models.PROTECT,
        related_name="minimum_rounds",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    step = models.CharField(_("reminder"), max_length=8, choices=ReminderStep.choices)
    planned_on = models.DateField(_("planned day"))
    least = models.PositiveSmallIntegerField(_("contacts a year, at least"))
    article = models.CharField(_("article"), max_length=300)
    behind = models.PositiveIntegerField(_("deputies reminded"), default=0)
    taken_at = models.DateTimeField(_("taken at"), default=timezone.now)

    class Meta:
        verbose_name = _("reminder of the yearly minimum")
        verbose_name_plural = _("reminders of the yearly minimum")
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "year", "step"], name="minimum_is_reminded_of_once_for_each_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.congress_id} {self.year} {self.step}"


class MinimumReminder(models.Model):
    """One deputy who was reminded: what had fallen due then and what had been done."""

    round = models.ForeignKey(MinimumRound, on_delete=models.CASCADE, related_name="reminders")
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="minimum_reminders"
    )
    had = models.PositiveIntegerField(_("contacts so far"))
    due = models.PositiveSmallIntegerField(_("due by then"))
    owed = models.PositiveSmallIntegerField(_("due in the year"))

    class Meta:
        verbose_name = _("reminder to a deputy")
        verbose_name_plural = _("reminders to deputies")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "deputy"], name="deputy_is_reminded_once_in_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id}: {self.had}/{self.due}"


class MinimumNotice(models.Model):
    """The message to one person: to a deputy with their ``reminder``, to an officer about the round."""

    round = models.ForeignKey(MinimumRound, on_delete=models.CASCADE, related_name="notices")
    reminder = models.ForeignKey(
        MinimumReminder, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(_("way"), max_length=10, default="email")
    state = models.CharField(
        _("status"), max_length=8, choices=ContactNoticeState.choices, default=ContactNoticeState.OWED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice of the yearly minimum")
        verbose_name_plural = _("notices of the yearly minimum")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "user"],
                name="deputy_is_told_of_a_reminder_once",
                condition=models.Q(reminder__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["round", "user"],
                name="officer_is_told_of_a_round_once",
                condition=models.Q(reminder=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_after", "id"], name="minimum_notice_owed", condition=models.Q(state="owed")
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.user_id}"
