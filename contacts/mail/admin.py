"""Mailboxes as operators keep them. Never a message: those are the office's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contacts.models import Mailbox
from deputies.backoffice.base import KeptAdmin, ScopedFilter
from feedback.identity import seal_words

if TYPE_CHECKING:
    from django.http import HttpRequest


class MailboxForm(forms.ModelForm[Mailbox]):
    """The password is written and never shown; left empty, the one that is kept stays."""

    password = forms.CharField(
        label=_("password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Kept encrypted and never shown. Empty: the one that is kept stays. 163 wants its authorisation code."
        ),
    )

    class Meta:
        model = Mailbox
        fields = (
            *("congress", "station", "address", "host", "port", "security", "user"),
            *("folder", "done_folder", "is_active"),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        station = data.get("station")
        if station is not None and data.get("congress") not in (None, station.congress):
            self.add_error("station", _("This station belongs to another congress."))
        if data.get("folder") and data.get("folder") == data.get("done_folder"):
            self.add_error("done_folder", _("This is the folder that is read."))
        return data

    def save(self, commit: bool = True) -> Mailbox:
        if self.cleaned_data["password"]:
            self.instance.sealed = seal_words(self.cleaned_data["password"])
        return super().save(commit)  # type: ignore[no-any-return]


@admin.register(Mailbox)
class MailboxAdmin(KeptAdmin):
    congress_path = "congress"
    form = MailboxForm
    list_display = ("address", "congress", "station", "is_active", "checked_at", "last_error")
    list_filter = (("congress", ScopedFilter), "is_active")
    list_select_related = ("congress", "station")
    autocomplete_fields = ("station",)
    fields = (
        *("congress", "station", "address", "host", "port", "security", "user", "password"),
        *("folder", "done_folder", "is_active", "checked_at", "last_error"),
    )
    readonly_fields = ("checked_at", "last_error")
    instead = _("Take the mark “in use” away instead.")

    def has_change_permission(self, request: HttpRequest, obj: Mailbox | None = None) -> bool:
        """The mailbox of the environment is changed there."""
        is_given = obj is not None and obj.key == Mailbox.ENVIRONMENT
        return not is_given and super().has_change_permission(request, obj)
