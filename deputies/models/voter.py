"""Codes that a station hands to voters of a constituency whom it has found on the voters' list."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deputies.models.congress import Constituency


class VoterCode(models.Model):
    """One code for one voter. It says which constituency, and nothing of the person: no name is kept with it."""

    constituency = models.ForeignKey(
        Constituency, verbose_name=_("constituency"), on_delete=models.CASCADE, related_name="voter_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed out by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    issued_at = models.DateTimeField(_("handed out at"), default=timezone.now)
    expires_on = models.DateField(_("good until"))

    class Meta:
        verbose_name = _("voter's code")
        verbose_name_plural = _("voters' codes")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.constituency} · {self.issued_at:%Y-%m-%d}"
