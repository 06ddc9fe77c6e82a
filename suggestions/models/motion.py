"""A motion: who brings it, its three parts, and what presidium, committees and organs made of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from deputies.models import SpecialCommittee


class Proposer(models.TextChoices):
    """Who may bring a motion (Organic Law, article 22; for a delegation the Law on the NPC, article 17)."""

    DEPUTIES = "deputies", _("deputies jointly")
    DELEGATION = "delegation", _("a delegation")
    COMMITTEE = "committee", _("a special committee or the standing committee")
    PRESIDIUM = "presidium", _("the presidium")


class Outcome(models.TextChoices):
    """What the standing committee decides on a committee's report (Shanghai, article 19)."""

    NEXT_SESSION = "next_session", _("proposed for the agenda of the next session")
    STANDING = "standing", _("on the agenda of the standing committee")
    PLAN = "plan", _("into the legislative or work plan")
    REFERENCE = "reference", _("kept as reference for the work")


class Motion(models.Model):
    """Extends ``Case`` one-to-one. Cause, grounds and plan are all there, or it is no motion (Law on Deputies, 15)."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="motion")
    proposer = models.CharField(_("brought by"), max_length=10, choices=Proposer.choices)
    body = models.CharField(_("delegation, committee or presidium"), max_length=100, blank=True)
    cause = models.CharField(_("cause"), max_length=120)
    grounds = models.TextField(_("grounds"))
    plan = models.TextField(_("plan"))
    in_session = models.BooleanField(_("handed in in session, before the cut-off"))
    committee = models.CharField(_("committee"), max_length=100, blank=True)  # as the decision names it
    with_body = models.ForeignKey(
        SpecialCommittee,
        verbose_name=_("the committee itself"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="motions",
    )
    opinion = models.TextField(_("the committee's opinion"), blank=True)
    presidium = models.TextField(_("the presidium's decision"), blank=True)
    vote = models.TextField(_("the vote"), blank=True)
    organ_opinion = models.TextField(_("the organ's opinion"), blank=True)
    deliberation = models.TextField(_("report on the deliberation"), blank=True)
    outcome = models.CharField(_("decision"), max_length=12, choices=Outcome.choices, blank=True)
    decision = models.TextField(_("the standing committee's decision"), blank=True)
    report = models.TextField(_("the organ's report"), blank=True)
    second_report = models.TextField(_("the organ's second report"), blank=True)
    asked_again = models.BooleanField(_("reconsideration was asked for"), default=False)
    withdrawal_asked_at = models.DateTimeField(_("withdrawal asked for at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        constraints = [
            models.CheckConstraint(
                name="motion_has_cause_grounds_and_plan",
                condition=~models.Q(cause="") & ~models.Q(grounds="") & ~models.Q(plan=""),
            ),
            models.CheckConstraint(
                name="motion_of_a_body_names_it", condition=models.Q(proposer="deputies") | ~models.Q(body="")
            ),
        ]

    def __str__(self) -> str:
        return self.cause
