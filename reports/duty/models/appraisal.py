"""An appraisal: who may vote, and what was voted, in tables that know nothing of one another.

``VoteCode`` says who has voted. ``Ballot`` and ``Remark`` say what was voted and written. No column, time or order
leads from one to another (docs/adr/secret-appraisal.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.moving import Moves, checks, status_field
from deputies.models import Deputy
from reports.duty import rules
from reports.duty.models.report import DutyReport, Ground
from reports.duty.workflow import APPRAISAL

if TYPE_CHECKING:
    from casework.engine import Workflow


class Grade(models.TextChoices):
    SATISFIED = "satisfied", _("satisfied")
    BASICALLY = "basically", _("basically satisfied")
    DISSATISFIED = "dissatisfied", _("dissatisfied")


class Appraisal(Moves):
    """One appraisal of one published report. Results are counted when it is closed, and never before."""

    report = models.OneToOneField(DutyReport, on_delete=models.PROTECT, related_name="appraisal")
    status = status_field(APPRAISAL)
    profile = models.CharField(max_length=200)
    opens_on = models.DateField(_("first day"), null=True, blank=True)
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(_("result published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("appraisal")
        verbose_name_plural = _("appraisals")
        ordering = ["-pk"]
        constraints = [
            *checks(APPRAISAL, "appraisal"),
            models.CheckConstraint(
                name="opened_appraisal_has_its_days",
                condition=models.Q(status__in=["prepared", "discarded"])
                | models.Q(opens_on__isnull=False, closes_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.report)

    @property
    def table(self) -> Workflow:
        return APPRAISAL

    @property
    def takes_votes(self) -> bool:
        if self.opens_on is None or self.closes_on is None:
            return False
        return self.status == "open" and self.opens_on <= timezone.localdate() <= self.closes_on

    @property
    def due_on(self) -> Any:
        """The last day to vote, then the day by which the result is published."""
        if self.status == "open":
            return self.closes_on
        if self.status == "closed" and self.closed_on:
            return rules.due(self.profile, "result", self.closed_on).due
        return None

    @property
    def due_why(self) -> Any:
        if self.status == "open" and self.opens_on:
            return rules.due(self.profile, "appraisal", self.opens_on)
        if self.status == "closed" and self.closed_on:
            return rules.due(self.profile, "result", self.closed_on)
        return None


class VoteCode(models.Model):
    """The roll: one code for one voter, and whether it was used. ``serial`` stands on the slip, beside the code.

    ``member`` is set where the code was sent to a member of the electing unit. There is no time of use: it would
    lead to the vote.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="codes")
    serial = models.PositiveIntegerField(_("number of the slip"))
    digest = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(
        Deputy, verbose_name=_("member"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_used = models.BooleanField(_("has voted"), default=False)
    is_void = models.BooleanField(_("void"), default=False)

    class Meta:
        verbose_name = _("code of a voter for an appraisal")
        verbose_name_plural = _("codes of voters for appraisals")
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "serial"], name="slip_number_once_in_an_appraisal"),
            models.UniqueConstraint(
                fields=["appraisal", "member"],
                name="member_has_one_code_in_an_appraisal",
                condition=models.Q(member__isnull=False, is_void=False),
            ),
            models.CheckConstraint(
                name="void_code_was_not_used", condition=models.Q(is_void=False) | models.Q(is_used=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.serial)


class Ballot(models.Model):
    """One grade in the box. The key is random and changes whenever the box is shaken; there is no time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="ballots")
    grade = models.CharField(_("grade"), max_length=12, choices=Grade.choices)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.grade


class Remark(models.Model):
    """Words, apart from the grade. Shown with the result, unless ``hidden_ground`` says why not."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="remarks")
    words = models.TextField(_("words"))
    is_looked_at = models.BooleanField(default=False)
    hidden_ground = models.CharField(
        _("why it is not shown"), max_length=10, choices=Ground.choices, blank=True
    )

    class Meta:
        verbose_name = _("words of an appraisal")
        verbose_name_plural = _("words of appraisals")
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="remark_says_something", condition=~models.Q(words=""))]

    def __str__(self) -> str:
        return str(self.pk)
