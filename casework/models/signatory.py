"""The deputies who stand behind a case that deputies bring: the one who leads, and those who signed with them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.case import Case
from deputies.models import Deputy


class Signatory(models.Model):
    """One deputy's signature under a suggestion or motion, as it was handed in; who leads has signed it first.

    ``agreed_to_retract_at``: a joint suggestion is withdrawn only when all who signed it ask for that
    (Shanghai, article 10).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signatories")
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="signatures"
    )
    leads = models.BooleanField(_("leads"), default=False)
    signed_at = models.DateTimeField(_("signed at"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.PositiveIntegerField(
        _("version of the words"), default=1, help_text=_("Revised words are signed anew.")
    )
    withdrawn_at = models.DateTimeField(_("signature taken back at"), null=True, blank=True)
    asks_again_at = models.DateTimeField(_("asks for reconsideration since"), null=True, blank=True)
    agreed_to_retract_at = models.DateTimeField(_("agreed to the withdrawal at"), null=True, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-leads", "signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "deputy"], name="deputy_signs_a_case_once"),
            models.UniqueConstraint(
                fields=["case"], name="one_deputy_leads_a_case", condition=models.Q(leads=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.deputy}"
