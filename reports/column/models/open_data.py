"""Open data of a year as it was put out: figures alone, small cells left out already."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deputies.models import PeoplesCongress


class OpenData(models.Model):
    """``rows`` are those of the file. It is written once: two counts of one year would tell each other's secrets."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="open_data"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    rows = models.JSONField()
    put_out_at = models.DateTimeField(_("put out at"), default=timezone.now)
    put_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("open data of a year")
        verbose_name_plural = _("open data of the years")
        ordering = ["-year", "congress"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "year"], name="open_data_of_a_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.congress} {self.year}"
