"""What an organ has promised in a reply, by which date, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models.assignment import Assignment
from casework.models.case import Case
from casework.models.reply import Reply
from casework.rules.analogy import by_analogy
from casework.workflows import COMMITMENT
from deputies.models import Organ

if TYPE_CHECKING:
    from datetime import date

_OPEN = models.Q(status__in=COMMITMENT.open_names)
_OWED = models.Q(status__in=COMMITMENT.step("remind_promise").sources)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def open(self) -> CommitmentQuerySet:
        """Promises that are neither kept nor explained yet."""
        return self.filter(_OPEN)

    def owed(self) -> CommitmentQuerySet:
        """Those on which the organ itself has the next word."""
        return self.filter(_OWED)

    def late(self, on: date | None = None) -> CommitmentQuerySet:
        """Open promises whose date has passed; computed, never a status."""
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def standing(self) -> CommitmentQuerySet:
        """Promises that no newer reply has replaced."""
        return self.exclude(status="dropped")

    def made_to(self, case: Case) -> CommitmentQuerySet:
        """Those in the answer to ``case``; answered together with another one, in the answer that both got."""
        made = models.Q(case=case.pk)
        if case.leading_id:
            made |= models.Q(case=case.leading_id, reply__released_at__in=case.replies.values("released_at"))
        return self.standing().filter(made)

    def told_to(self, case: Case) -> CommitmentQuerySet:
        """Those that the citizen of ``case`` knows of: made in its own reply, or in the one of the case it followed."""
        if case.answered_at is None:
            return self.none()
        sources = [key for key in (case.pk, case.leading_id) if key]
        return self.standing().filter(case__in=sources, made_at__lte=case.answered_at)


class Commitment(models.Model):
    """One promise of one organ. Its status changes in ``services.advance`` alone.

    ``article`` is what the rules under which the case began say of promises; ``first_due_on`` stays when the
    promise is carried on to a later ``due_on``.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="commitments")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="commitments")
    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="commitment")
    organ = models.ForeignKey(
        Organ, verbose_name=_("organ"), on_delete=models.PROTECT, related_name="commitments"
    )
    promise = models.TextField(_("what is promised"))
    category = models.CharField(_("result category"), max_length=8)
    article = models.CharField(_("article"), max_length=300)
    status = models.CharField(
        _("status"), max_length=10, choices=[(status.name, _(status.label)) for status in COMMITMENT.statuses]
    )
    status_since = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(_("promised at"), default=timezone.now)
    first_due_on = models.DateField(_("first promised for"))
    due_on = models.DateField(_("promised for"))
    carried = models.PositiveSmallIntegerField(_("times carried on"), default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="commitment_status_is_in_the_workflow",
                condition=models.Q(status__in=COMMITMENT.names),
            ),
            models.CheckConstraint(
                name="commitment_is_never_brought_forward",
                condition=models.Q(due_on__gte=models.F("first_due_on")),
            ),
            models.UniqueConstraint(
                fields=["case", "organ"], name="organ_has_one_open_promise_per_case", condition=_OPEN
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "due_on", "id"], name="commitment_organ_list", condition=_OPEN),
            models.Index(fields=["due_on", "id"], name="commitment_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.organ} · {self.due_on}"

    @property
    def told_to_the_citizen(self) -> bool:
        """Whether the citizen knows of the promise, so that what becomes of it is told as well."""
        answered = self.case.answered_at
        if self.case.kind == "suggestion":
            return answered is not None  # it went out with the answer itself
        return answered is not None and answered >= self.made_at

    @property
    def due_url(self) -> str:
        """Where the date is explained."""
        return reverse("promise_why", args=[self.pk])

    @property
    def rule(self) -> str:
        """By which article it is followed; on an opinion by analogy, for the texts speak of suggestions alone."""
        return by_analogy(self.article) if self.case.kind == "opinion" else self.article

    @property
    def words(self) -> str:
        """How it stands, for the staff: late before anything else."""
        return gettext("late") if self.is_late else gettext(COMMITMENT.by_status[self.status].label)

    @property
    def public_words(self) -> str:
        """How it stands, as the citizen reads it."""
        return (
            gettext("Late; not kept yet")
            if self.is_late
            else gettext(COMMITMENT.by_status[self.status].public)
        )

    @property
    def passed_on(self) -> list[CommitmentReport]:
        """The second answers that the office has passed on, oldest first."""
        return [report for report in self.reports.all() if report.state == ReportState.APPROVED]

    @property
    def is_late(self) -> bool:
        return self.closed_at is None and self.due_on < timezone.localdate()


class Outcome(models.TextChoices):
    KEPT = "confirm_kept", _("the promise is kept")
    NOT_KEPT = "confirm_not_kept", _("it cannot be kept; here is why")
    CARRIED_ON = "carry_on", _("it is carried on to a new date")


class ReportState(models.TextChoices):
    SUBMITTED = "submitted", _("waits for release")
    SENT_BACK = "sent_back", _("sent back")
    RELEASED = "released", _("released")
    APPROVED = "approved", _("passed on")
    RETURNED = "returned", _("returned")


class CommitmentReport(models.Model):
    """A second answer: kept, not kept and why, or carried on to a new date and why.

    ``outcome`` is the step that passes it on, so that the office cannot pass it on as something else.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reports")
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    body = models.TextField(_("second answer"))
    new_due_on = models.DateField(_("new date"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("second answer")
        verbose_name_plural = _("second answers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="report_names_a_new_date_where_it_carries_on",
                condition=models.Q(outcome="carry_on", new_due_on__isnull=False)
                | (~models.Q(outcome="carry_on") & models.Q(new_due_on__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["commitment"],
                name="one_report_on_its_way_per_promise",
                condition=models.Q(state__in=["submitted", "released"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.outcome}"
