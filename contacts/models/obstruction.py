"""What a deputy reports when a guarantee of the law was denied, and what the standing committee did about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.moving import Moves, checks, status_field
from contacts.year.workflow import OBSTRUCTION
from deputies.models import Deputy, Organ, PeoplesCongress

if TYPE_CHECKING:
    from casework.engine import Workflow


class Denied(models.TextChoices):
    """Which guarantee it is about; the articles stand in ``contacts.year.guarantees``."""

    TIME = "time", _("time for duties")
    PAY = "pay", _("wages, allowance or travel")
    FUNDS = "funds", _("funds for activities")
    INFORMATION = "information", _("information and materials")
    HELP = "help", _("help that somebody is bound to give")
    HINDERED = "hindered", _("hindered in performing duties")
    REPRISAL = "reprisal", _("reprisal for performing duties")


class Outcome(models.TextChoices):
    MENDED = "mended", _("the guarantee is restored")
    PARTLY = "partly", _("restored in part")
    PASSED_ON = "passed_on", _("passed on to the authority that decides")
    UNFOUNDED = "unfounded", _("not found to be so")


class ObstructionReport(Moves):
    """A report that a guarantee was denied (Law on Deputies, articles 40–42, 46 and 55).

    For the standing committee alone. The law sets no day for it, so there is none: ``owner`` is who answers for it.
    """

    congress = models.ForeignKey(
        PeoplesCongress, on_delete=models.PROTECT, related_name="obstruction_reports"
    )
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="obstruction_reports"
    )
    kind = models.CharField(_("which guarantee"), max_length=12, choices=Denied.choices)
    who = models.CharField(_("who denied it"), max_length=200)
    what = models.TextField(_("what happened"))
    happened = models.CharField(_("when"), max_length=100, blank=True)
    wanted = models.TextField(_("what you ask for"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    submitted_at = models.DateTimeField(_("sent at"), default=timezone.now)
    key = models.UUIDField(unique=True)
    status = status_field(OBSTRUCTION)

    class Meta:
        verbose_name = _("report of obstruction")
        verbose_name_plural = _("reports of obstruction")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            *checks(OBSTRUCTION, "obstruction"),
            models.CheckConstraint(
                name="obstruction_in_hand_has_an_owner",
                condition=models.Q(status__in=OBSTRUCTION.unowned_names) | models.Q(owner__isnull=False),
            ),
            models.CheckConstraint(
                name="closed_obstruction_has_an_outcome",
                condition=~models.Q(status="closed") | ~models.Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def table(self) -> Workflow:
        return OBSTRUCTION


class Disclosure(models.Model):
    """What the committee decided to put to an organ or an employer: these ``words``, and nothing else of the report."""

    report = models.ForeignKey(ObstructionReport, on_delete=models.PROTECT, related_name="disclosures")
    organ = models.ForeignKey(
        Organ,
        verbose_name=_("organ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    to_whom = models.CharField(_("employer or other unit"), max_length=200, blank=True)
    words = models.TextField(_("what is said to them"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="disclosure_is_to_somebody",
                condition=models.Q(organ__isnull=False) | ~models.Q(to_whom=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.organ or self.to_whom)
