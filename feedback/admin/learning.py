"""Learned models in the back office: their scores, and the buttons that put one in service or take it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.formats import percent
from deputies.backoffice.base import KeptAdmin, ScopedFilter
from feedback.learning import versions
from feedback.models import ModelState, TopicModel

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(TopicModel)
class TopicModelAdmin(KeptAdmin):
    """Nothing of a version is edited: it serves, or it does not. The model itself is never shown."""

    congress_path = "congress"
    list_display = (
        "version", "congress", "state", "made_at", "cases", "held_back", "right", "right_before", "balanced",
        "served_at", "changed_by",
    )  # fmt: skip
    list_filter = (("congress", ScopedFilter), "state")
    list_select_related = ("congress", "changed_by")
    fields = ("congress", "version", "state", "made_at", "cases", "held_back", "right", "right_before", "balanced",
              "served_at", "changed_by")  # fmt: skip
    readonly_fields = fields
    actions = ("put_in_service", "take_out_of_service")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("data")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("right"), ordering="accuracy")
    def right(self, one: TopicModel) -> str:
        return percent(one.accuracy)

    @admin.display(description=gettext_lazy("right before"), ordering="before_accuracy")
    def right_before(self, one: TopicModel) -> str:
        return percent(one.before_accuracy)

    @admin.display(description=gettext_lazy("macro F1"), ordering="macro_f1")
    def balanced(self, one: TopicModel) -> str:
        return percent(one.macro_f1)

    @admin.action(description=gettext_lazy("Put in service"), permissions=["change"])
    def put_in_service(self, request: HttpRequest, queryset: QuerySet[TopicModel]) -> None:
        """One at a time: a congress has one model in service."""
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            self.message_user(request, _("Choose one version."), messages.ERROR)
            return
        versions.put_in_service(chosen[0], by=_person(request))
        told = _("Version %(version)d is in service.") % {"version": chosen[0].version}
        self.message_user(request, told, messages.SUCCESS)

    @admin.action(
        description=gettext_lazy("Take out of service; the one before takes over"), permissions=["change"]
    )
    def take_out_of_service(self, request: HttpRequest, queryset: QuerySet[TopicModel]) -> None:
        serving = queryset.filter(state=ModelState.SERVING)
        if not serving:
            self.message_user(request, _("That version is not in service."), messages.ERROR)
        for one in serving.select_related("congress"):
            earlier = versions.roll_back(one.congress, by=_person(request))
            told = (
                _("Version %(version)d is in service again.") % {"version": earlier.version}
                if earlier
                else _("From now on the rules alone propose topics.")
            )
            self.message_user(request, told, messages.SUCCESS)


def _person(request: HttpRequest) -> Any:
    return request.user
