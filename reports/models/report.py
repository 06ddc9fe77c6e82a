"""The report written on a frozen summary: its words, every version of them, its way through the meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnly, AppendOnlyQuerySet
from accounts.models import ActorKind
from deputies.models import Organ, PeoplesCongress
from reports.models.snapshot import Snapshot
from reports.summary.workflow import SUMMARY

if TYPE_CHECKING:
    from casework.engine import Step, Workflow

_IS_OPEN = models.Q(status__in=SUMMARY.open_names)


class SummaryReportQuerySet(models.QuerySet["SummaryReport"]):
    def public(self) -> SummaryReportQuerySet:
        """What anyone may read: published ones, and those that a corrected one has replaced."""
        return self.filter(published_at__isnull=False)


class SummaryReport(models.Model):
    """One edition of the report of a congress on a period. Its status changes in ``reports.summary.services`` alone.

    ``sections`` are the words as they stand now; every version that somebody saved is a ``SummaryText``.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="summary_reports"
    )
    period = models.CharField(_("period"), max_length=20)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    snapshot = models.ForeignKey(
        Snapshot, verbose_name=_("frozen figures"), on_delete=models.PROTECT, related_name="reports"
    )
    title = models.CharField(_("title"), max_length=120)
    sections = models.JSONField(_("text"), default=list)
    status = models.CharField(
        _("status"), max_length=20, choices=[(one.name, _(one.label)) for one in SUMMARY.statuses]
    )
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    objects = SummaryReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="summary_report_status_is_in_the_workflow", condition=models.Q(status__in=SUMMARY.names)
            ),
            models.CheckConstraint(
                name="summary_report_is_closed_exactly_when_its_status_is",
                condition=_IS_OPEN & models.Q(closed_at=None) | ~_IS_OPEN & models.Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="published_summary_report_says_when",
                condition=~models.Q(status__in=["published", "replaced"])
                | models.Q(published_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["congress", "period", "edition"], name="summary_report_edition_once"
            ),
            models.UniqueConstraint(
                fields=["congress", "period"],
                name="one_summary_report_being_written",
                condition=_IS_OPEN,
            ),
            models.UniqueConstraint(
                fields=["congress", "period"],
                name="one_summary_report_published",
                condition=models.Q(status="published"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def table(self) -> Workflow:
        return SUMMARY

    @property
    def is_being_written(self) -> bool:
        return self.status == "writing"


class SummaryText(AppendOnly):
    """The words of a report as somebody saved them."""

    report = models.ForeignKey(SummaryReport, on_delete=models.PROTECT, related_name="texts")
    sections = models.JSONField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.written_at}"


class SummaryEvent(AppendOnly):
    """One step of a report that was taken; ``meeting`` and ``held_on`` where a meeting took it."""

    report = models.ForeignKey(SummaryReport, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acting_as = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    meeting = models.CharField(_("meeting"), max_length=120, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.action}"

    @property
    def step(self) -> Step:
        return SUMMARY.step(self.action)


class AgendaBody(models.TextChoices):
    COUNCIL = "council", _("council of chairpersons")
    STANDING = "standing", _("standing committee")
    CONGRESS = "congress", _("congress")


class AgendaItem(models.Model):
    """An item of a meeting on liaison work, what was decided, and what became of it.

    ``source`` says where it came from: a report, deputies' suggestions or people's opinions that cluster (Law on
    Supervision, article 12).
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="agenda_items"
    )
    report = models.ForeignKey(
        SummaryReport, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    body = models.CharField(_("body"), max_length=10, choices=AgendaBody.choices)
    meeting = models.CharField(_("meeting"), max_length=120)
    held_on = models.DateField(_("held on"))
    title = models.CharField(_("item"), max_length=120)
    source = models.CharField(_("where it came from"), max_length=200, blank=True)
    decision = models.TextField(_("what was decided"), blank=True)
    organ = models.ForeignKey(
        Organ,
        verbose_name=_("who carries it out"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    due_on = models.DateField(_("to be reported by"), null=True, blank=True)
    outcome = models.TextField(_("what became of it"), blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="agenda_item_done_says_what_became_of_it",
                condition=models.Q(done_on=None) | ~models.Q(outcome=""),
            ),
            models.CheckConstraint(
                name="decision_to_report_names_the_decision",
                condition=models.Q(due_on=None) | ~models.Q(decision=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_followed(self) -> bool:
        """Something is to be reported and has not been yet."""
        return self.due_on is not None and self.done_on is None

    @property
    def is_late(self) -> bool:
        return self.is_followed and self.due_on < timezone.localdate()  # type: ignore[operator]
