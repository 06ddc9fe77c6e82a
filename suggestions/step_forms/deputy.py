"""The forms of the deputies who signed: revise, withdraw, agree, rate. Each in their own session."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.rules import profile_by_key
from casework.steps import StepForm, step_form
from deputies.models import Organ
from suggestions import services
from suggestions.models import Suggestion
from suggestions.models.suggestion import MOST_TEXT, MOST_TITLE
from suggestions.step_forms.parts import WithAnswers
from suggestions.words import GRADES

_REVISED = ("title", "facts", "proposal", "verified", "organ")


def _text(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


@step_form("resubmit")
class ResubmitForm(StepForm):
    """The words as they are, to be revised; who had signed is asked to sign the new ones."""

    title = forms.CharField(label=_("Title"), max_length=MOST_TITLE)
    facts = _text(_("Facts and reasons"), 8)
    proposal = _text(_("What is proposed"), 6)
    verified = _text(_("What you verified"), 4)
    organ = forms.ModelChoiceField(
        Organ.objects.none(),
        label=_("Organ proposed"),
        required=False,
        empty_label=_("I leave it to the office"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggestion = Suggestion.objects.get(case=self.case)
        field: Any = self.fields["organ"]
        field.queryset = Organ.objects.filter(congress=self.case.congress_id, is_active=True)
        for name in _REVISED:
            self.initial.setdefault(name, getattr(suggestion, name))

    def run(self) -> None:
        words = {name: self.cleaned_data[name] for name in _REVISED}
        services.resubmit(self.case, actor=self.actor, expected_version=self.expected, **words)


@step_form("confirm_words")
class ConfirmWordsForm(StepForm):
    """Nothing to say: the revised words are in view."""

    def run(self) -> None:
        services.confirm_words(self.case, actor=self.actor)


@step_form("retract")
class RetractForm(StepForm):
    note = forms.CharField(
        label=_("Why you withdraw it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "In writing, as the rules ask. Its handling ends; citizens who were told of it hear this too."
        ),
    )

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_not_retracted(moving)

    def run(self) -> None:
        services.retract(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("agree_to_retract")
class AgreeForm(StepForm):
    """Nothing to say."""

    def run(self) -> None:
        services.agree_to_retract(self.case, actor=self.actor, expected_version=self.expected)


@step_form("rate_answer")
class RateForm(WithAnswers):
    template: ClassVar[str] = "suggestions/step_rate.html"
    attitude = forms.TypedChoiceField(
        label=_("The attitude with which it was handled"),
        choices=GRADES,
        coerce=int,
        widget=forms.RadioSelect,
    )
    result = forms.TypedChoiceField(
        label=_("The result"), choices=GRADES, coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What was not right"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where you are dissatisfied. The organ reads it and handles it once more."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not profile_by_key(self.case.profile).switch("rate_attitude_and_result"):
            del self.fields["attitude"]

    def run(self) -> None:
        services.rate(
            self.case,
            actor=self.actor,
            attitude=self.cleaned_data.get("attitude"),
            result=self.cleaned_data["result"],
            reason=self.cleaned_data["reason"],
            expected_version=self.expected,
        )
