"""Lists that operators load: the file on its way through the pages, and what its columns meant."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deputies.models.congress import PeoplesCongress


class ListKind(models.TextChoices):
    DEPUTIES = "deputies", _("deputies")
    ORGANS = "organs", _("organs")
    STATIONS = "stations", _("liaison stations")
    STAFF = "staff", _("staff accounts")
    DIVISIONS = "divisions", _("divisions")


def storage_path(load: Any, name: str) -> str:
    """A random path: the file names people."""
    return f"lists/{uuid4().hex}"


class ListLoad(models.Model):
    """One list on its way: uploaded, its columns chosen, tried, loaded. The file is gone after the load.

    ``columns`` maps field names to headings; ``counts`` are those of the load, or of the last trial.
    """

    kind = models.CharField(_("list"), max_length=10, choices=ListKind.choices)
    congress = models.ForeignKey(
        PeoplesCongress,
        verbose_name=_("congress"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("loaded by"), on_delete=models.PROTECT, related_name="+"
    )
    file = models.FileField(upload_to=storage_path, max_length=100, blank=True)
    file_name = models.CharField(_("file"), max_length=120)
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    loaded_at = models.DateTimeField(_("loaded at"), null=True, blank=True)

    class Meta:
        verbose_name = _("loaded list")
        verbose_name_plural = _("loaded lists")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"


class HeadingMemory(models.Model):
    """What an office's own column headings meant the last time, so that they are chosen only once."""

    kind = models.CharField(max_length=10, choices=ListKind.choices)
    congress = models.ForeignKey(
        PeoplesCongress, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    fields = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("remembered headings")
        verbose_name_plural = _("remembered headings")
        constraints = [
            models.UniqueConstraint(fields=["kind", "congress"], name="headings_once_per_list_and_congress"),
            models.UniqueConstraint(
                fields=["kind"],
                name="headings_once_per_shared_list",
                condition=models.Q(congress__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.congress_id}"
