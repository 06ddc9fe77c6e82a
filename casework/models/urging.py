"""The urging ladder: which step was taken for which date, once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.assignment import Assignment
from casework.models.case import Case
from casework.models.event import Event


class Rung(models.TextChoices):
    REMIND = "remind", _("reminded")
    URGE = "urge", _("urged")
    URGE_AGAIN = "urge_again", _("urged again")
    SUPERVISE = "supervise", _("under supervised handling")


class Urging(models.Model):
    """One step of the ladder for one date: of an organ's share, or of the case where the office or deputy owes.

    A date that is moved begins its ladder anew.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="urgings")
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="urgings"
    )
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField(_("step"), max_length=10, choices=Rung.choices)
    due_on = models.DateField(_("for the date"))
    planned_on = models.DateField(
        _("planned for"), help_text=_("The day the ladder names; it may be made up later.")
    )

    class Meta:
        verbose_name = _("urging")
        verbose_name_plural = _("urgings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "due_on", "rung"],
                name="case_is_urged_once_for_each_step",
                condition=models.Q(assignment=None),
            ),
            models.UniqueConstraint(
                fields=["assignment", "due_on", "rung"],
                name="share_is_urged_once_for_each_step",
                condition=models.Q(assignment__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.rung} {self.due_on}"
