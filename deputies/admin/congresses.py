"""Congresses with their terms and sessions, and the constituencies that elect them.

``CongressAdmin`` is registered by the room above, which knows the rule profiles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from deputies.backoffice.base import KeptAdmin, KeptInline, ScopedFilter
from deputies.backoffice.scope import scope_of
from deputies.models import Constituency, PeoplesCongress, Session, Term

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class TermInline(KeptInline):
    model = Term
    lasting = True


class SessionInline(KeptInline):
    model = Session
    lasting = True


class CongressAdmin(KeptAdmin):
    """A congress is entered by whoever keeps what all share; its own operator changes it."""

    congress_path = "pk"
    list_display = ("name", "code", "level", "division", "parent", "rule_profile")
    list_filter = ("level",)
    list_select_related = ("division", "parent")
    search_fields = ("name", "code")
    autocomplete_fields = ("division",)
    fixed = ("code",)
    inlines = (TermInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return scope_of(request).keeps_shared

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The congress above may be kept by somebody else."""
        if db_field.name == "parent":
            kwargs["queryset"] = PeoplesCongress.objects.all()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Term)
class TermAdmin(KeptAdmin):
    congress_path = "congress"
    list_display = ("congress", "number", "starts_on", "ends_on")
    list_filter = (("congress", ScopedFilter),)
    list_select_related = ("congress",)
    search_fields = ("congress__name",)
    fixed = ("congress",)
    inlines = (SessionInline,)
    instead = _("Give it a last day instead.")


@admin.register(Constituency)
class ConstituencyAdmin(KeptAdmin):
    congress_path = "congress"
    list_display = ("code", "name", "congress", "seats", "how_many_places")
    list_filter = (("congress", ScopedFilter),)
    list_select_related = ("congress",)
    search_fields = ("code", "name")
    autocomplete_fields = ("divisions",)
    fixed = ("congress",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(places=Count("divisions"))

    @admin.display(description=_("places"), ordering="places")
    def how_many_places(self, constituency: Any) -> int:
        return int(constituency.places)
