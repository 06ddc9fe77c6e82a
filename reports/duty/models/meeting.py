"""The meeting at which a deputy reported orally, as the office recorded it, with its photos."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.attachment import storage_path
from reports.duty.models.report import DutyReport, scan_path


class DutyMeeting(models.Model):
    """``questions``: what people asked there and what was answered. ``file``: the signed list, scanned."""

    report = models.OneToOneField(DutyReport, on_delete=models.PROTECT, related_name="meeting")
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=120)
    attendance = models.PositiveIntegerField(_("how many attended"))
    minutes = models.TextField(_("minutes"))
    questions = models.TextField(_("questions and answers"), blank=True)
    file = models.FileField(_("signed list"), upload_to=scan_path, max_length=120, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("meeting for a duty report")
        verbose_name_plural = _("meetings for duty reports")

    def __str__(self) -> str:
        return f"{self.report_id} {self.held_on}"


class MeetingPhoto(models.Model):
    """A photo of a meeting: made anew without what the camera wrote into it, and never without words for it.

    ``consent`` says who was asked and agreed; the office and the deputy read it, nobody else.
    """

    meeting = models.ForeignKey(DutyMeeting, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(upload_to=storage_path, max_length=100)
    content_type = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("what it shows"), max_length=200)
    consent = models.CharField(_("who agreed"), max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("photo of a meeting")
        verbose_name_plural = _("photos of meetings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_photo_has_words_and_consent",
                condition=~models.Q(alt="") & ~models.Q(consent=""),
            ),
        ]

    def __str__(self) -> str:
        return self.alt
