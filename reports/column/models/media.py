"""What media wrote and broadcast about deputies' liaison work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.attachment import storage_path
from deputies.models import Deputy, PeoplesCongress


class MediaKind(models.TextChoices):
    REPORT = "report", _("press report")
    INTERVIEW = "interview", _("interview")
    BROADCAST = "broadcast", _("radio or television")
    ONLINE = "online", _("website or new media")


class MediaMention(models.Model):
    """One report or interview: when, in which medium, about what, and what came of it."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="media_mentions"
    )
    day = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=MediaKind.choices)
    medium = models.CharField(_("medium"), max_length=80)
    title = models.CharField(_("headline"), max_length=150)
    subject = models.CharField(_("what was reported"), max_length=300, blank=True)
    deputies = models.ManyToManyField(
        Deputy, verbose_name=_("deputies concerned"), related_name="media_mentions", blank=True
    )
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(upload_to=storage_path, max_length=100, blank=True)
    file_name = models.CharField(_("file name"), max_length=120, blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    result = models.CharField(_("result"), max_length=500, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("media report")
        verbose_name_plural = _("media reports")
        ordering = ["-day", "-pk"]
        indexes = [models.Index("congress", "day", "id", name="column_media_of_congress")]

    def __str__(self) -> str:
        return self.title
