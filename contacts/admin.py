"""What an operator looks after here: notices that did not go out. Never who a visitor is. Channels: casework.

Mailboxes have their page in ``contacts.mail.admin``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.mail import admin as mail_admin
from contacts.models import ContactNotice, MinimumNotice
from contacts.year import telling as year
from deputies.backoffice.base import ReadOnlyAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from deputies.backoffice.scope import Scope


#: From an event to the congress whose operator looks after its notices.
_CONGRESSES = ("occasion__congress", "plan__congress", "campaign__congress", "copy__congress", "visit__lower")


@admin.register(ContactNotice)
class ContactNoticeAdmin(ReadOnlyAdmin):
    """Notices of days, plans, campaigns and guidance that are still owed, or that no way has reached."""

    congress_path = "event__occasion__congress"
    list_display = ("about", "to_whom", "way", "state", "attempts", "last_error")
    list_filter = ("state", "way")
    list_select_related = ("event__occasion__station", "user")
    fields = ("about", "to_whom", "way", "state", "attempts", "last_error", "run_after", "sent_at")

    def limit(self, queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
        if scope.everything:
            return queryset
        kept = Q(pk__in=[])
        for path in _CONGRESSES:
            kept |= Q(**{f"event__{path}__in": scope.congresses})
        return queryset.filter(kept)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without those about reports of obstruction: that a deputy has sent one is the committee's alone."""
        return super().get_queryset(request).exclude(state="sent").filter(event__obstruction=None)

    @admin.display(description=gettext_lazy("about"))
    def about(self, notice: ContactNotice) -> str:
        event = notice.event
        day = f" · {event.occasion.day}" if event.occasion else ""
        return f"{event.occasion or year.subject_of(event)}{day}: {_(event.step.done)}"

    @admin.display(description=gettext_lazy("to whom"))
    def to_whom(self, notice: ContactNotice) -> str:
        return str(notice.user) if notice.user else _("a visitor")


@admin.register(MinimumNotice)
class MinimumNoticeAdmin(ReadOnlyAdmin):
    """Reminders of the yearly minimum that are still owed, or that did not reach the person."""

    congress_path = "round__congress"
    list_display = ("round", "user", "state", "attempts", "last_error")
    list_filter = ("state",)
    list_select_related = ("round", "user")
    fields = ("round", "user", "way", "state", "attempts", "last_error", "run_after", "sent_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(state="sent")


__all__ = ["ContactNoticeAdmin", "MinimumNoticeAdmin", "mail_admin"]
