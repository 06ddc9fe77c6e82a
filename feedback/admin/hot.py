"""The weights of hot issues in the back office: an operator keeps them, for a congress each."""

from __future__ import annotations

from django.contrib import admin

from deputies.backoffice.base import KeptAdmin, ScopedFilter
from feedback.models import HeatRule


@admin.register(HeatRule)
class HeatRuleAdmin(KeptAdmin):
    """Without a row the usual weights hold; what is changed here counts from the next comparison on."""

    congress_path = "congress"
    list_display = ("congress", "people", "recent", "growth", "support", "days", "least_people", "hot")
    list_filter = (("congress", ScopedFilter),)
    list_select_related = ("congress",)
