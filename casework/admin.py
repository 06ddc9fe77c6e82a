"""Topics, channels, texts, rules and calendar in the back office, and how the portal runs. Never a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from casework import outbox, periodic
from casework.models import (
    CalendarDay,
    CalendarYear,
    Channel,
    Effect,
    PeriodicRun,
    ReplyTemplate,
    RuleProfile,
    Topic,
    TopicOrgan,
)
from casework.rules import store
from casework.workflows import OPINION
from deputies.admin.congresses import CongressAdmin
from deputies.backoffice.base import KeptAdmin, ReadOnlyAdmin, ScopedFilter
from deputies.models import PeoplesCongress

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

_MOST_TRIED_AGAIN = 1000
_PERSONAL = re.compile(r"[\w.+-]+@[\w.-]+|\d{5,}")


# --- Congresses, now that the rule profiles are known -----------------------------------------------------
class CongressForm(forms.ModelForm):
    """A congress follows one of the profiles there are."""

    rule_profile = forms.ChoiceField(label=_("rule profile"), widget=UnfoldAdminSelectWidget)

    class Meta:
        model = PeoplesCongress
        fields = "__all__"  # noqa: DJ007 - the page names its fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "rule_profile" in self.fields:
            field: Any = self.fields["rule_profile"]
            field.choices = [(name, name) for name in store.names()]


@admin.register(PeoplesCongress)
class CongressWithRulesAdmin(CongressAdmin):
    form = CongressForm


# --- Topics and texts -------------------------------------------------------------------------------------
@admin.register(Topic)
class TopicAdmin(KeptAdmin):
    list_display = ("name", "name_en", "code", "parent", "position", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("parent",)
    search_fields = ("name", "name_en", "code")
    fixed = ("code",)
    instead = _("Take the mark “in use” away instead.")


@admin.register(TopicOrgan)
class TopicOrganAdmin(KeptAdmin):
    congress_path = "congress"
    list_display = ("topic", "organ", "congress", "sends_without_office")
    list_filter = (("congress", ScopedFilter), "sends_without_office")
    list_select_related = ("topic", "organ", "congress")
    search_fields = ("topic__name", "organ__name")
    autocomplete_fields = ("organ",)
    fixed = ("congress",)


@admin.register(Channel)
class ChannelAdmin(KeptAdmin):
    list_display = ("name", "name_en", "code", "at_desk", "position", "is_active")
    search_fields = ("name", "code")
    fixed = ("code",)
    instead = _("Take the mark “in use” away instead.")


class TemplateForm(forms.ModelForm):
    """A text for a step there is, naming only what can be filled in."""

    action = forms.ChoiceField(label=_("step"), widget=UnfoldAdminSelectWidget)

    class Meta:
        model = ReplyTemplate
        fields = "__all__"  # noqa: DJ007 - the page names its fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "action" in self.fields:
            field: Any = self.fields["action"]
            field.choices = sorted(
                {(step.action, f"{_(step.label)} ({step.action})") for step in OPINION.steps}
            )

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        unknown = set(re.findall(r"\{(\w*)\}", body)) - {"title", "number", "place", "due"}
        if unknown:
            raise ValidationError(
                _("These cannot be filled in: %(names)s. There are {title}, {number}, {place} and {due}."),
                params={"names": ", ".join(f"{{{name}}}" for name in sorted(unknown))},
            )
        return body


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(KeptAdmin):
    congress_path = "congress"
    form = TemplateForm
    list_display = ("title", "step", "topic", "congress", "is_active")
    list_filter = (("congress", ScopedFilter), "action", "is_active")
    list_select_related = ("topic", "congress")
    search_fields = ("title", "body")
    fixed = ("congress",)

    @admin.display(description=_("step"), ordering="action")
    def step(self, ready: ReplyTemplate) -> str:
        step = OPINION.by_action.get(ready.action)
        return str(_(step.label)) if step else ready.action


# --- Rules and calendar -----------------------------------------------------------------------------------
class ProfileForm(forms.ModelForm):
    """The rules and the reason for a change; every check of a file is made here too."""

    class Meta:
        model = RuleProfile
        fields = ("data", "change_note")
        widgets = {"data": UnfoldAdminTextareaWidget(attrs={"rows": 30, "spellcheck": "false"})}

    def clean_data(self) -> Any:
        data = self.cleaned_data["data"]
        named = (data.get("name"), str(data.get("version"))) if isinstance(data, dict) else ("", "")
        same = RuleProfile.objects.filter(name=named[0] or "", version=named[1])
        if self.instance.pk and named != (self.instance.name, self.instance.version):
            raise ValidationError(
                _("Name and version of a profile stay: add a new profile for a new version.")
            )
        if not self.instance.pk and same.exists():
            raise ValidationError(_("There is this version already: change that one, or give a new version."))
        return data


@admin.register(RuleProfile)
class RuleProfileAdmin(KeptAdmin):
    """Cases keep the version that they began under; only the last version changes what comes."""

    form = ProfileForm
    list_display = ("name", "version", "title", "parent_name", "in_force_from", "in_force_to", "loaded_at")
    search_fields = ("name", "title")
    fields = ("data", "change_note")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(store.forget)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Cases name the versions they began under."""
        return False


class _CalendarAdmin(KeptAdmin):
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(store.forget)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        transaction.on_commit(store.forget)


@admin.register(CalendarYear)
class CalendarYearAdmin(_CalendarAdmin):
    list_display = ("year", "published_at", "source")


@admin.register(CalendarDay)
class CalendarDayAdmin(_CalendarAdmin):
    list_display = ("date", "is_workday", "called", "source")
    list_filter = ("is_workday",)
    search_fields = ("name", "date")
    date_hierarchy = "date"

    @admin.display(description=_("name"), ordering="name")
    def called(self, day: CalendarDay) -> str:
        """Festivals come under their English names; what an office wrote stands as it is."""
        return str(_(day.name)) if day.name else ""


# --- How it runs ------------------------------------------------------------------------------------------
@admin.register(PeriodicRun)
class PeriodicRunAdmin(ReadOnlyAdmin):
    list_display = ("called", "in_time", "every_seconds", "started_at", "finished_at", "what_went_wrong")
    fields = ("called", "name", "every_seconds", "started_at", "finished_at", "what_went_wrong")

    @admin.display(description=_("what it does"), ordering="name")
    def called(self, run: PeriodicRun) -> str:
        return periodic.title_of(run.name)

    @admin.display(description=_("in time"), boolean=True)
    def in_time(self, run: PeriodicRun) -> bool:
        return run.name not in periodic.overdue()

    @admin.display(description=_("last error"))
    def what_went_wrong(self, run: PeriodicRun) -> str:
        return without_personal_data(run.last_error)


@admin.register(Effect)
class EffectAdmin(ReadOnlyAdmin):
    """What is still owed and could not be done yet. It is tried again by itself; an operator may hurry it."""

    congress_path = "event__case__congress"
    list_display = ("id", "name", "attempts", "run_after", "what_went_wrong")
    list_filter = ("name",)
    fields = ("name", "attempts", "run_after", "what_went_wrong")
    ordering = ("run_after",)
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(done_at__isnull=True, attempts__gt=0)

    @admin.display(description=_("last error"))
    def what_went_wrong(self, effect: Effect) -> str:
        return without_personal_data(effect.last_error)

    @admin.action(description=_("Try again now"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Effect]) -> None:
        keys = list(queryset.values_list("pk", flat=True)[:_MOST_TRIED_AGAIN])
        owed = Effect.objects.filter(pk__in=keys, done_at__isnull=True)
        names = sorted(set(owed.values_list("name", flat=True)))
        count = owed.update(run_after=timezone.now())
        outbox.hint(names)
        told = ngettext("%d effect is tried again now.", "%d effects are tried again now.", count) % count
        self.message_user(request, told, messages.SUCCESS)


def without_personal_data(error: str) -> str:
    """An error's text without addresses and long numbers: the back office shows nothing of a citizen."""
    return _PERSONAL.sub("…", error)[:300]
