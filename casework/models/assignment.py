"""What organs owe: their share of a case, objections, extensions, contacts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.case import Case
from casework.workflows import ASSIGNMENT
from deputies.models import Organ

_LIVE = models.Q(status__in=ASSIGNMENT.open_names)


class HandlingRole(models.TextChoices):
    LEAD = "lead", _("lead")
    ASSIST = "assist", _("assisting")
    SEPARATE = "separate", _("separate")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def live(self) -> AssignmentQuerySet:
        """Assignments that still stand and are not finished."""
        return self.filter(_LIVE)

    def in_turn(self) -> AssignmentQuerySet:
        """Those of which the next step is awaited: not what waits for the office, to be decided or reviewed."""
        return self.filter(status__in=ASSIGNMENT.step("remind").sources)

    def standing(self) -> AssignmentQuerySet:
        """Assignments that were not taken back: finished ones too."""
        return self.exclude(status="void")

    def answering(self) -> AssignmentQuerySet:
        """Those that owe the citizen an answer of their own: leads and separate organs, not assisting ones."""
        return self.standing().exclude(role=HandlingRole.ASSIST)


class Assignment(models.Model):
    """One organ's share of a case. Its status changes in ``services.advance`` alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("mode"), max_length=8, choices=HandlingRole.choices)
    part = models.CharField(_("its part"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=[(status.name, _(status.label)) for status in ASSIGNMENT.statuses]
    )
    status_since = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    assigned_at = models.DateTimeField(_("assigned at"))
    due_on = models.DateField(_("answer by"))
    stood_due_on = models.DateField(
        _("date that stands still"),
        null=True,
        blank=True,
        help_text=_("What was owed before the time was stopped."),
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    urged = models.PositiveSmallIntegerField(_("times urged"), default=0)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="assignment_status_is_in_the_workflow", condition=models.Q(status__in=ASSIGNMENT.names)
            ),
            models.UniqueConstraint(
                fields=["case", "organ"], name="organ_has_one_live_assignment_per_case", condition=_LIVE
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "due_on", "id"], name="assignment_organ_list", condition=_LIVE),
            models.Index(fields=["organ", "case"], name="assignment_organ_case"),
        ]

    def __str__(self) -> str:
        return f"{self.organ} · {self.case}"

    @property
    def due_url(self) -> str:
        """Where the date is explained."""
        return reverse("share_why", args=[self.pk])

    @property
    def stands_still(self) -> bool:
        """Whether its date stands still with the time for the answer."""
        return self.stood_due_on is not None

    @property
    def due_clock(self) -> str:
        """The clock that gave ``due_on``: an assisting organ has two of its own, the others answer by the case's."""
        if self.status == "to_agree":
            return "countersign"
        return "assist_opinion" if self.role == HandlingRole.ASSIST else self.case.answer_clock


class AssignmentObjection(models.Model):
    """An organ says that a case is not its own, and whose it is; the office decides."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="objections")
    reason = models.TextField(_("reasons"))
    proposed_organ = models.ForeignKey(
        Organ,
        verbose_name=_("the right organ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    upheld = models.BooleanField(_("accepted"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                name="one_open_objection_per_assignment",
                condition=models.Q(upheld__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}"


class ExtensionRequest(models.Model):
    """A request for more time: once per case, decided by the office, its reason shown to the citizen."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    wanted_until = models.DateField(
        _("wanted until"), null=True, blank=True, help_text=_("Empty: as long as the rule allows.")
    )
    granted = models.BooleanField(_("granted"), null=True, blank=True)
    new_due_on = models.DateField(_("new date"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        constraints = [
            models.UniqueConstraint(fields=["assignment"], name="more_time_is_asked_once_per_assignment"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}"


class ContactManner(models.TextChoices):
    PHONE = "phone", _("telephone")
    VISIT = "visit", _("visit")
    MEETING = "meeting", _("meeting on the spot")
    WRITING = "writing", _("in writing")


class Communication(models.Model):
    """A contact between the organ and the citizen, recorded before the reply."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="communications")
    manner = models.CharField(_("how"), max_length=10, choices=ContactManner.choices)
    happened_on = models.DateField(_("on"))
    summary = models.TextField(_("what was said"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contact with the citizen")
        verbose_name_plural = _("contacts with the citizen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.happened_on}"
