"""What an upper congress's office gives to the lower ones: guidance, training, checks, and visits with findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.moving import Moves, checks, status_field
from contacts.year.workflow import COPY, VISIT
from deputies.models import PeoplesCongress

if TYPE_CHECKING:
    from casework.engine import Workflow


class GuidanceKind(models.TextChoices):
    NOTE = "note", _("guidance note")
    TRAINING = "training", _("training")
    CHECK = "check", _("check")


class Guidance(models.Model):
    """One paper to several lower congresses. What was sent is not changed any more: a correction is a new one.

    ``decided_by`` names the decision it follows from. ``reply_by``: a reply is asked for, by that day.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="guidance"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=GuidanceKind.choices)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    decided_by = models.CharField(_("decision it follows from"), max_length=200, blank=True)
    day = models.DateField(_("day of the training or check"), null=True, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("guidance to lower bodies")
        verbose_name_plural = _("guidance to lower bodies")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="training_has_a_day", condition=~models.Q(kind="training") | models.Q(day__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def asks_reply(self) -> bool:
        return self.reply_by is not None


class GuidanceCopyQuerySet(models.QuerySet["GuidanceCopy"]):
    def waiting(self) -> GuidanceCopyQuerySet:
        """Not acknowledged, or a reply still owed."""
        return self.filter(closed_at=None)

    def for_lists(self) -> GuidanceCopyQuerySet:
        return self.select_related("guidance__congress", "congress", "read_by")


class GuidanceCopy(Moves):
    """A paper as one lower congress has it: who read it and when, and its reply."""

    guidance = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="copies")
    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="guidance_copies"
    )
    status = status_field(COPY)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("read by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    reply = models.TextField(_("reply"), blank=True)
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)
    due_on = models.DateField(_("reply by"), null=True, blank=True)

    objects = GuidanceCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of guidance")
        verbose_name_plural = _("copies of guidance")
        ordering = ["-pk"]
        constraints = [
            *checks(COPY, "copy"),
            models.UniqueConstraint(fields=["guidance", "congress"], name="guidance_once_to_each"),
            models.CheckConstraint(
                name="copy_that_was_read_says_by_whom",
                condition=models.Q(status="sent") | models.Q(read_by__isnull=False, read_at__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_copy_has_a_reply", condition=~models.Q(status="answered") | ~models.Q(reply="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guidance} · {self.congress}"

    @property
    def table(self) -> Workflow:
        return COPY

    @property
    def was_late(self) -> bool:
        """The reply came after its day."""
        return bool(self.due_on and self.replied_at and timezone.localdate(self.replied_at) > self.due_on)


class VisitQuerySet(models.QuerySet["InspectionVisit"]):
    def for_lists(self) -> VisitQuerySet:
        return self.select_related("congress", "lower")


class InspectionVisit(Moves):
    """A visit of an upper congress's office to a lower one: what was found, and its follow-up until it is done.

    ``due_on`` is the day the visitors set for the follow-up; the law sets none.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="visits_made"
    )
    lower = models.ForeignKey(
        PeoplesCongress,
        verbose_name=_("congress visited"),
        on_delete=models.PROTECT,
        related_name="visits_received",
    )
    guidance = models.ForeignKey(
        Guidance, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    about = models.CharField(_("what it is about"), max_length=200)
    day = models.DateField(_("day"))
    visitors = models.CharField(_("who comes"), max_length=200, blank=True)
    findings = models.TextField(_("findings"), blank=True)
    due_on = models.DateField(_("follow-up by"), null=True, blank=True)
    status = status_field(VISIT)
    key = models.UUIDField(unique=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection visit")
        verbose_name_plural = _("inspection visits")
        ordering = ["-day", "-pk"]
        constraints = [
            *checks(VISIT, "visit"),
            models.CheckConstraint(
                name="visit_goes_to_another_congress", condition=~models.Q(lower=models.F("congress"))
            ),
            models.CheckConstraint(
                name="visit_with_follow_up_has_findings_and_a_day",
                condition=~models.Q(status__in=["following", "reported"])
                | models.Q(due_on__isnull=False) & ~models.Q(findings=""),
            ),
            models.CheckConstraint(
                name="done_visit_says_what_was_found",
                condition=~models.Q(status="done") | ~models.Q(findings=""),
            ),
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def table(self) -> Workflow:
        return VISIT
