"""Pages of the back office: permissions come from the operator's post, never from Django's permission tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.contrib import messages
from django.contrib.admin import RelatedFieldListFilter
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from deputies.backoffice.references import references_to
from deputies.backoffice.scope import Scope, scope_of

if TYPE_CHECKING:
    from django.contrib.admin.sites import AdminSite
    from django.db.models import Field
    from django.http import HttpRequest, HttpResponse

_M = TypeVar("_M", bound=Model)


class ScopedFilter(RelatedFieldListFilter):
    """Offers only what the operator keeps."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = limited(model_admin.admin_site, field.related_model._default_manager.all(), scope_of(request))
        return [(row.pk, str(row)) for row in rows[:200]]


def limited(site: AdminSite, queryset: QuerySet[_M], scope: Scope) -> QuerySet[_M]:
    """The rows of a queryset that the operator keeps, by the rule of that model's own page."""
    page = site._registry.get(queryset.model)
    return page.limit(queryset, scope) if isinstance(page, KeptAdmin) else queryset


class Limited:
    """Choices of related rows end where the operator's congresses end."""

    admin_site: AdminSite

    def formfield_for_foreignkey(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        return limited(self.admin_site, db_field.remote_field.model._default_manager.all(), scope_of(request))


class KeptAdmin(Limited, ModelAdmin):
    """A table that operators keep.

    ``congress_path``: the look-up from a row to its congress; None for a table that all congresses share, which
    every operator reads and those of ``Scope.keeps_shared`` change. ``or_shared``: rows without a congress
    belong to all. ``fixed``: fields that are not changed any more. ``owned``: models (``app.model``) that are
    parts of a row and go with it.
    """

    congress_path: ClassVar[str | None] = None
    or_shared: ClassVar[bool] = False
    fixed: ClassVar[tuple[str, ...]] = ()
    owned: ClassVar[tuple[str, ...]] = ()
    instead: ClassVar[Any] = ""
    """What to do instead of deleting, as a sentence."""

    show_full_result_count = False
    list_per_page = 50
    warn_unsaved_form = True
    list_filter_sheet = False
    compressed_fields = True

    # --- Rows --------------------------------------------------------------------------------------------
    def limit(self, queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
        if scope.everything or self.congress_path is None:
            return queryset
        kept = Q(**{f"{self.congress_path}__in": scope.congresses})
        if self.or_shared:
            kept |= Q(**{f"{self.congress_path}__isnull": True})
        return queryset.filter(kept)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.limit(super().get_queryset(request), scope_of(request))

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """What the operator does not keep is not there."""
        raise Http404

    # --- Permissions -------------------------------------------------------------------------------------
    def keeps(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the operator may change ``obj``, or rows of this table at all."""
        scope = scope_of(request)
        if self.congress_path is None:
            return scope.keeps_shared
        if not scope.enters:
            return False
        return obj is None or scope.everything or self._congress_of(obj) in self._changeable(scope)

    def _congress_of(self, obj: Any) -> int | None:
        """The key of the congress a row belongs to."""
        for name in (self.congress_path or "").split("__"):
            if name == "pk":
                return obj.pk  # type: ignore[no-any-return]
            obj = getattr(obj, name)
            if obj is None:
                return None
        return obj.pk  # type: ignore[no-any-return]

    def _changeable(self, scope: Scope) -> frozenset[int | None]:
        shared = {None} if self.or_shared and scope.keeps_shared else set()
        return frozenset(scope.congresses) | shared

    def has_module_permission(self, request: HttpRequest) -> bool:
        return scope_of(request).enters

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return scope_of(request).enters

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.keeps(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.keeps(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.keeps(request, obj)

    # --- Forms -------------------------------------------------------------------------------------------
    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, *self.fixed) if obj is not None else fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        data: dict[str, Any] = super().get_changeform_initial_data(request)
        congresses = scope_of(request).congresses
        if len(congresses) == 1:
            data.setdefault("congress", next(iter(congresses)))
        return data

    # --- Deleting ----------------------------------------------------------------------------------------
    def get_actions(self, request: HttpRequest) -> Any:
        """Nothing is deleted in bulk."""
        return {
            name: each for name, each in super().get_actions(request).items() if name != "delete_selected"
        }

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        obj = self.get_object(request, object_id)
        found = references_to(obj, owned=self.owned) if obj is not None else []
        if obj is None or not found or not self.has_delete_permission(request, obj):
            return super().delete_view(request, object_id, extra_context)  # type: ignore[no-any-return]
        told = _("“%(object)s” stays: something refers to it (%(references)s).") % {
            "object": obj,
            "references": ", ".join(map(str, found)),
        }
        self.message_user(request, f"{told} {self.instead}".strip(), messages.ERROR)
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[object_id]))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Parts go with the whole: no permission of their own is asked."""
        objects, counts, _lacking, protected = super().get_deleted_objects(objs, request)
        return objects, counts, set(), protected


class ReadOnlyAdmin(KeptAdmin):
    """A table that operators read: the portal itself writes it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class _Part(Limited):
    """Rows that are kept on the page of what they belong to; whoever keeps that keeps them."""

    extra = 0
    show_change_link = False
    parent_model: type[Model]
    lasting: ClassVar[bool] = False
    """Whether a row is history: it is ended, not deleted."""

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        page: Any = self.admin_site.get_model_admin(self.parent_model)
        return bool(
            page.has_change_permission(request, obj) if obj is not None else page.has_add_permission(request)
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return scope_of(request).enters

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not self.lasting and self._may(request, obj)


class KeptInline(_Part, TabularInline):
    """Parts with few fields, one line each."""


class KeptStack(_Part, StackedInline):
    """Parts with many fields, one block each."""
