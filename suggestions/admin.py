"""How decisions on suggestions and motions were taken, for operators: who and when, never a word of what was written.

All of it is read-only: it is history, and only the steps write it. Drafts and signatures are their deputies' alone.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deputies.backoffice.base import ReadOnlyAdmin
from suggestions.models import KeySupervision, MotionPublication, Publication

_DECIDED = ("decision", "exception", "proposed_by", "proposed_at", "decided_by", "decided_at", "published_at",
            "taken_down_at")  # fmt: skip


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    """What of which suggestion is public, by when it should be, and which two people decided."""

    congress_path = "suggestion__congress"
    list_display = (
        "number",
        "decision",
        "due_on",
        "proposed_by",
        "decided_by",
        "published_at",
        "taken_down_at",
    )
    list_filter = ("decision", "exception")
    list_select_related = ("suggestion__case", "proposed_by", "decided_by")
    fields = ("number", "due_on", *_DECIDED)

    @admin.display(description=_("number"))
    def number(self, row: Publication) -> Any:
        return row.suggestion.case.number if row.suggestion.case else "—"


@admin.register(MotionPublication)
class MotionPublicationAdmin(ReadOnlyAdmin):
    """The same of motions: each decision is a row."""

    congress_path = "motion__case__congress"
    list_display = ("number", "decision", "proposed_by", "decided_by", "published_at", "taken_down_at")
    list_filter = ("decision", "exception")
    list_select_related = ("motion__case", "proposed_by", "decided_by")
    fields = ("number", *_DECIDED)

    @admin.display(description=_("number"))
    def number(self, row: MotionPublication) -> Any:
        return row.motion.case.number


@admin.register(KeySupervision)
class KeySupervisionAdmin(ReadOnlyAdmin):
    """Which suggestions the council of chairpersons chose, who leads them, and who recorded it."""

    congress_path = "suggestion__congress"
    list_display = ("number", "leader", "committee", "decided_on", "recorded_by", "recorded_at")
    list_select_related = ("suggestion__case", "recorded_by")
    fields = ("number", "leader", "committee", "decided_on", "recorded_by", "recorded_at")

    @admin.display(description=_("number"))
    def number(self, row: KeySupervision) -> Any:
        return row.suggestion.case.number if row.suggestion.case else "—"
