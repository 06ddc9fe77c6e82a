"""Deputies with the mandates they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from deputies import contact
from deputies.backoffice.base import KeptAdmin, KeptInline, KeptStack, ScopedFilter
from deputies.loading import spelling
from deputies.models import Deputy, DeputyGroup, Mandate, PeoplesCongress, StationMembership
from deputies.models.deputy import MandateStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class MandateInline(KeptStack):
    """A mandate ends; it is not deleted."""

    model = Mandate
    lasting = True
    autocomplete_fields = ("constituency",)
    fk_name = "deputy"
    fields = (
        ("term", "status"),
        ("constituency", "elected_by"),
        ("constituency_words", "delegation"),
        ("starts_on", "ends_on"),
        "ended_because",
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The congress that elected a deputy is kept by somebody below."""
        if db_field.name == "elected_by":
            kwargs["queryset"] = PeoplesCongress.objects.all()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class MembershipInline(KeptInline):
    model = StationMembership
    autocomplete_fields = ("station",)


class InOffice(admin.SimpleListFilter):
    title = _("in office")
    parameter_name = "office"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        in_office = Deputy.objects.in_office().values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=in_office)
        return queryset.exclude(pk__in=in_office) if self.value() == "no" else queryset


@admin.register(Deputy)
class DeputyAdmin(KeptAdmin):
    congress_path = "congress"
    list_display = ("name", "number", "congress", "constituency", "work_unit")
    list_filter = (("congress", ScopedFilter), InOffice)
    list_select_related = ("congress",)
    search_fields = ("name", "number", "pinyin", "work_unit")
    search_help_text = _("Name, pinyin, number or work unit")
    fixed = ("congress",)
    inlines = (MandateInline, MembershipInline)
    owned = ("deputies.stationmembership",)
    instead = _("End the mandate instead.")
    fieldsets = (
        (None, {"fields": (("congress", "number"), ("name", "pinyin"))}),
        (_("Shown to the public"), {"fields": ("introduction",)}),
        (
            _("Shown to whom the deputy allows"),
            {"fields": (("occupation", "work_unit"), ("phone", "email"), ("address", "who_sees"))},
        ),
        (
            _("For the office alone"),
            {"fields": (("gender", "ethnicity"), ("birth", "party"), "position")},
        ),
    )
    readonly_fields = ("who_sees",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        mandates = Mandate.objects.filter(status=MandateStatus.IN_FORCE).select_related("constituency")
        return (
            super().get_queryset(request).prefetch_related(Prefetch("mandates", mandates, to_attr="in_force"))
        )

    @admin.display(description=_("who sees it"))
    def who_sees(self, deputy: Deputy) -> str:
        """The contact page, where each change is checked and logged."""
        if not deputy.pk:
            return "—"
        url = reverse("deputy_contact", args=[deputy.pk])
        return format_html('<a href="{}">{}</a>', url, _("Open the contact page"))

    @admin.display(description=_("constituency"))
    def constituency(self, deputy: Any) -> str:
        return ", ".join(str(one.constituency or one.constituency_words or "—") for one in deputy.in_force)

    def save_model(self, request: HttpRequest, obj: Deputy, form: Any, change: bool) -> None:
        if not obj.pinyin or ("name" in form.changed_data and "pinyin" not in form.changed_data):
            obj.pinyin = spelling.of_name(obj.name)
        if "address" in form.changed_data:
            contact.distrust_address(obj)
        super().save_model(request, obj, form, change)


@admin.register(DeputyGroup)
class DeputyGroupAdmin(KeptAdmin):
    congress_path = "congress"
    list_display = ("name", "congress", "leader")
    list_filter = (("congress", ScopedFilter),)
    list_select_related = ("congress", "leader")
    search_fields = ("name", "leader__name")
    autocomplete_fields = ("leader", "members")
    fixed = ("congress",)
