"""A summary that was frozen: its figures, the definitions they were counted by, and the set they are counted from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnly, AppendOnlyQuerySet
from deputies.models import PeoplesCongress


class Snapshot(AppendOnly):
    """One frozen version of the figures of a congress and a period; a correction is a later one with a reason.

    ``content`` is what pages and exports show, ``definitions`` what each figure meant; ``checksum`` is the SHA-256
    over both and over the frozen sets, as ``reports.summary.freezing`` writes them.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="snapshots"
    )
    period = models.CharField(_("period"), max_length=20)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    reason = models.CharField(_("why it was corrected"), max_length=200, blank=True)
    definitions_version = models.CharField(_("version of the definitions"), max_length=20)
    definitions = models.JSONField(_("definitions"))
    content = models.JSONField(_("figures"))
    checksum = models.CharField(_("checksum"), max_length=64)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("frozen by"), on_delete=models.PROTECT, related_name="+"
    )
    frozen_at = models.DateTimeField(_("frozen at"), default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen summary")
        verbose_name_plural = _("frozen summaries")
        ordering = ["congress", "-first", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "period", "edition"], name="summary_edition_once"),
            models.CheckConstraint(
                name="corrected_summary_says_why", condition=models.Q(edition=1) | ~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="summary_ends_after_it_starts", condition=models.Q(last__gte=models.F("first"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.congress} {self.period} ({self.edition})"


class FrozenSet(AppendOnly):
    """The rows of one population as they stood: keys and marks, no words and no person, compressed.

    Unpacked it is JSON in columns; ``reports.summary.frozen`` reads it.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="sets")
    population = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    packed = models.BinaryField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen set")
        verbose_name_plural = _("frozen sets")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "population"], name="one_frozen_set_of_a_population")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.population} {self.size}"


class Freezing(models.Model):
    """That somebody asked for a summary to be frozen, and how far it has come: done by a worker."""

    congress = models.ForeignKey(PeoplesCongress, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=20)
    reason = models.CharField(_("why it was corrected"), max_length=200, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("freezing of a summary")
        verbose_name_plural = _("freezings of summaries")
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "period"],
                name="one_freezing_of_a_period_at_a_time",
                condition=models.Q(finished_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.congress_id} {self.period}"
