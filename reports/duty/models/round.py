"""A round of duty reports: one day on which several deputies of a congress report, at one place or by one date."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deputies.models import LiaisonStation, PeoplesCongress
from reports.duty.models.report import ReportForm

if TYPE_CHECKING:
    from datetime import date


class DutyRoundQuerySet(models.QuerySet["DutyRound"]):
    def of_year(self, year: int) -> DutyRoundQuerySet:
        return self.filter(day__year=year)

    def announced(self) -> DutyRoundQuerySet:
        """Oral rounds in which somebody reports to those who voted for them: anybody may come."""
        return self.filter(form=ReportForm.ORAL, is_public=True)

    def coming(self, today: date) -> DutyRoundQuerySet:
        return self.filter(day__gte=today).order_by("day", "starts", "pk")


class DutyRound(models.Model):
    """What the office plans; its reports name it. ``day``: of the meeting, or by which the written ones are due.

    ``key`` is the form's, so that the same one sent twice is one round. A round that is cancelled stays to be read
    with its reason. ``is_public``: somebody reports to voters, so that it is announced where it is oral.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="duty_rounds"
    )
    title = models.CharField(_("title"), max_length=80)
    form = models.CharField(_("form"), max_length=8, choices=ReportForm.choices, default=ReportForm.ORAL)
    day = models.DateField(_("day"))
    starts = models.TimeField(_("begins at"), null=True, blank=True)
    station = models.ForeignKey(
        LiaisonStation,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duty_rounds",
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    about = models.CharField(_("for the public"), max_length=500, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    is_public = models.BooleanField(default=False, editable=False)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=200, blank=True)

    objects = DutyRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of duty reports")
        verbose_name_plural = _("rounds of duty reports")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="oral_round_has_place_and_time",
                condition=models.Q(form="written") | ~models.Q(place="") & models.Q(starts__isnull=False),
            ),
            models.CheckConstraint(
                name="cancelled_round_says_why",
                condition=models.Q(cancelled_on__isnull=True, cancelled_why="")
                | models.Q(cancelled_on__isnull=False) & ~models.Q(cancelled_why=""),
            ),
        ]
        indexes = [models.Index(fields=["congress", "day", "id"], name="duty_round_of_a_congress")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_oral(self) -> bool:
        return self.form == ReportForm.ORAL

    @property
    def may_change(self) -> bool:
        """Neither cancelled nor over."""
        return self.cancelled_on is None and self.day >= timezone.localdate()
