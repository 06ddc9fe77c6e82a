"""The forms of a deputy's steps: answer and explain, refer, take up."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.steps import StepForm, step_form
from feedback import services


@step_form("answer")
class AnswerForm(StepForm):
    body = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The office reads it first and passes it on in your name. You explain; organs handle."),
    )

    def run(self) -> None:
        services.answer(
            self.case, actor=self.actor, body=self.cleaned_data["body"], expected_version=self.expected
        )


@step_form("take_up")
class TakeUpForm(StepForm):
    note = forms.CharField(
        label=_("What you mean to do"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "A suggestion is yours: you verify and draft it. The citizen's words are linked, never copied."
        ),
    )

    def run(self) -> None:
        services.take_up(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("refer")
class ReferForm(StepForm):
    note = forms.CharField(
        label=_("What the office should know"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The liaison office assigns the matter to the organ in charge and tells the citizen."),
    )

    def run(self) -> None:
        services.refer(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )
