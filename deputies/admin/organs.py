"""Organs with their other spellings. The spellings nobody knows are decided on in the room of the opinions."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deputies.backoffice.base import KeptAdmin, KeptInline, ScopedFilter
from deputies.models import Organ, OrganAlias


class AliasInline(KeptInline):
    model = OrganAlias


@admin.register(Organ)
class OrganAdmin(KeptAdmin):
    congress_path = "congress"
    list_display = ("name", "short_name", "code", "kind", "parent", "is_active")
    list_filter = (("congress", ScopedFilter), "kind", "is_active")
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "code", "aliases__spelling")
    autocomplete_fields = ("parent",)
    fixed = ("congress", "code")
    inlines = (AliasInline,)
    owned = ("deputies.organalias",)
    instead = _("Take the mark “in use” away instead.")
