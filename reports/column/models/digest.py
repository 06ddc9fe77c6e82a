"""The digest of public opinion: numbered issues, who signed for them, and what leaders did with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Topic
from contacts.models.moving import Moves, checks, status_field
from deputies.models import Division, Organ, PeoplesCongress
from reports.column.workflow import DIGEST

if TYPE_CHECKING:
    from casework.engine import Workflow


class DigestIssue(Moves):
    """One issue. Its serial is given with the release, from 1 in each year, so that no number is missing."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="digests"
    )
    title = models.CharField(_("title"), max_length=100)
    month = models.DateField(_("month"), help_text=_("Its first day."))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    serial = models.PositiveSmallIntegerField(_("issue"), null=True, blank=True)
    foreword = models.TextField(_("foreword"), blank=True)
    compiled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(_("sent out at"), null=True, blank=True)
    key = models.UUIDField(unique=True)
    status = status_field(DIGEST)

    class Meta:
        verbose_name = _("issue of the digest")
        verbose_name_plural = _("issues of the digest")
        ordering = ["-month", "-pk"]
        constraints = [
            *checks(DIGEST, "digest"),
            models.UniqueConstraint(fields=["congress", "year", "serial"], name="one_digest_of_each_number"),
            models.CheckConstraint(
                name="digest_is_released_by_another_person",
                condition=models.Q(released_by__isnull=True) | ~models.Q(released_by=models.F("compiled_by")),
            ),
            models.CheckConstraint(
                name="released_digest_has_its_number",
                condition=~models.Q(status__in=["released", "concluded"])
                | models.Q(
                    serial__isnull=False,
                    year__isnull=False,
                    released_at__isnull=False,
                    released_by__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def table(self) -> Workflow:
        return DIGEST


class DigestEntry(models.Model):
    """One matter of an issue: in words that tell of nobody, how many people raised it, and what is suggested."""

    issue = models.ForeignKey(DigestIssue, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveSmallIntegerField(default=1)
    heading = models.CharField(_("heading"), max_length=100)
    body = models.TextField(_("what people say"))
    suggestion = models.TextField(_("suggestion"), blank=True)
    people = models.PositiveIntegerField(_("number of people"), default=1)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        Division, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cases = models.ManyToManyField(
        Case, verbose_name=_("opinions it is drawn from"), related_name="digest_entries", blank=True
    )

    class Meta:
        verbose_name = _("matter of a digest")
        verbose_name_plural = _("matters of digests")
        ordering = ["issue", "position", "pk"]

    def __str__(self) -> str:
        return self.heading


class ReaderKind(models.TextChoices):
    LEADER = "leader", _("a leader")
    COMMITTEE = "committee", _("standing committee")
    ORGAN = "organ", _("an organ")


class DigestReceipt(models.Model):
    """To whom an issue went, and who signed for it when."""

    issue = models.ForeignKey(DigestIssue, on_delete=models.PROTECT, related_name="receipts")
    kind = models.CharField(_("kind"), max_length=10, choices=ReaderKind.choices)
    name = models.CharField(_("to whom"), max_length=100)
    organ = models.ForeignKey(
        Organ, verbose_name=_("organ"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_by = models.CharField(_("signed for by"), max_length=60, blank=True)
    signed_at = models.DateTimeField(_("signed for at"), null=True, blank=True)

    class Meta:
        verbose_name = _("receipt of a digest")
        verbose_name_plural = _("receipts of digests")
        ordering = ["issue", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "kind", "name"], name="one_receipt_of_each_reader"),
            models.CheckConstraint(
                name="who_signed_for_a_digest_signed_at_a_time",
                condition=models.Q(signed_at__isnull=True, signed_by="")
                | (models.Q(signed_at__isnull=False) & ~models.Q(signed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AdoptionKind(models.TextChoices):
    ADOPTED = "adopted", _("taken up")
    INSTRUCTED = "instructed", _("instructed in writing")


class Adoption(models.Model):
    """An entry that a leader or organ adopted or gave a written instruction on, and what followed."""

    entry = models.ForeignKey(DigestEntry, on_delete=models.PROTECT, related_name="adoptions")
    kind = models.CharField(_("kind"), max_length=10, choices=AdoptionKind.choices)
    by = models.CharField(_("by whom"), max_length=100)
    on = models.DateField(_("day"), default=timezone.localdate)
    words = models.TextField(_("words of the instruction"), blank=True)
    followed = models.TextField(_("what followed"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.by}"
