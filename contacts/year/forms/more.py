"""Writing a campaign, guidance, a visit, and a deputy's report of obstruction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.steps import day_field
from contacts.forms.fields import lines as words
from contacts.models import (
    Denied,
    Guidance,
    GuidanceKind,
    Inquiry,
    Occasion,
    PlanLine,
    PlanTopic,
)
from contacts.year.campaigns import CampaignDraft
from contacts.year.forms.plan import label_of_day, offered
from contacts.year.guiding import Paper, VisitPlan
from contacts.year.obstructions import Report
from deputies.models import LiaisonBody, LiaisonStation, PeoplesCongress
from feedback.forms.fields import LineField

if TYPE_CHECKING:
    from contacts.models import Campaign
    from deputies.models import Deputy

_REACH = timedelta(days=370)


def _many(label: Any, queryset: Any, size: int = 6) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=label, queryset=queryset, required=False, widget=forms.SelectMultiple(attrs={"size": size})
    )


class CampaignForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = LineField(label=gettext_lazy("Name"), max_length=100)
    aim = words(gettext_lazy("Aim, for the public"))
    starts_on = day_field(gettext_lazy("First day"), required=True)
    ends_on = day_field(
        gettext_lazy("Last day"),
        required=True,
        help_text=gettext_lazy("It opens and ends by these days; nobody has to click."),
    )
    bodies = _many(gettext_lazy("Bodies taking part"), LiaisonBody.objects.none(), 4)
    stations = _many(gettext_lazy("Stations taking part"), LiaisonStation.objects.none())
    lines = _many(gettext_lazy("Topics of the year"), PlanLine.objects.none())
    occasions = _many(gettext_lazy("Reception days and symposiums"), Occasion.objects.none(), 8)
    inquiries = _many(gettext_lazy("Comment forms and questionnaires"), Inquiry.objects.none())

    def __init__(
        self, *args: Any, congress: PeoplesCongress, known: Campaign | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.congress = congress
        today = timezone.localdate()
        fields: dict[str, Any] = self.fields
        fields["bodies"].queryset = LiaisonBody.objects.filter(congress=congress)
        fields["stations"].queryset = LiaisonStation.objects.filter(congress=congress, is_open=True)
        days, asked = offered(congress.pk, today - _REACH, today + _REACH)
        fields["occasions"].queryset, fields["inquiries"].queryset = days, asked
        fields["occasions"].label_from_instance = label_of_day
        topics = PlanTopic.objects.filter(plan__congress=congress, plan__status="published")
        titles = {topic.line_id: topic.title for topic in topics.order_by("position", "pk")}
        fields["lines"].queryset = PlanLine.objects.filter(pk__in=titles)
        fields["lines"].label_from_instance = lambda line: titles[line.pk]
        self.initial.setdefault("key", known.key if known else uuid4())
        if known is not None:
            self.initial.setdefault("version", known.version)
            for name in ("name", "aim", "starts_on", "ends_on"):
                self.initial.setdefault(name, getattr(known, name))
            for name in ("bodies", "stations", "lines", "occasions", "inquiries"):
                self.initial.setdefault(name, list(getattr(known, name).values_list("pk", flat=True)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("It ends before it begins."))
        return data

    def draft(self) -> CampaignDraft:
        data = self.cleaned_data
        same = ("name", "aim", "starts_on", "ends_on", "key")
        many = ("bodies", "stations", "lines", "occasions", "inquiries")
        given: dict[str, Any] = {name: data[name] for name in same} | {
            name: list(data[name]) for name in many
        }
        return CampaignDraft(congress=self.congress, **given)


class GuidanceForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=GuidanceKind.choices)
    title = LineField(label=gettext_lazy("Title"), max_length=120)
    body = words(gettext_lazy("Text"), rows=8)
    decided_by = LineField(
        label=gettext_lazy("Decision it follows from"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Such as: the agenda item of a meeting of the standing committee, with its day."
        ),
    )
    day = day_field(gettext_lazy("Day of the training or check"))
    place = LineField(label=gettext_lazy("Where"), max_length=200, required=False)
    reply_by = day_field(
        gettext_lazy("Reply by"), help_text=gettext_lazy("Empty: no reply is asked for, only receipt.")
    )
    to = forms.ModelMultipleChoiceField(
        label=gettext_lazy("To"), queryset=PeoplesCongress.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, congress: PeoplesCongress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.congress = congress
        fields: dict[str, Any] = self.fields
        fields["to"].queryset = PeoplesCongress.objects.filter(parent=congress).order_by("code")
        self.initial.setdefault("key", uuid4())
        self.initial.setdefault("to", list(fields["to"].queryset.values_list("pk", flat=True)))

    def paper(self) -> Paper:
        data = self.cleaned_data
        same = ("kind", "title", "body", "decided_by", "day", "place", "reply_by", "key")
        return Paper(congress=self.congress, to=list(data["to"]), **{name: data[name] for name in same})


class VisitForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    lower = forms.ModelChoiceField(
        label=gettext_lazy("Congress visited"), queryset=PeoplesCongress.objects.none(), empty_label=None
    )
    about = LineField(label=gettext_lazy("What it is about"), max_length=200)
    guidance = forms.ModelChoiceField(
        label=gettext_lazy("Guidance it follows up"),
        queryset=Guidance.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    day = day_field(gettext_lazy("Day"), required=True)
    visitors = LineField(label=gettext_lazy("Who comes"), max_length=200, required=False)

    def __init__(self, *args: Any, congress: PeoplesCongress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.congress = congress
        fields: dict[str, Any] = self.fields
        fields["lower"].queryset = PeoplesCongress.objects.filter(parent=congress).order_by("code")
        fields["guidance"].queryset = Guidance.objects.filter(congress=congress)
        self.initial.setdefault("key", uuid4())

    def plan(self) -> VisitPlan:
        data = self.cleaned_data
        same = ("lower", "about", "guidance", "day", "visitors", "key")
        return VisitPlan(congress=self.congress, **{name: data[name] for name in same})


class ReportForm(forms.Form):
    """What a deputy tells the standing committee alone."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Which guarantee is it about?"), choices=Denied.choices, widget=forms.RadioSelect
    )
    who = LineField(
        label=gettext_lazy("Who denied it?"),
        max_length=200,
        help_text=gettext_lazy("Unit, office or person."),
    )
    what = words(gettext_lazy("What happened?"), rows=6)
    happened = LineField(label=gettext_lazy("When?"), max_length=100, required=False)
    wanted = words(gettext_lazy("What do you ask the standing committee to do?"), rows=3, required=False)

    def __init__(self, *args: Any, deputy: Deputy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deputy = deputy
        self.initial.setdefault("key", uuid4())

    def report(self) -> Report:
        data = self.cleaned_data
        same = ("kind", "who", "what", "happened", "wanted", "key")
        return Report(deputy=self.deputy, **{name: data[name] for name in same})
