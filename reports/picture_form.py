"""The form of one photo that is to be published."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.forms.fields import LineField


class PhotoForm(forms.Form):
    file = forms.FileField(label=_("Photo"), widget=forms.FileInput(attrs={"accept": "image/*"}))
    alt = LineField(label=_("What it shows"), max_length=200, help_text=_("For people who do not see it."))
    consent = LineField(
        label=_("Who agreed to be shown"),
        max_length=200,
        help_text=_(
            "Who was asked, by whom and when; or that nobody can be recognised. For the office, never published."
        ),
    )
