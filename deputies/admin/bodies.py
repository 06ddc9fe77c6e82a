"""Liaison bodies and stations."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deputies.backoffice.base import KeptAdmin, KeptInline, ScopedFilter
from deputies.models import LiaisonBody, LiaisonStation, SpecialCommittee, StationMembership


@admin.register(LiaisonBody)
class LiaisonBodyAdmin(KeptAdmin):
    congress_path = "congress"
    list_display = ("name", "kind", "congress", "responsible", "substitute")
    list_filter = (("congress", ScopedFilter), "kind")
    list_select_related = ("congress", "responsible", "substitute")
    search_fields = ("name",)
    autocomplete_fields = ("responsible", "substitute")
    fixed = ("congress",)


@admin.register(SpecialCommittee)
class SpecialCommitteeAdmin(KeptAdmin):
    """What motions go to. One that a motion names for the first time enters itself."""

    congress_path = "congress"
    list_display = ("name", "congress", "is_active")
    list_filter = (("congress", ScopedFilter), "is_active")
    list_select_related = ("congress",)
    search_fields = ("name",)
    fixed = ("congress",)
    instead = _("Take the mark “in use” away instead.")


class MemberInline(KeptInline):
    model = StationMembership
    autocomplete_fields = ("deputy",)


@admin.register(LiaisonStation)
class LiaisonStationAdmin(KeptAdmin):
    congress_path = "congress"
    list_display = ("name", "code", "kind", "division", "phone", "is_open")
    list_filter = (("congress", ScopedFilter), "kind", "is_open")
    list_select_related = ("division",)
    search_fields = ("name", "code", "division__name")
    autocomplete_fields = ("division", "body")
    fixed = ("congress", "code")
    inlines = (MemberInline,)
    owned = ("deputies.stationmembership",)
    instead = _("Take the mark “open” away instead.")
