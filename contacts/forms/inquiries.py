"""Writing a form, answering it online, and typing it in from paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import Topic
from casework.steps import day_field
from contacts.forms.fields import lines
from contacts.models import Inquiry, QuestionKind
from contacts.services import Asked, Draft
from contacts.services.printing import MOST_PRINTED
from deputies.models import Deputy, LiaisonStation, PeoplesCongress
from feedback.forms.fields import LineField

if TYPE_CHECKING:
    from contacts.models.inquiry import InquiryKind

MOST_QUESTIONS = 20


# --- Writing ----------------------------------------------------------------------------------------------
class InquiryForm(forms.Form):
    """What is asked about, from when to when, and who asks."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(label=gettext_lazy("Title"), max_length=100)
    intro = lines(gettext_lazy("What it is about, for the reader"), required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True),
        label=gettext_lazy("Topic"),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    opens_on = day_field(gettext_lazy("First day"), required=True)
    closes_on = day_field(gettext_lazy("Last day"), required=True)
    station = forms.ModelChoiceField(
        label=gettext_lazy("Station"),
        queryset=LiaisonStation.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy who asks"),
        queryset=Deputy.objects.none(),
        required=False,
        empty_label=gettext_lazy("the office; the router proposes deputies"),
        help_text=gettext_lazy("Opinions that come of it are meant for this deputy."),
    )
    needs_code = forms.BooleanField(
        label=gettext_lazy("Only with a printed code, each good for one answer"), required=False
    )

    def __init__(
        self,
        *args: Any,
        kind: InquiryKind,
        congress: PeoplesCongress,
        stations: list[LiaisonStation],
        is_officer: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.congress = kind, congress
        fields: dict[str, Any] = self.fields
        fields["station"].queryset = LiaisonStation.objects.filter(pk__in=[one.pk for one in stations])
        if not is_officer:
            fields["station"].required, fields["station"].empty_label = True, None
        fields["deputy"].queryset = (
            Deputy.objects.in_office().filter(congress=congress).order_by("name", "pk")
        )
        if kind == "form":
            del self.fields["needs_code"]
        self.initial.setdefault("key", uuid4())
        self.initial.setdefault("opens_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("opens_on") and data.get("closes_on") and data["closes_on"] < data["opens_on"]:
            self.add_error("closes_on", _("It closes before it opens."))
        return data

    def draft(self, questions: list[Asked]) -> Draft:
        data = self.cleaned_data
        same = ("title", "intro", "topic", "opens_on", "closes_on", "station", "deputy", "key")
        return Draft(
            congress=self.congress,
            kind=self.kind,
            needs_code=data.get("needs_code", False),
            questions=questions,
            **{name: data[name] for name in same},
        )


class QuestionForm(forms.Form):
    """One question; an empty row is none."""

    text = LineField(label=gettext_lazy("Question"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of question"), choices=QuestionKind.choices, initial="single"
    )
    options = lines(
        gettext_lazy("Choices"), rows=3, required=False, help_text=gettext_lazy("One in each line.")
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    as_opinion = forms.BooleanField(
        label=gettext_lazy("The words are an opinion to be answered"), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chooses = data.get("kind") in ("single", "multiple")
        if data.get("text") and chooses and len(self._options(data)) < 2:
            self.add_error("options", _("Write at least two choices, one in each line."))
        if data.get("as_opinion") and data.get("kind") != "text":
            self.add_error("as_opinion", _("Only an answer in words can be an opinion."))
        return data

    @staticmethod
    def _options(data: dict[str, Any]) -> list[str]:
        return list(
            dict.fromkeys(line.strip() for line in data.get("options", "").splitlines() if line.strip())
        )

    @property
    def asked(self) -> Asked | None:
        data = self.cleaned_data
        if not data.get("text"):
            return None
        return Asked(data["kind"], data["text"], self._options(data), data["required"], data["as_opinion"])


QuestionForms = forms.formset_factory(
    QuestionForm, extra=0, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS + 5
)


def asked_of(inquiry: Inquiry) -> list[dict[str, Any]]:
    """The questions as the formset shows them."""
    return [
        {
            "text": one.text,
            "kind": one.kind,
            "options": "\n".join(option.text for option in one.options.all()),
            "required": one.required,
            "as_opinion": one.as_opinion,
        }
        for one in inquiry.questions.prefetch_related("options")
    ]


# --- Steps ------------------------------------------------------------------------------------------------
class InquiryStepForm(forms.Form):
    """The form of a step of an inquiry; most ask for nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ProlongForm(InquiryStepForm):
    closes_on = day_field(gettext_lazy("Last day"), required=True)


class PublishForm(InquiryStepForm):
    note = lines(
        gettext_lazy("What follows from it"),
        help_text=gettext_lazy(
            "In a few sentences: what was asked, what came out, what will be done with it."
        ),
    )


class DiscardForm(InquiryStepForm):
    note = LineField(label=gettext_lazy("Reason"), max_length=200)


class CopiesForm(forms.Form):
    copies = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST_PRINTED, initial=20
    )
