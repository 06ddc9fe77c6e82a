"""What makes an organ's reply a formal answer: its number, who signed it, its seal, and whom to ask."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.reply import Reply


class Letter(models.Model):
    """The official letter that carries a reply (Shandong, article 22; Shanghai, article 20)."""

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, primary_key=True, related_name="letter")
    number = models.CharField(_("number of the letter"), max_length=60)
    answers = models.CharField(_("the suggestion it answers"), max_length=40)
    signer = models.CharField(_("signed by"), max_length=60)
    signer_office = models.CharField(_("office of who signed"), max_length=60)
    sealed = models.BooleanField(_("sealed"), default=False)
    joined = models.JSONField(
        _("numbers of the letters to the others"), default=dict, blank=True,
        help_text=_("Of suggestions handled together with this one: tracking number, and number of its own letter."),
    )  # fmt: skip
    contact = models.CharField(_("contact person"), max_length=60)
    contact_phone = models.CharField(_("telephone of the contact person"), max_length=40)

    class Meta:
        verbose_name = _("letter of reply")
        verbose_name_plural = _("letters of reply")

    def __str__(self) -> str:
        return self.number
