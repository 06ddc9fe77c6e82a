"""Who the citizen is: a row of its own, encrypted, with an end date."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.models.opinion import Opinion


class Identity(models.Model):
    """Sealed name and contact. Read through ``feedback.identity.open_identity`` alone, which logs who and why.

    The marks tell the same person's identities without opening them: ``feedback.marks``.
    """

    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, primary_key=True, related_name="identity"
    )
    sealed = models.TextField()
    phone_mark = models.CharField(max_length=64, blank=True, editable=False)
    email_mark = models.CharField(max_length=64, blank=True, editable=False)
    expires_on = models.DateField(_("kept until"))

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        indexes = [
            models.Index(fields=["expires_on"], name="identity_expiry"),
            models.Index(fields=["phone_mark"], name="identity_phone", condition=~models.Q(phone_mark="")),
            models.Index(fields=["email_mark"], name="identity_email", condition=~models.Q(email_mark="")),
        ]

    def __str__(self) -> str:
        return str(self.opinion_id)
