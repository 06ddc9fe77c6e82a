"""A duty report: what is owed and when, the words, their versions, the lines of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from accounts import formats
from contacts.models.moving import Moves, checks, status_field
from deputies.models import Deputy, Mandate, PeoplesCongress, Session
from reports.duty import rules
from reports.duty.workflow import REPORT

if TYPE_CHECKING:
    from datetime import date

    from casework.engine import Workflow


class ReportKind(models.TextChoices):
    SESSION = "session", _("after a session")
    YEARLY = "yearly", _("of the year")
    TERM = "term", _("of the term")


class ReportForm(models.TextChoices):
    WRITTEN = "written", _("written")
    ORAL = "oral", _("oral")


class Audience(models.TextChoices):
    """Who reads it: by the mandate the voters, or the members of the unit that elected the deputy."""

    PUBLIC = "public", _("everybody")
    VOTERS = "voters", _("the voters of the constituency, with a code from the station")
    UNIT = "unit", _("the members of the electing unit")


class Ground(models.TextChoices):
    """The only grounds on which words are sent back or kept back: never what somebody thinks."""

    FORM = "form", _("form: something is missing or cannot be read")
    SECRET = "secret", _("state or trade secrets")
    PERSONAL = "personal", _("personal data of somebody")
    INSULT = "insult", _("insults somebody")


class DutyCalendar(models.Model):
    """From which day a congress keeps the schedule: nobody is told today what would have been due before."""

    congress = models.OneToOneField(PeoplesCongress, on_delete=models.PROTECT, related_name="duty_calendar")
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("schedule of duty reports")
        verbose_name_plural = _("schedules of duty reports")

    def __str__(self) -> str:
        return f"{self.congress_id} {self.since}"


class DutyReportQuerySet(models.QuerySet["DutyReport"]):
    def unwritten(self) -> DutyReportQuerySet:
        """Not handed in yet, and not excused."""
        return self.filter(status__in=["scheduled", "notified", "drafting", "missed"])

    def for_lists(self) -> DutyReportQuerySet:
        return self.select_related(
            "deputy", "congress", "session__term", "mandate__term", "mandate__constituency", "round"
        )


class DutyReport(Moves):
    """One report of one deputy. Its status changes in ``services.advance`` alone.

    ``turn`` counts the reports of a term. ``counted_from`` is the close of the session or the first day of the term,
    from which the date follows under the rules in ``profile``. ``base`` counts what was saved of the words, so that
    one window does not overwrite another. ``missed_on`` stays when it is handed in after all.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="duty_reports"
    )
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="duty_reports"
    )
    mandate = models.ForeignKey(
        Mandate, verbose_name=_("mandate"), on_delete=models.PROTECT, related_name="duty_reports"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ReportKind.choices)
    form = models.CharField(_("form"), max_length=8, choices=ReportForm.choices, default=ReportForm.WRITTEN)
    session = models.ForeignKey(
        Session, verbose_name=_("session"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    turn = models.PositiveSmallIntegerField(_("number in the term"), null=True, blank=True)
    round = models.ForeignKey(
        "reports.DutyRound",
        verbose_name=_("round"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    since = models.DateField(_("about the time from"))
    until = models.DateField(_("about the time until"))
    opens_on = models.DateField(_("asked for on"))
    due_on = models.DateField(_("due on"))
    counted_from = models.DateField(_("counted from"))
    profile = models.CharField(max_length=200)
    moved_why = models.CharField(_("why the office moved it"), max_length=200, blank=True)
    status = status_field(REPORT)
    audience = models.CharField(_("audience"), max_length=8, choices=Audience.choices)
    text = models.TextField(_("report"), blank=True)
    base = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    check_due_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    missed_on = models.DateField(_("missed on"), null=True, blank=True)

    objects = DutyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty report")
        verbose_name_plural = _("duty reports")
        ordering = ["due_on", "pk"]
        constraints = [
            *checks(REPORT, "duty_report"),
            models.CheckConstraint(
                name="duty_report_is_of_a_session_a_year_or_a_turn",
                condition=models.Q(kind="session", session__isnull=False, year=None, turn=None)
                | models.Q(kind="yearly", session=None, year__isnull=False, turn=None)
                | models.Q(kind="term", session=None, year=None, turn__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_report_of_the_term_is_oral",
                condition=models.Q(form="written") | models.Q(kind="term"),
            ),
            models.CheckConstraint(
                name="duty_report_is_about_days_in_order", condition=models.Q(until__gte=models.F("since"))
            ),
            models.CheckConstraint(
                name="published_duty_report_says_when",
                condition=models.Q(status="published", published_at__isnull=False)
                | ~models.Q(status="published") & models.Q(published_at=None),
            ),
            models.UniqueConstraint(
                fields=["mandate", "session"],
                name="one_report_after_a_session",
                condition=models.Q(kind="session"),
            ),
            models.UniqueConstraint(
                fields=["mandate", "year"], name="one_report_a_year", condition=models.Q(kind="yearly")
            ),
            models.UniqueConstraint(
                fields=["mandate", "turn"],
                name="one_report_for_a_turn_of_the_term",
                condition=models.Q(kind="term"),
            ),
        ]
        indexes = [
            models.Index(fields=["congress", "due_on", "id"], name="duty_report_of_a_congress"),
            models.Index(fields=["deputy", "due_on"], name="duty_report_of_a_deputy"),
            models.Index(
                fields=["due_on", "id"],
                name="duty_report_open",
                condition=models.Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        if self.kind == ReportKind.SESSION and self.session is not None:
            number, term = self.session.number, self.session.term.number
            return _g("Report after session %(number)d of term %(term)d") % {"term": term, "number": number}
        if self.kind == ReportKind.YEARLY:
            return _g("Report of the year %(year)d") % {"year": self.year}
        return _g("Report %(turn)d of term %(term)d") % {
            "term": self.mandate.term.number,
            "turn": self.turn,
        }

    @property
    def table(self) -> Workflow:
        return REPORT

    @property
    def is_oral(self) -> bool:
        return self.form == ReportForm.ORAL

    @property
    def due_why(self) -> Any:
        """Why it is due on that day; moved by the office where it was."""
        if self.moved_why:
            words = _g("moved by the office to %(day)s: %(why)s") % {
                "day": formats.day(self.due_on),
                "why": self.moved_why,
            }
            return rules.FixedDay(words, self._rule_article(), "practice")
        return rules.why(self.profile, self.kind, self.counted_from, self.due_on, self.turn)

    def _rule_article(self) -> str:
        why = rules.why(self.profile, self.kind, self.counted_from, self.due_on, self.turn)
        return str(why.article)

    @property
    def due_url(self) -> str:
        return reverse("duty_why", args=[self.pk])

    @property
    def handed_in_on(self) -> date | None:
        moment = self.submitted_at or self.published_at
        return timezone.localdate(moment) if moment else None

    @property
    def is_late(self) -> bool:
        """Handed in after its date."""
        day = self.handed_in_on
        return bool(day and day > self.due_on)


class ReportVersion(models.Model):
    """The words as they were at one time: kept when the deputy says so, when they are handed in or brought back."""

    report = models.ForeignKey(DutyReport, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    why = models.CharField(max_length=60, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a duty report")
        verbose_name_plural = _("versions of duty reports")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="version_number_once_in_a_report")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.number}"


class LineState(models.TextChoices):
    KEPT = "kept", _("stands in the report")
    LEFT_OUT = "left_out", _("left out by the deputy")
    CORRECTED = "corrected", _("corrected by the deputy")


class Verdict(models.TextChoices):
    OPEN = "", _("to be checked by the office")
    AGREED = "agreed", _("the office agrees: the record is to be corrected")
    DISAGREED = "disagreed", _("the office does not agree: the record stands")


class ReportLineQuerySet(models.QuerySet["ReportLine"]):
    def contested(self) -> ReportLineQuerySet:
        """Those on which the office has not decided yet."""
        return self.exclude(state=LineState.KEPT).filter(verdict="")


class ReportLine(models.Model):
    """One line that the record gave to a report: ``url`` leads to its evidence, which its own room guards.

    A deputy may contest it: leave it out or correct it, with a reason. What the record said stays for the office.
    """

    report = models.ForeignKey(DutyReport, on_delete=models.CASCADE, related_name="lines")
    section = models.CharField(max_length=20)
    day = models.DateField(_("day"))
    what = models.CharField(_("what"), max_length=300)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    url = models.CharField(max_length=200)
    state = models.CharField(_("status"), max_length=10, choices=LineState.choices, default=LineState.KEPT)
    correction = models.CharField(_("how it should read"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    contested_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    verdict_note = models.CharField(_("what the office found"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ReportLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the record")
        verbose_name_plural = _("lines of the record")
        ordering = ["section", "-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section", "url", "day"], name="line_of_the_record_once_in_a_report"
            ),
            models.CheckConstraint(
                name="contested_line_says_why",
                condition=models.Q(state="kept")
                | ~models.Q(reason="") & models.Q(contested_at__isnull=False),
            ),
            models.CheckConstraint(
                name="corrected_line_says_how_it_should_read",
                condition=~models.Q(state="corrected") | ~models.Q(correction=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="contested_line_open",
                condition=models.Q(verdict="") & ~models.Q(state="kept"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.section}"

    @property
    def due_why(self) -> Any:
        if self.contested_at is None:
            return None
        return rules.due(self.report.profile, "contest", timezone.localdate(self.contested_at))


def scan_path(_meeting: models.Model, name: str) -> str:
    """Where the signed list of a meeting lies."""
    return f"duty/{timezone.localdate():%Y/%m}/{name}"
