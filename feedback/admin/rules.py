"""Topic rules with a box to try them, and the organs' names that nobody knows. Never a citizen's words or identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.models import Topic
from deputies.backoffice.base import KeptAdmin, ScopedFilter, limited
from deputies.backoffice.scope import scope_of
from deputies.models import OrganSpelling, PeoplesCongress
from feedback.importing.organs import confirm
from feedback.learning.serving import classifier_of
from feedback.models import TopicRule
from feedback.routing import Chosen, propose, reasons, store

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


class TryForm(forms.Form):
    congress = forms.ModelChoiceField(label=gettext_lazy("congress"), queryset=PeoplesCongress.objects.none())
    text = forms.CharField(
        label=gettext_lazy("A text as a citizen might write it"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=5000,
        help_text=gettext_lazy("It is kept nowhere."),
    )

    def __init__(self, *args: Any, congresses: QuerySet[PeoplesCongress], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["congress"]
        field.queryset = congresses
        if len(congresses) == 1:
            field.initial = congresses[0].pk


@admin.register(TopicRule)
class TopicRuleAdmin(KeptAdmin):
    """Rules without a congress hold for all, and are kept by those who keep what is shared."""

    congress_path = "congress"
    or_shared = True
    list_display = ("topic", "congress", "first_words", "organ", "is_active", "changed_at")
    list_filter = (("congress", ScopedFilter), "is_active")
    list_select_related = ("topic", "congress", "organ")
    search_fields = ("topic__name", "words", "note")
    autocomplete_fields = ("organ",)
    change_list_template = "backoffice/topic_rules.html"

    @admin.display(description=gettext_lazy("words"))
    def first_words(self, rule: TopicRule) -> str:
        lines = rule.words.split("\n")
        return "、".join(line.strip() for line in lines[:6]) + ("…" if len(lines) > 6 else "")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Only those who keep what is shared may leave the congress empty."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "congress" in form.base_fields and not scope_of(request).keeps_shared:
            form.base_fields["congress"].required = True
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        store.forget()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        store.forget()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.try_page)
        return [path("try/", view, name="feedback_topicrule_try"), *super().get_urls()]

    def try_page(self, request: HttpRequest) -> HttpResponse:
        """What the router would propose for a text, with its reasons. A POST, so that the text is in no address."""
        congresses = limited(
            self.admin_site, PeoplesCongress.objects.select_related("division"), scope_of(request)
        )
        form = TryForm(request.POST or None, congresses=congresses)
        context: dict[str, Any] = {"form": form, "title": _("Try the rules on a text"), "subtitle": None}
        if request.method == "POST" and form.is_valid():
            context["found"] = _proposed(form.cleaned_data["congress"], form.cleaned_data["text"])
        return TemplateResponse(
            request, "backoffice/try_rules.html", {**self.admin_site.each_context(request), **context}
        )


def _proposed(congress: PeoplesCongress, text: str) -> list[dict[str, Any]]:
    """The parts of the router's choice in words: what, which, how sure, why."""
    world = store.draw(congress)
    choice = propose(text, Chosen(), world, classifier_of(congress))
    told = reasons.told(choice.as_json())
    names: dict[str, dict[int, str]] = {
        "division": {one.id: one.name for one in world.places},
        "station": {one.id: one.name for one in world.stations},
        "deputy": {one.id: one.name for one in world.deputies},
        "topic": {one.pk: str(one) for one in Topic.objects.all()},
        "organ": {one.id: one.names[0] for one in world.organs},
    }
    words = {
        "division": _("place"), "station": _("station"), "deputy": _("deputy"), "topic": _("topic"),
        "organ": _("organ"),
    }  # fmt: skip
    rows = [
        {
            "label": _("held for a person"),
            "name": "",
            "percent": None,
            "why": [one.sentence for one in told if one.about == "held"],
        }
    ]
    for part, label in words.items():
        chosen = getattr(choice, part)
        rows.append(
            {
                "label": label,
                "name": names[part].get(chosen.id or 0, ""),
                "percent": round(chosen.confidence * 100),
                "why": [one.sentence for one in told if one.about == part],
            }
        )
    return [row for row in rows if row["percent"] is not None or row["why"]]


@admin.register(OrganSpelling)
class OrganSpellingAdmin(KeptAdmin):
    """A spelling met in a loaded file: the operator says whose it is, and it is known from then on."""

    congress_path = "congress"
    list_display = ("spelling", "proposed", "likeness", "seen", "decided", "congress")
    list_filter = ("decided", ("congress", ScopedFilter))
    list_select_related = ("proposed", "congress")
    search_fields = ("spelling",)
    autocomplete_fields = ("proposed",)
    fields = ("congress", "spelling", "seen", "proposed", "decided")
    readonly_fields = ("congress", "spelling", "seen")
    actions = ("accept_proposed", "belongs_to_none")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=gettext_lazy("likeness"), ordering="score")
    def likeness(self, one: OrganSpelling) -> str:
        return f"{one.score:.0%}" if one.proposed_id else "—"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "proposed":
            field.help_text = _("The organ it means. With “decided” the spelling becomes one of its names.")
        return field

    def save_model(self, request: HttpRequest, obj: OrganSpelling, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.decided and obj.proposed:
            self._tell(request, 1, confirm(obj, obj.proposed))

    @admin.action(description=gettext_lazy("Accept the proposed organ"))
    def accept_proposed(self, request: HttpRequest, queryset: QuerySet[OrganSpelling]) -> None:
        chosen = list(queryset.filter(decided=False, proposed__isnull=False).select_related("proposed"))
        self._tell(request, len(chosen), sum(confirm(one, one.proposed) for one in chosen))

    @admin.action(description=gettext_lazy("It is none of our organs"))
    def belongs_to_none(self, request: HttpRequest, queryset: QuerySet[OrganSpelling]) -> None:
        count = queryset.filter(decided=False).update(decided=True, proposed=None)
        told = ngettext("%d spelling stays unknown.", "%d spellings stay unknown.", count) % count
        self.message_user(request, told, messages.SUCCESS)

    def _tell(self, request: HttpRequest, count: int, cases: int) -> None:
        told = ngettext("%d spelling is known now.", "%d spellings are known now.", count) % count
        linked = ngettext("%d case got its organ.", "%d cases got their organ.", cases) % cases
        store.forget()
        self.message_user(request, f"{told} {linked}", messages.SUCCESS)
