"""Special activities with a first and a last day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.inquiry import Inquiry
from contacts.models.moving import Moves, checks, status_field
from contacts.models.occasion import Occasion
from contacts.models.plan import PlanLine
from contacts.year.workflow import CAMPAIGN
from deputies.models import LiaisonBody, LiaisonStation, PeoplesCongress

if TYPE_CHECKING:
    from casework.engine import Workflow


class Phase(models.TextChoices):
    """Where a campaign is today. Worked out from its days, and never stored."""

    COMING = "coming", _("not begun yet")
    RUNNING = "running", _("running")
    OVER = "over", _("over")


def phase_on(starts_on: date, ends_on: date, day: date) -> Phase:
    """Both days count as days of the campaign."""
    if day < starts_on:
        return Phase.COMING
    return Phase.RUNNING if day <= ends_on else Phase.OVER


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def public(self) -> CampaignQuerySet:
        return self.filter(status__in=["announced", "summed_up"])

    def running(self, on: date | None = None) -> CampaignQuerySet:
        day = on or timezone.localdate()
        return self.filter(status="announced", starts_on__lte=day, ends_on__gte=day)

    def to_sum_up(self, on: date | None = None) -> CampaignQuerySet:
        """Over, and nothing is said yet of what came of it."""
        return self.filter(status="announced", ends_on__lt=on or timezone.localdate())

    def meeting(self, starts_on: date, ends_on: date) -> CampaignQuerySet:
        """Those that share a day with the days from ``starts_on`` to ``ends_on``."""
        return self.exclude(status="cancelled").filter(starts_on__lte=ends_on, ends_on__gte=starts_on)


class Campaign(Moves):
    """A special activity: what for, from when to when, who takes part, and what came of it.

    It opens and ends by its days. ``name_key`` is the name as it is compared: two of the same name do not overlap.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="campaigns"
    )
    name = models.CharField(_("name"), max_length=100)
    name_key = models.CharField(max_length=100, editable=False)
    aim = models.TextField(_("aim"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    bodies = models.ManyToManyField(
        LiaisonBody, verbose_name=_("bodies taking part"), related_name="campaigns", blank=True
    )
    stations = models.ManyToManyField(
        LiaisonStation, verbose_name=_("stations taking part"), related_name="campaigns", blank=True
    )
    lines = models.ManyToManyField(
        PlanLine, verbose_name=_("topics of the year"), related_name="campaigns", blank=True
    )
    occasions = models.ManyToManyField(
        Occasion, verbose_name=_("reception days and symposiums"), related_name="campaigns", blank=True
    )
    inquiries = models.ManyToManyField(
        Inquiry, verbose_name=_("comment forms and questionnaires"), related_name="campaigns", blank=True
    )
    summary = models.TextField(_("what came of it"), blank=True)
    key = models.UUIDField(unique=True)
    status = status_field(CAMPAIGN)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *checks(CAMPAIGN, "campaign"),
            models.CheckConstraint(
                name="campaign_ends_after_it_starts", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="summed_up_campaign_has_a_summary",
                condition=~models.Q(status="summed_up") | ~models.Q(summary=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def table(self) -> Workflow:
        return CAMPAIGN

    @property
    def phase(self) -> Phase:
        return phase_on(self.starts_on, self.ends_on, timezone.localdate())

    @property
    def is_running(self) -> bool:
        return self.status == "announced" and self.phase == Phase.RUNNING
