"""What an operator looks after here: notices that did not go out. Never who asks a question, or what anybody voted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deputies.backoffice.base import ReadOnlyAdmin
from reports.duty.models import DutyNotice
from reports.duty.services.telling import subject_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from deputies.backoffice.scope import Scope

_CONGRESSES = ("report__congress", "question__congress", "appraisal__report__congress")


@admin.register(DutyNotice)
class DutyNoticeAdmin(ReadOnlyAdmin):
    """Notices about duty reports, questions and appraisals that are still owed, or that no way has reached."""

    congress_path = "event__report__congress"
    list_display = ("about", "to_whom", "way", "state", "attempts", "last_error")
    list_filter = ("state", "way")
    list_select_related = (
        "user",
        "event__report__deputy",
        "event__report__session__term",
        "event__report__mandate__term",
        "event__question__deputy",
        "event__appraisal__report__deputy",
        "event__appraisal__report__session__term",
        "event__appraisal__report__mandate__term",
    )
    fields = ("about", "to_whom", "way", "state", "attempts", "last_error", "run_after", "sent_at")

    def limit(self, queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
        if scope.everything:
            return queryset
        kept = Q(pk__in=[])
        for path in _CONGRESSES:
            kept |= Q(**{f"event__{path}__in": scope.congresses})
        return queryset.filter(kept)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(state="sent")

    @admin.display(description=gettext_lazy("about"))
    def about(self, notice: DutyNotice) -> str:
        return f"{subject_of(notice.event)}: {_(notice.event.step.done)}"

    @admin.display(description=gettext_lazy("to whom"))
    def to_whom(self, notice: DutyNotice) -> str:
        return str(notice.user) if notice.user else _("the asker")
