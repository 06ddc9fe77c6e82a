"""Divisions, which all congresses share."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deputies.backoffice.base import KeptAdmin, KeptInline
from deputies.models import Division, DivisionAlias


class AliasInline(KeptInline):
    """Former names, estates, markets: what people type when they look for their place."""

    model = DivisionAlias


@admin.register(Division)
class DivisionAdmin(KeptAdmin):
    list_display = ("code", "name", "level", "parent", "valid_from", "valid_to")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name", "full_name")
    search_help_text = _("Code or name")
    autocomplete_fields = ("parent",)
    fixed = ("code",)
    inlines = (AliasInline,)
    owned = ("deputies.divisionalias",)
    instead = _("Give it a last day instead.")
